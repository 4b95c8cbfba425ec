//! Where the sessions of an application's end users come from.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use usersig_store::{
    StoreError,
    administrator::Role,
    application::Application,
    caller::{Issuer, IssuerKeys},
};
use zeroize::Zeroizing;

use super::application::{head, state_notice};
use crate::{
    console::Console,
    failure::Failure,
    form::Form,
    view::{
        fields::{Choice, Field, group},
        inside,
        parts::{Tone, act, badge, board, card, columns, empty, form as post, notice},
    },
    visit::{Auditor, Owner, Visit},
};

pub(crate) async fn list(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Auditor,
) -> Result<Markup, Failure> {
    let application = console.store.application(sdkappid).await?;
    Ok(page(&visit, &application, &Form::default(), None))
}

pub(crate) async fn add(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Response, Failure> {
    let form = &visit.form;
    let shared = form.text("kind") == "secret";
    let keys =
        if shared { IssuerKeys::SharedSecret } else { IssuerKeys::Jwks { url: form.text("url").to_owned() } };
    let claim = if form.text("claim").is_empty() { "sub" } else { form.text("claim") };
    let mut issuer = Issuer::new(form.text("issuer"), keys);
    issuer.audience = form.text("audience").to_owned();
    issuer.userid_claim = claim.to_owned();
    issuer.userid_from_body = form.checked("from_body");
    let secret = shared.then(|| Zeroizing::new(form.text("secret").to_owned()));
    match console.store.add_issuer(&visit.actor(), sdkappid, issuer, secret).await {
        Ok(_) => {
            console.changed().await;
            Ok(Redirect::to(&format!("/apps/{sdkappid}/issuers?done=issuer-added")).into_response())
        }
        Err(StoreError::Invalid(why) | StoreError::Conflict(why)) => {
            let application = console.store.application(sdkappid).await?;
            let page = page(&visit, &application, form, Some(&visit.words.objection(&why)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn remove(
    State(console): State<Arc<Console>>,
    Path((sdkappid, issuer)): Path<(u32, u32)>,
    visit: Owner,
) -> Result<Redirect, Failure> {
    console.store.remove_issuer(&visit.actor(), sdkappid, issuer).await?;
    console.changed().await;
    Ok(Redirect::to(&format!("/apps/{sdkappid}/issuers?done=issuer-removed")))
}

fn page(visit: &Visit, application: &Application, form: &Form, refused: Option<&str>) -> Markup {
    let owner = visit.may(Role::Owner);
    let content = html! {
        (state_notice(visit, application))
        @if application.issuers.is_empty() {
            section class="card" { (empty(&visit.say("issuers-empty"), &visit.say("issuers-empty-more"), html! {})) }
        } @else {
            (board(&visit.say("tab-issuers"), html! {}, table(visit, application, owner)))
        }
        @if let Some(text) = refused { (notice(Tone::Bad, &visit.say("form-wrong"), text)) }
        @if owner { (card(&visit.say("issuer-add"), new_form(visit, application.sdkappid, form))) }
    };
    inside(visit, &head(visit, application, None), content)
}

fn table(visit: &Visit, application: &Application, owner: bool) -> Markup {
    let names = ["issuer", "audience", "userid-claim", "issuer-keys"].map(|key| visit.say(key));
    let [issuer, audience, claim, keys] = &names;
    let acts = visit.say("acts");
    html! {
        table class="table" {
            (columns(&[issuer, audience, claim, keys], owner.then_some(acts.as_str())))
            tbody {
                @for entry in &application.issuers {
                    tr {
                        th scope="row" data-label=(issuer) { code { (entry.issuer) } }
                        td data-label=(audience) { @if entry.audience.is_empty() { span class="muted" { (visit.say("any")) } } @else { code { (entry.audience) } } }
                        td data-label=(claim) {
                            div { code { (entry.userid_claim) } @if entry.userid_from_body { " " (badge(Tone::Warn, &visit.say("from-body"))) } }
                        }
                        td data-label=(keys) {
                            @match &entry.keys {
                                IssuerKeys::Jwks { url } => { code { (url) } }
                                _ => { (visit.say("shared-secret")) }
                            }
                        }
                        @if owner {
                            td data-label="" {
                                div class="row-acts" {
                                    (act(visit, &format!("/apps/{}/issuers/{}/remove", application.sdkappid, entry.id), &visit.say("remove"), "little danger", &[]))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn new_form(visit: &Visit, sdkappid: u32, form: &Form) -> Markup {
    let field =
        |name: &'static str, label: &str, help: &str, placeholder: &'static str, required: bool| Field {
            name,
            label: visit.say(label),
            help: visit.say(help),
            value: form.text(name),
            placeholder,
            required,
            mono: true,
            longest: 2000,
            ..Field::default()
        };
    let secret = form.text("kind") == "secret";
    let kind = |value: &'static str, text: &str, help: &str, chosen| {
        Choice { name: "kind", value, text: visit.say(text), help: visit.say(help), chosen }.radio()
    };
    let shared = Field {
        name: "secret",
        label: visit.say("shared-secret"),
        kind: "password",
        help: visit.say("shared-secret-help"),
        autocomplete: "new-password",
        ..Field::default()
    };
    post(
        visit,
        &format!("/apps/{sdkappid}/issuers"),
        "form",
        html! {
            p class="help" { (visit.say("issuer-add-help")) }
            (field("issuer", "issuer", "issuer-help", "https://login.example", true).line())
            div class="pair" {
                (field("audience", "audience", "audience-help", "", false).line())
                (field("claim", "userid-claim", "userid-claim-help", "sub", false).line())
            }
            (group(&visit.say("issuer-keys"), "", "stack tight", html! {
                (kind("jwks", "jwks", "jwks-help", !secret))
                (kind("secret", "shared-secret", "shared-secret-kind-help", secret))
            }))
            (field("url", "jwks-address", "jwks-address-help", "https://login.example/.well-known/jwks.json", false).line())
            (shared.line())
            (Choice { name: "from_body", value: "1", text: visit.say("from-body-allow"), help: visit.say("from-body-help"), chosen: form.checked("from_body") }.check())
            div class="form-end" { button type="submit" class="button main" { (visit.say("issuer-add")) } }
        },
    )
}
