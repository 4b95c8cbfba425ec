//! The list of applications, and a new one.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use usersig_store::{
    StoreError,
    administrator::Role,
    application::{Algorithm, Application, ApplicationState, NewKey, Policy},
};

use super::keys::{KeyFault, key_fields, read_key};
use crate::{
    console::Console,
    failure::Failure,
    form::Form,
    view::{
        Head,
        fields::Field,
        inside,
        parts::{Tone, badge, card, empty, form as post, link_button, notice, tag},
    },
    visit::{Auditor, Owner, Visit},
    words::Words,
};

pub(crate) async fn list(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Markup, Failure> {
    let applications = console.store.applications().await?;
    let add = visit.may(Role::Owner).then(|| link_button("/apps/new", &visit.say("app-add"), true));
    let head = Head {
        title: visit.say("nav-apps"),
        lead: visit.say("apps-lead"),
        section: "/apps",
        acts: if applications.is_empty() { None } else { add.clone() },
        ..Head::default()
    };
    let content = if applications.is_empty() {
        let act = add.unwrap_or_default();
        html! { section class="card" { (empty(&visit.say("apps-empty"), &visit.say("apps-empty-more"), act)) } }
    } else {
        cards(visit.words, &applications)
    };
    Ok(inside(&visit, &head, content))
}

/// Applications as cards.
pub(crate) fn cards(words: Words, applications: &[Application]) -> Markup {
    html! {
        ul class="app-list" {
            @for application in applications {
                li {
                    a class="card app-card link" href={ "/apps/" (application.sdkappid) } {
                        span class="app-name" { (application.name) }
                        span class="app-id" { "SDKAppID " (application.sdkappid) }
                        span class="badges" {
                            (state_badge(words, application.state))
                            (tag(algorithm_name(application.algorithm)))
                            (tag(&words.with("keys-count", &[("count", active_keys(application).into())])))
                        }
                    }
                }
            }
        }
    }
}

pub(crate) async fn form(visit: Owner) -> Markup {
    page(&visit, &Form::default(), &Wrong::default())
}

/// What is wrong with the form.
#[derive(Default)]
struct Wrong {
    sdkappid: bool,
    name: bool,
    key: Option<KeyFault>,
    store: Option<String>,
}

pub(crate) async fn create(State(console): State<Arc<Console>>, visit: Owner) -> Result<Response, Failure> {
    let form = &visit.form;
    let sdkappid = form.number::<u32>("sdkappid").filter(|number| *number > 0);
    let name = form.text("name");
    let key = read_key(form);
    let mut wrong = Wrong {
        sdkappid: sdkappid.is_none(),
        name: name.is_empty() || name.chars().count() > 100,
        key: key.as_ref().err().copied(),
        store: None,
    };
    if let (Some(sdkappid), false, Ok(key)) = (sdkappid, wrong.name, key) {
        match create_with(&console, &visit, sdkappid, name, key).await {
            Ok(()) => return Ok(Redirect::to(&format!("/apps/{sdkappid}?done=app-created")).into_response()),
            Err(StoreError::Conflict(why) | StoreError::Invalid(why)) => {
                wrong.store = Some(visit.words.objection(&why));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, form, &wrong)).into_response())
}

async fn create_with(
    console: &Console,
    visit: &Owner,
    sdkappid: u32,
    name: &str,
    key: NewKey,
) -> Result<(), StoreError> {
    console.store.create_application(&visit.actor(), sdkappid, name, key, Policy::default()).await?;
    console.changed().await;
    Ok(())
}

fn page(visit: &Owner, form: &Form, wrong: &Wrong) -> Markup {
    let head = Head {
        title: visit.say("app-add"),
        lead: visit.say("app-add-lead"),
        section: "/apps",
        crumbs: crumbs(visit),
        ..Head::default()
    };
    let name = Field {
        name: "name",
        label: visit.say("app-name"),
        help: visit.say("app-name-help"),
        value: form.text("name"),
        wrong: wrong.name.then(|| visit.say("app-name-wrong")),
        required: true,
        longest: 100,
        ..Field::default()
    };
    let sdkappid = Field {
        name: "sdkappid",
        label: "SDKAppID".to_owned(),
        help: visit.say("sdkappid-help"),
        value: form.text("sdkappid"),
        wrong: wrong.sdkappid.then(|| visit.say("sdkappid-wrong")),
        required: true,
        inputmode: "numeric",
        placeholder: "1400000000",
        longest: 10,
        mono: true,
        ..Field::default()
    };
    let content = html! {
        @if let Some(text) = &wrong.store { (notice(Tone::Bad, &visit.say("form-wrong"), text)) }
        (card(&visit.say("app-new"), post(visit, "/apps/new", "form", html! {
            (name.line())
            (sdkappid.line())
            (key_fields(visit, form, wrong.key))
            div class="form-end" {
                button type="submit" class="button main" { (visit.say("app-create")) }
                (link_button("/apps", &visit.say("cancel"), false))
            }
        })))
    };
    inside(visit, &head, content)
}

/// The way to a page of an application.
pub(crate) fn crumbs(visit: &Visit) -> Vec<(String, String)> {
    vec![("/apps".to_owned(), visit.say("nav-apps"))]
}

/// The state of an application.
pub(crate) fn state_badge(words: Words, state: ApplicationState) -> Markup {
    match state {
        ApplicationState::Active => badge(Tone::Good, &words.say("state-active")),
        ApplicationState::Suspended => badge(Tone::Warn, &words.say("state-suspended")),
        _ => badge(Tone::Bad, &words.say("state-deleting")),
    }
}

/// The name of an algorithm.
pub(crate) const fn algorithm_name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Hmac => "HMAC-SHA256",
        _ => "ECDSA-SHA256",
    }
}

