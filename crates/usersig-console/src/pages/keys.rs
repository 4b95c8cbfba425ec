//! The keys of an application: rotate, switch, retire, reveal.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use usersig::Key as TicketKey;
use usersig_store::{
    StoreError,
    administrator::Role,
    application::{Algorithm, Application, Key, KeyRole, NewKey},
};
use zeroize::Zeroizing;

use super::{
    application::{head, state_notice},
    applications::algorithm_name,
    confirm,
};
use crate::{
    console::Console,
    failure::Failure,
    form::Form,
    moment,
    view::{
        fields::{Choice, Field, group},
        inside,
        parts::{Tone, act, badge, board, card, columns, form as post, link_button, notice, secret, tag},
    },
    visit::{Auditor, Owner, Visit},
};

pub(crate) async fn list(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Auditor,
) -> Result<Markup, Failure> {
    let application = console.store.application(sdkappid).await?;
    let owner = visit.may(Role::Owner);
    let rotate = html! {
        @if owner { (link_button(&format!("/apps/{sdkappid}/keys/new"), &visit.say("key-rotate"), true)) }
    };
    let content = html! {
        (state_notice(&visit, &application))
        (board(&visit.say("tab-keys"), rotate, key_table(&visit, &application, owner)))
        (algorithm_card(&visit, &application, owner))
    };
    Ok(inside(&visit, &head(&visit, &application, None), content))
}

