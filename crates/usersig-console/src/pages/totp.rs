//! Setting up an authenticator, and doing without it.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use qrcode::{Color, QrCode};
use totp_rs::Secret;
use usersig_service::password;
use zeroize::Zeroizing;

use super::sign_in::code_field;
use crate::{
    console::Console,
    credentials::{self, Claim, matching_step},
    failure::Failure,
    view::{
        Head,
        fields::Field,
        inside,
        parts::{card, copy, form},
    },
    visit::Auditor,
};

/// What is wrong with the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Nothing,
    Password,
    Code,
}

pub(crate) async fn show(visit: Auditor) -> Result<Markup, Failure> {
    page(&visit, &new_secret()?, Wrong::Nothing)
}

/// Takes a secret once a code of it was given, and the password again.
pub(crate) async fn turn_on(
    State(console): State<Arc<Console>>,
    visit: Auditor,
) -> Result<Response, Failure> {
    let secret = Secret::try_from_base32(visit.form.text("secret")).map_err(|_| Failure::ForeignForm)?;
    if secret.as_bytes().len() != SECRET_BYTES {
        return Err(Failure::ForeignForm);
    }
    let again = |wrong| {
        let page = page(&visit, &secret, wrong)?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    if visit.person()?.administrator.totp {
        return Ok(Redirect::to("/settings/totp").into_response());
    }
    let Some(step) = matching_step(secret.as_bytes(), visit.form.text("code"), visit.now) else {
        return again(Wrong::Code);
    };
    if !password_fits(&console, &visit, "").await? {
        return again(Wrong::Password);
    }
    let bytes = Zeroizing::new(secret.as_bytes().to_vec());
    console.store.set_totp(&visit.actor(), visit.name(), Some(bytes)).await?;
    // The code has been seen: it does not sign in any more.
    console.store.sign_in_worked(&visit.actor(), visit.name(), Some(step)).await?;
    Ok(Redirect::to("/settings?done=totp-on").into_response())
}

/// Removes the secret; asks for the password and a last code.
pub(crate) async fn turn_off(
    State(console): State<Arc<Console>>,
    visit: Auditor,
) -> Result<Response, Failure> {
    if !password_fits(&console, &visit, visit.form.text("code")).await? {
        let page = page(&visit, &new_secret()?, Wrong::Password)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    console.store.set_totp(&visit.actor(), visit.name(), None).await?;
    Ok(Redirect::to("/settings?done=totp-off").into_response())
}

async fn password_fits(console: &Console, visit: &Auditor, code: &str) -> Result<bool, Failure> {
    if visit.form.raw("password").len() > password::MAX_BYTES {
        return Ok(false);
    }
    let claim = Claim {
        name: visit.name(),
        password: visit.form.raw("password"),
        code,
        client: visit.client,
        now: visit.now,
    };
    credentials::check(console, &claim).await
}

fn page(visit: &Auditor, secret: &Secret, wrong: Wrong) -> Result<Markup, Failure> {
    let on = visit.person()?.administrator.totp;
    let head = Head {
        title: visit.say("totp"),
        lead: visit.say("totp-lead"),
        section: "/settings",
        crumbs: vec![("/settings".to_owned(), visit.say("nav-settings"))],
        ..Head::default()
    };
    let password = Field {
        name: "password",
        label: visit.say("your-password"),
        kind: "password",
        wrong: (wrong == Wrong::Password).then(|| visit.say("your-password-wrong")),
        required: true,
        autocomplete: "current-password",
        longest: 512,
        ..Field::default()
    };
    let mut code = code_field(visit, "code-help");
    code.required = true;
    code.wrong = (wrong == Wrong::Code).then(|| visit.say("code-wrong"));
    let content = if on {
        card(
            &visit.say("totp-turn-off"),
            form(
                visit,
                "/settings/totp/off",
                "form",
                html! {
                    p { (visit.say("totp-turn-off-more")) }
                    (password.line())
                    (code.line())
                    div class="form-end" { button type="submit" class="button danger" { (visit.say("totp-turn-off")) } }
                },
            ),
        )
    } else {
        let text = secret.to_base32();
        let address = enrolment(visit.name(), &text);
        let steps = html! {
            ol class="steps" {
                li { div class="stack tight" {
                    p { (visit.say("totp-step-scan")) }
                    (qr(visit, &address))
                    details class="more" {
                        summary { (visit.say("totp-no-camera")) }
                        div class="copyline" { code id="totp-secret" { (text) } (copy(visit.words, "totp-secret", &visit.say("totp-secret"))) }
                    }
                } }
                li { div class="stack tight" { p { (visit.say("totp-step-code")) } (code.line()) } }
                li { div class="stack tight" { (password.line()) } }
            }
        };
        card(
            &visit.say("totp-turn-on"),
            form(
                visit,
                "/settings/totp",
                "form",
                html! {
                    input type="hidden" name="secret" value=(text);
                    (steps)
                    div class="form-end" { button type="submit" class="button main" { (visit.say("totp-turn-on")) } }
                },
            ),
        )
    };
    Ok(inside(visit, &head, content))
}

fn new_secret() -> Result<Secret, Failure> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|_| Failure::Broken)?;
    Ok(Secret::from(bytes.to_vec()))
}

/// The address that authenticators read.
fn enrolment(name: &str, secret: &str) -> String {
    let name: String =
        form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20");
    format!("otpauth://totp/usersig:{name}?secret={secret}&issuer=usersig")
}

/// A QR code as one path: a square of 1 for each dark module, four light ones around.
fn qr(visit: &Auditor, text: &str) -> Markup {
    let Ok(code) = QrCode::new(text.as_bytes()) else { return html! {} };
    let width = code.width();
    let mut path = String::new();
    for (index, _) in code.to_colors().iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        path.push_str(&format!("M{} {}h1v1h-1z", index % width + QUIET, index / width + QUIET));
    }
    let side = width + 2 * QUIET;
    html! {
        svg class="qr" viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(visit.say("totp-qr")) shape-rendering="crispEdges" {
            path d=(path) {}
        }
    }
}

const SECRET_BYTES: usize = 20;
const QUIET: usize = 2;
