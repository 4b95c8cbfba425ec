//! Changing one's own password.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use usersig_service::password::{self, PasswordFault};
use zeroize::Zeroizing;

use super::sign_in::code_field;
use crate::{
    console::Console,
    cookies::Cookie,
    credentials::{self, Claim},
    failure::Failure,
    session,
    view::{
        Head,
        fields::Field,
        inside, outside,
        parts::{Tone, form, notice},
    },
    visit::Auditor,
};

/// What is wrong with the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Nothing,
    Current,
    New(PasswordFault),
    Same,
    Again,
}

pub(crate) async fn show(visit: Auditor) -> Result<Markup, Failure> {
    page(&visit, Wrong::Nothing)
}

pub(crate) async fn change(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Response, Failure> {
    let form = &visit.form;
    let (current, new) = (form.raw("current"), form.raw("new"));
    let wrong = match password::check(new) {
        Err(fault) => Wrong::New(fault),
        Ok(()) if new == current => Wrong::Same,
        Ok(()) if new != form.raw("again") => Wrong::Again,
        Ok(()) => Wrong::Nothing,
    };
    if wrong != Wrong::Nothing {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, wrong)?).into_response());
    }
    let claim = Claim {
        name: visit.name(),
        password: current,
        code: form.text("code"),
        client: visit.client,
        now: visit.now,
    };
    if !credentials::check(&console, &claim).await? {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, Wrong::Current)?).into_response());
    }
    let hash = password::hash(Zeroizing::new(new.to_owned())).await.map_err(|_| Failure::Broken)?;
    console.store.set_password(&visit.actor(), visit.name(), &hash, false).await?;
    // Every session of the person has ended; this browser gets a new one.
    console.store.end_session(visit.person()?.session_id).await?;
    let cookie = session::begin(&console, visit.name(), visit.now).await?;
    let cookie = Cookie::Session.write(console.settings.secure, &cookie, None);
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to("/?done=password")).into_response())
}

fn page(visit: &Auditor, wrong: Wrong) -> Result<Markup, Failure> {
    let administrator = &visit.person()?.administrator;
    let forced = administrator.must_change_password;
    let field = |name: &'static str, label: &str, help: &str, wrong: Option<String>| Field {
        name,
        label: visit.say(label),
        kind: "password",
        help: if help.is_empty() { String::new() } else { visit.say(help) },
        wrong,
        required: true,
        autocomplete: if name == "current" { "current-password" } else { "new-password" },
        longest: 512,
        ..Field::default()
    };
    let new_wrong = match wrong {
        Wrong::New(PasswordFault::TooShort) => Some(visit.say("password-too-short")),
        Wrong::New(PasswordFault::TooLong) => Some(visit.say("password-too-long")),
        Wrong::New(_) => Some(visit.say("password-too-simple")),
        Wrong::Same => Some(visit.say("password-same")),
        _ => None,
    };
    let current_label = if forced { "password-one-time" } else { "password-current" };
    let content = form(
        visit,
        "/settings/password",
        "form",
        html! {
            // Lets a password manager know whose password it is.
            input class="unseen" type="text" name="username" value=(administrator.name) autocomplete="username" readonly tabindex="-1" aria-hidden="true";
            (field("current", current_label, "", (wrong == Wrong::Current).then(|| visit.say("your-password-wrong"))).line())
            @if administrator.totp { (code_field(visit, "code-help").line()) }
            (field("new", "password-new", "password-rules", new_wrong).line())
            (field("again", "password-again", "", (wrong == Wrong::Again).then(|| visit.say("password-differs"))).line())
            div class="form-end" { button type="submit" class="button main" { (visit.say("change-password")) } }
        },
    );
    let title = visit.say("change-password");
    if forced {
        let content = html! {
            div { h1 { (title) } p class="muted" { (visit.say("change-password-forced")) } }
            @if wrong != Wrong::Nothing { (notice(Tone::Bad, &visit.say("form-wrong"), "")) }
            (content)
        };
        return Ok(outside(visit, &title, content));
    }
    let head = Head {
        title,
        lead: visit.say("change-password-lead"),
        section: "/settings",
        crumbs: vec![("/settings".to_owned(), visit.say("nav-settings"))],
        ..Head::default()
    };
    Ok(inside(visit, &head, html! { section class="card" { div class="card-body" { (content) } } }))
}