fn key_table(visit: &Visit, application: &Application, owner: bool) -> Markup {
    let names = ["key", "algorithm", "key-role", "fingerprint", "created-at"].map(|key| visit.say(key));
    let [number, algorithm, role, fingerprint, created] = &names;
    let acts = visit.say("acts");
    html! {
        table class="table" {
            (columns(&[number, algorithm, role, fingerprint, created], owner.then_some(acts.as_str())))
            tbody {
                @for key in &application.keys {
                    @let address = format!("/apps/{}/keys/{}", application.sdkappid, key.id);
                    tr {
                        th scope="row" data-label=(number) { span { "#" (key.id) " " (tag(&visit.say(origin(key)))) } }
                        td data-label=(algorithm) { span { (algorithm_name(key.algorithm)) @if !key.signs { " " (tag(&visit.say("key-public"))) } } }
                        td data-label=(role) { (role_badge(visit, application, key)) }
                        td data-label=(fingerprint) { code { (key.fingerprint) } }
                        td data-label=(created) { (moment::day(key.created_at)) }
                        @if owner {
                            td data-label="" {
                                div class="row-acts" {
                                    a class="button little" href={ (address) "/reveal" } { (visit.say("key-reveal")) }
                                    @if may_retire(application, key) {
                                        a class="button little" href={ (address) "/retire" } { (visit.say("key-retire")) }
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

fn role_badge(visit: &Visit, application: &Application, key: &Key) -> Markup {
    match key.role {
        KeyRole::Current if key.algorithm == application.algorithm && key.signs => {
            badge(Tone::Good, &visit.say("role-signs"))
        }
        KeyRole::Current => badge(Tone::Accent, &visit.say("role-verifies")),
        KeyRole::Verifying { until: Some(until) } if until < visit.now => {
            badge(Tone::Plain, &visit.say("role-over"))
        }
        KeyRole::Verifying { until: Some(until) } => html! {
            div class="stack tight" {
                div { (badge(Tone::Accent, &visit.say("role-verifies"))) }
                span class="help" { (visit.say("until")) " " (moment::day(until)) }
            }
        },
        KeyRole::Verifying { until: None } => badge(Tone::Accent, &visit.say("role-verifies")),
        _ => badge(Tone::Plain, &visit.say("role-retired")),
    }
}

fn algorithm_card(visit: &Visit, application: &Application, owner: bool) -> Markup {
    let (other, key) = match application.algorithm {
        Algorithm::Hmac => (Algorithm::Ecdsa, "switch-to-ecdsa"),
        _ => (Algorithm::Hmac, "switch-to-hmac"),
    };
    let ready = application
        .keys
        .iter()
        .any(|key| key.algorithm == other && key.role == KeyRole::Current && key.signs);
    let lead = match application.algorithm {
        Algorithm::Hmac => "algorithm-is-hmac",
        _ => "algorithm-is-ecdsa",
    };
    let address = format!("/apps/{}/switch", application.sdkappid);
    let code = if other == Algorithm::Hmac { "hmac" } else { "ecdsa" };
    card(
        &visit.say("algorithm-card"),
        html! {
            p { (visit.say(lead)) }
            @if ready && owner {
                p class="help" { (visit.say("switch-help")) }
                div { (act(visit, &address, &visit.say(key), "", &[("algorithm", code)])) }
            } @else if owner {
                p class="help" { (visit.say(if other == Algorithm::Hmac { "switch-needs-hmac" } else { "switch-needs-ecdsa" })) }
            }
        },
    )
}

/// The present key of the application's algorithm signs: it cannot be retired.
fn may_retire(application: &Application, key: &Key) -> bool {
    let signs = key.role == KeyRole::Current && key.algorithm == application.algorithm;
    key.role != KeyRole::Retired && !signs
}

const fn origin(key: &Key) -> &'static str {
    match key.origin {
        usersig_store::application::KeyOrigin::Made => "origin-made",
        _ => "origin-imported",
    }
}

pub(crate) async fn form(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Markup, Failure> {
    let application = console.store.application(sdkappid).await?;
    Ok(rotate_page(&visit, &application, &Form::default(), None, None))
}

pub(crate) async fn rotate(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Response, Failure> {
    let application = console.store.application(sdkappid).await?;
    let old_until = match visit.form.text("old") {
        "now" => Some(visit.now),
        "keep" => None,
        days => Some(visit.now + days.parse::<u64>().unwrap_or(180).min(36_500) * 86_400),
    };
    let (fault, refused) = match read_key(&visit.form) {
        Err(fault) => (Some(fault), None),
        Ok(key) => match console.store.rotate_key(&visit.actor(), sdkappid, key, old_until).await {
            Ok(_) => {
                console.changed().await;
                return Ok(Redirect::to(&format!("/apps/{sdkappid}/keys?done=key-rotated")).into_response());
            }
            Err(StoreError::Invalid(why) | StoreError::Conflict(why)) => {
                (None, Some(visit.words.objection(&why)))
            }
            Err(error) => return Err(error.into()),
        },
    };
    let page = rotate_page(&visit, &application, &visit.form, fault, refused);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn rotate_page(
    visit: &Owner,
    application: &Application,
    form: &Form,
    fault: Option<KeyFault>,
    refused: Option<String>,
) -> Markup {
    let longest = application.policy.longest_expire.div_ceil(86_400);
    let chosen = if form.text("old").is_empty() { longest.to_string() } else { form.text("old").to_owned() };
    let mut days: Vec<u64> = vec![1, 7, 30, 180, longest];
    days.sort_unstable();
    days.dedup();
    let mut choices: Vec<(String, String)> = days
        .into_iter()
        .map(|days| {
            let key = if days == longest { "old-key-longest" } else { "old-key-days" };
            (days.to_string(), visit.words.with(key, &[("days", days.into())]))
        })
        .collect();
    choices.push(("keep".to_owned(), visit.say("old-key-keep")));
    choices.push(("now".to_owned(), visit.say("old-key-now")));
    let old = Field {
        name: "old",
        label: visit.say("old-key"),
        help: visit.say("old-key-help"),
        value: &chosen,
        ..Field::default()
    };
    let mut head = head(visit, application, Some(visit.say("key-rotate")));
    head.lead = visit.say("key-rotate-lead");
    let content = html! {
        @if let Some(text) = &refused { (notice(Tone::Bad, &visit.say("form-wrong"), text)) }
        (card(&visit.say("key-new"), post(visit, &format!("/apps/{}/keys/new", application.sdkappid), "form", html! {
            (key_fields(visit, form, fault))
            (old.select(&choices))
            div class="form-end" {
                button type="submit" class="button main" { (visit.say("key-rotate")) }
                (link_button(&format!("/apps/{}/keys", application.sdkappid), &visit.say("cancel"), false))
            }
        })))
    };
    inside(visit, &head, content)
}

pub(crate) async fn switch(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Redirect, Failure> {
    let algorithm = match visit.form.text("algorithm") {
        "hmac" => Algorithm::Hmac,
        "ecdsa" => Algorithm::Ecdsa,
        _ => return Err(Failure::NotFound),
    };
    console.store.switch_algorithm(&visit.actor(), sdkappid, algorithm).await?;
    console.changed().await;
    Ok(Redirect::to(&format!("/apps/{sdkappid}/keys?done=switched")))
}

pub(crate) async fn ask_retire(
    State(console): State<Arc<Console>>,
    Path((sdkappid, id)): Path<(u32, u32)>,
    visit: Owner,
) -> Result<Markup, Failure> {
    let application = console.store.application(sdkappid).await?;
    let key = find(&application, id)?;
    let back = format!("/apps/{sdkappid}/keys");
    let content = card(
        &visit
            .words
            .with("key-retire-ask", &[("key", id.into()), ("fingerprint", key.fingerprint.as_str().into())]),
        html! {
            p { (visit.say("key-retire-more")) }
            div class="form-end" {
                (act(&visit, &format!("{back}/{id}/retire"), &visit.say("key-retire"), "danger main", &[]))
                (link_button(&back, &visit.say("cancel"), false))
            }
        },
    );
    Ok(inside(&visit, &head(&visit, &application, Some(visit.say("key-retire-title"))), content))
}

pub(crate) async fn retire(
    State(console): State<Arc<Console>>,
    Path((sdkappid, id)): Path<(u32, u32)>,
    visit: Owner,
) -> Result<Redirect, Failure> {
    console.store.retire_key(&visit.actor(), sdkappid, id).await?;
    console.changed().await;
    Ok(Redirect::to(&format!("/apps/{sdkappid}/keys?done=key-retired")))
}

pub(crate) async fn ask_reveal(
    State(console): State<Arc<Console>>,
    Path((sdkappid, id)): Path<(u32, u32)>,
    visit: Owner,
) -> Result<Markup, Failure> {
    let application = console.store.application(sdkappid).await?;
    find(&application, id)?;
    Ok(reveal_page(&visit, &application, id, false))
}

/// Shows the key once the person has proved who they are. The act is in the audit log before.
pub(crate) async fn reveal(
    State(console): State<Arc<Console>>,
    Path((sdkappid, id)): Path<(u32, u32)>,
    visit: Owner,
) -> Result<Response, Failure> {
    let application = console.store.application(sdkappid).await?;
    find(&application, id)?;
    if !confirm::proved(&console, &visit).await? {
        let page = reveal_page(&visit, &application, id, true);
        return Ok((StatusCode::FORBIDDEN, page).into_response());
    }
    let text = console.store.reveal_key(&visit.actor(), sdkappid, id).await?;
    let content = card(
        &visit.words.with("key-number", &[("key", id.into())]),
        html! {
            (notice(Tone::Warn, &visit.say("key-revealed"), &visit.say("key-revealed-more")))
            (secret(visit.words, "key-text", &visit.say("key"), &text))
            div class="form-end" { (link_button(&format!("/apps/{sdkappid}/keys"), &visit.say("done"), false)) }
        },
    );
    Ok(inside(&visit, &head(&visit, &application, Some(visit.say("key-reveal-title"))), content)
        .into_response())
}

fn reveal_page(visit: &Owner, application: &Application, id: u32, failed: bool) -> Markup {
    let back = format!("/apps/{}/keys", application.sdkappid);
    let content = card(
        &visit.words.with("key-number", &[("key", id.into())]),
        post(
            visit,
            &format!("{back}/{id}/reveal"),
            "form",
            html! {
                p { (visit.say("key-reveal-more")) }
                (confirm::fields(visit, failed))
                div class="form-end" {
                    button type="submit" class="button main" { (visit.say("key-reveal")) }
                    (link_button(&back, &visit.say("cancel"), false))
                }
            },
        ),
    );
    inside(visit, &head(visit, application, Some(visit.say("key-reveal-title"))), content)
}

fn find(application: &Application, id: u32) -> Result<&Key, Failure> {
    application.keys.iter().find(|key| key.id == id).ok_or(Failure::NotFound)
}

/// Why a key's text cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyFault {
    Missing,
    Unreadable,
}

/// The key that a form brings or asks for.
pub(crate) fn read_key(form: &Form) -> Result<NewKey, KeyFault> {
    if form.text("source") != "import" {
        return Ok(NewKey::Make);
    }
    let text = form.text("key");
    if text.is_empty() {
        return Err(KeyFault::Missing);
    }
    match TicketKey::from_text(text.as_bytes()) {
        Ok(TicketKey::Hmac(_)) => Ok(NewKey::Hmac(Zeroizing::new(text.to_owned()))),
        Ok(TicketKey::EcdsaPrivate(_)) => Ok(NewKey::PrivatePem(Zeroizing::new(text.to_owned()))),
        Ok(TicketKey::EcdsaPublic(_)) => Ok(NewKey::PublicPem(text.to_owned())),
        _ => Err(KeyFault::Unreadable),
    }
}

/// The fields for a key: made here, or brought. A refused key's text is not shown again.
pub(crate) fn key_fields(visit: &Visit, form: &Form, fault: Option<KeyFault>) -> Markup {
    let import = form.text("source") == "import" || fault.is_some();
    let choice = |value: &'static str, text: &str, help: &str, chosen| {
        Choice { name: "source", value, text: visit.say(text), help: visit.say(help), chosen }.radio()
    };
    let key = Field {
        name: "key",
        label: visit.say("key-text"),
        help: visit.say("key-text-help"),
        wrong: fault.map(|fault| {
            visit.say(match fault {
                KeyFault::Missing => "key-missing",
                KeyFault::Unreadable => "key-unreadable",
            })
        }),
        mono: true,
        ..Field::default()
    };
    html! {
        (group(&visit.say("key-source"), "", "stack tight", html! {
            (choice("import", "key-import", "key-import-help", import))
            (choice("make", "key-make", "key-make-help", !import))
        }))
        (key.area())
    }
}