fn active_keys(application: &Application) -> usize {
    use usersig_store::application::KeyRole;
    application.keys.iter().filter(|key| key.role != KeyRole::Retired).count()
}

/// The applications of a form's choice: number, and name with number.
pub(crate) fn choices(applications: &[Application]) -> Vec<(String, String)> {
    applications
        .iter()
        .map(|application| {
            (application.sdkappid.to_string(), format!("{} · {}", application.name, application.sdkappid))
        })
        .collect()
}

/// Chooses the application that a page shows: addresses for a few, a list for many. Neither needs a script.
///
/// `path` is the page's, `kept` what its query says besides; `all` offers all applications together.
pub(crate) fn chooser(
    visit: &Visit,
    path: &str,
    kept: &[(&str, &str)],
    applications: &[Application],
    chosen: Option<u32>,
    all: bool,
) -> Markup {
    if applications.len() < 2 {
        return html! {};
    }
    let label = visit.say("application");
    let value = chosen.map(|chosen| chosen.to_string()).unwrap_or_default();
    if applications.len() > MOST_SIDE_BY_SIDE {
        let mut entries = choices(applications);
        if all {
            entries.insert(0, (String::new(), visit.say("all-apps")));
        }
        let field = Field { name: "app", id: "chosen-app", label, value: &value, ..Field::default() };
        return html! {
            form method="get" action=(path) class="chooser" {
                @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
                (field.select(&entries))
                button type="submit" class="button" { (visit.say("show")) }
            }
        };
    }
    let address = |app: &str| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept);
        if !app.is_empty() {
            query.append_pair("app", app);
        }
        format!("{path}?{}", query.finish())
    };
    html! {
        nav class="segments" aria-label=(label) {
            @if all { a href=(address("")) aria-current=[value.is_empty().then_some("true")] { (visit.say("all-apps")) } }
            @for application in applications {
                @let app = application.sdkappid.to_string();
                a href=(address(&app)) aria-current=[(app == value).then_some("true")] { (application.name) }
            }
        }
    }
}

/// Applications that stand side by side.
const MOST_SIDE_BY_SIDE: usize = 5;
