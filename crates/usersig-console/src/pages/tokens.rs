//! Callers: the API tokens of back ends.

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
    caller::{ApiToken, Scope},
};

use crate::{
    console::Console,
    failure::Failure,
    moment,
    view::{
        Head,
        fields::{Choice, Field, group},
        inside,
        parts::{
            Tone, act, badge, board, card, columns, empty, form as post, link_button, notice, secret, tag,
        },
    },
    visit::{Auditor, Owner, Visit},
};

pub(crate) async fn list(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Markup, Failure> {
    let tokens = console.store.tokens().await?;
    let owner = visit.may(Role::Owner);
    let add = owner.then(|| link_button("/tokens/new", &visit.say("token-add"), true));
    let head = Head {
        title: visit.say("nav-tokens"),
        lead: visit.say("tokens-lead"),
        section: "/tokens",
        acts: if tokens.is_empty() { None } else { add.clone() },
        ..Head::default()
    };
    let content = if tokens.is_empty() {
        let act = add.unwrap_or_default();
        html! { section class="card" { (empty(&visit.say("tokens-empty"), &visit.say("tokens-empty-more"), act)) } }
    } else {
        html! {
            (board(&visit.say("tokens-of-back-ends"), html! {}, table(&visit, &tokens, owner)))
            (notice(Tone::Accent, &visit.say("end-users"), &visit.say("end-users-more")))
        }
    };
    Ok(inside(&visit, &head, content))
}

fn table(visit: &Visit, tokens: &[ApiToken], owner: bool) -> Markup {
    let names = ["name", "scopes", "applications", "created-at", "state"].map(|key| visit.say(key));
    let [name, scopes, applications, created, state] = &names;
    let acts = visit.say("acts");
    html! {
        table class="table" {
            (columns(&[name, scopes, applications, created, state], owner.then_some(acts.as_str())))
            tbody {
                @for token in tokens {
                    tr {
                        th scope="row" data-label=(name) { span { (token.name) " " span class="muted num" { "#" (token.id) } } }
                        td data-label=(scopes) { span class="badges" { @for scope in &token.scopes { (tag(&visit.say(scope_key(*scope)))) } } }
                        td data-label=(applications) {
                            @if token.applications.is_empty() { (visit.say("all")) } @else {
                                span class="badges" { @for app in &token.applications { (tag(&app.to_string())) } }
                            }
                        }
                        td data-label=(created) { (moment::day(token.created_at)) }
                        td data-label=(state) { (token_state(visit, token)) }
                        @if owner {
                            td data-label="" {
                                div class="row-acts" {
                                    @if token.revoked_at.is_none() {
                                        a class="button little" href={ "/tokens/" (token.id) "/revoke" } { (visit.say("token-revoke")) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn token_state(visit: &Visit, token: &ApiToken) -> Markup {
    match (token.revoked_at, token.expires_at) {
        (Some(at), _) => {
            html! { span { (badge(Tone::Plain, &visit.say("token-revoked"))) " " span class="help" { (moment::day(at)) } } }
        }
        (None, Some(at)) if at <= visit.now => badge(Tone::Plain, &visit.say("token-expired")),
        (None, Some(at)) => {
            html! { span { (badge(Tone::Good, &visit.say("state-active"))) " " span class="help" { (visit.say("until")) " " (moment::day(at)) } } }
        }
        (None, None) => badge(Tone::Good, &visit.say("state-active")),
    }
}

const fn scope_key(scope: Scope) -> &'static str {
    match scope {
        Scope::Issue => "scope-issue",
        Scope::Verify => "scope-verify",
        _ => "scope-admin",
    }
}

pub(crate) async fn form(State(console): State<Arc<Console>>, visit: Owner) -> Result<Markup, Failure> {
    let applications = console.store.applications().await?;
    Ok(page(&visit, &applications, None))
}

pub(crate) async fn create(State(console): State<Arc<Console>>, visit: Owner) -> Result<Response, Failure> {
    let form = &visit.form;
    let scopes: Vec<Scope> = [("issue", Scope::Issue), ("verify", Scope::Verify), ("admin", Scope::Admin)]
        .into_iter()
        .filter(|(name, _)| form.all("scope").any(|chosen| chosen == *name))
        .map(|(_, scope)| scope)
        .collect();
    let applications: Vec<u32> = form.all("app").filter_map(|app| app.parse().ok()).collect();
    let days: Option<u64> = form.number("days");
    let expires_at = days.map(|days| visit.now + days.min(36_500) * 86_400);
    if scopes.is_empty() || form.text("name").is_empty() {
        return refuse(&console, &visit, &visit.say("token-needs")).await;
    }
    let actor = visit.actor();
    let made = console.store.create_token(&actor, form.text("name"), &scopes, &applications, expires_at);
    let (token, text) = match made.await {
        Ok(made) => made,
        Err(StoreError::Invalid(why) | StoreError::Conflict(why)) => {
            return refuse(&console, &visit, &visit.words.objection(&why)).await;
        }
        Err(error) => return Err(error.into()),
    };
    console.changed().await;
    let head = Head {
        title: visit.say("token-made"),
        section: "/tokens",
        crumbs: vec![("/tokens".to_owned(), visit.say("nav-tokens"))],
        ..Head::default()
    };
    let content = card(
        &token.name,
        html! {
            (notice(Tone::Warn, &visit.say("token-once"), &visit.say("token-once-more")))
            (secret(visit.words, "token-text", &visit.say("token"), &text))
            div class="form-end" { (link_button("/tokens", &visit.say("done"), false)) }
        },
    );
    Ok(inside(&visit, &head, content).into_response())
}

async fn refuse(console: &Console, visit: &Owner, text: &str) -> Result<Response, Failure> {
    let applications = console.store.applications().await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(visit, &applications, Some(text))).into_response())
}

pub(crate) async fn ask_revoke(
    State(console): State<Arc<Console>>,
    Path(id): Path<u32>,
    visit: Owner,
) -> Result<Markup, Failure> {
    let tokens = console.store.tokens().await?;
    let token = tokens.iter().find(|token| token.id == id).ok_or(Failure::NotFound)?;
    let head = Head {
        title: visit.say("token-revoke-title"),
        section: "/tokens",
        crumbs: vec![("/tokens".to_owned(), visit.say("nav-tokens"))],
        ..Head::default()
    };
    let content = card(
        &token.name,
        html! {
            p { (visit.say("token-revoke-more")) }
            div class="form-end" {
                (act(&visit, &format!("/tokens/{id}/revoke"), &visit.say("token-revoke"), "danger main", &[]))
                (link_button("/tokens", &visit.say("cancel"), false))
            }
        },
    );
    Ok(inside(&visit, &head, content))
}

pub(crate) async fn revoke(
    State(console): State<Arc<Console>>,
    Path(id): Path<u32>,
    visit: Owner,
) -> Result<Redirect, Failure> {
    console.store.revoke_token(&visit.actor(), id).await?;
    console.changed().await;
    Ok(Redirect::to("/tokens?done=token-revoked"))
}

fn page(visit: &Owner, applications: &[Application], refused: Option<&str>) -> Markup {
    let form = &visit.form;
    let head = Head {
        title: visit.say("token-add"),
        lead: visit.say("token-add-lead"),
        section: "/tokens",
        crumbs: vec![("/tokens".to_owned(), visit.say("nav-tokens"))],
        ..Head::default()
    };
    let name = Field {
        name: "name",
        label: visit.say("name"),
        help: visit.say("token-name-help"),
        value: form.text("name"),
        required: true,
        longest: 100,
        ..Field::default()
    };
    let posted = form.checked("name");
    let scope = |value: &'static str, key: &str| {
        let chosen = if posted { form.all("scope").any(|found| found == value) } else { value == "issue" };
        let help = visit.say(&format!("{key}-help"));
        Choice { name: "scope", value, text: visit.say(key), help, chosen }.check()
    };
    let mut days: Vec<(String, String)> = [30_u64, 90, 180, 365]
        .into_iter()
        .map(|days| (days.to_string(), visit.words.with("days-count", &[("days", days.into())])))
        .collect();
    days.push((String::new(), visit.say("token-no-end")));
    let expiry = Field {
        name: "days",
        label: visit.say("token-expiry"),
        help: visit.say("token-expiry-help"),
        value: if posted { form.text("days") } else { "180" },
        ..Field::default()
    };
    let content = html! {
        @if let Some(text) = refused { (notice(Tone::Bad, &visit.say("form-wrong"), text)) }
        (card(&visit.say("token-new"), post(visit, "/tokens/new", "form", html! {
            (name.line())
            (group(&visit.say("scopes"), "", "stack tight", html! {
                (scope("issue", "scope-issue"))
                (scope("verify", "scope-verify"))
                (scope("admin", "scope-admin"))
            }))
            @if !applications.is_empty() {
                (group(&visit.say("applications"), &visit.say("token-apps-help"), "choices", html! {
                    @for application in applications {
                        @let value = application.sdkappid.to_string();
                        (Choice {
                            name: "app",
                            value: &value,
                            text: application.name.clone(),
                            help: value.clone(),
                            chosen: form.all("app").any(|chosen| chosen == value),
                        }.check())
                    }
                }))
            }
            (expiry.select(&days))
            div class="form-end" {
                button type="submit" class="button main" { (visit.say("token-create")) }
                (link_button("/tokens", &visit.say("cancel"), false))
            }
        })))
    };
    inside(visit, &head, content)
}
