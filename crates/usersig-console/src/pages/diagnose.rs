//! The diagnosis: every field of a ticket, the time that is left, and what is wrong.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use usersig::{Cause, Diagnosis, Rejection, Severity, Symptoms};
use usersig_store::application::Application;

use super::{
    applications::choices,
    generate::{caller, show_refusal},
};
use crate::{
    causes,
    console::Console,
    failure::Failure,
    view::{
        Head,
        fields::Field,
        inside,
        parts::{Tone, card, copy, empty, facts, form as post, notice},
        ticket::{Sheet, fields, json, life},
    },
    visit::{Auditor, Visit},
};

pub(crate) async fn show(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Markup, Failure> {
    let applications = console.store.applications().await?;
    Ok(page(&visit, &applications, html! {}))
}

pub(crate) async fn look(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Response, Failure> {
    let applications = console.store.applications().await?;
    let form = &visit.form;
    let ticket = form.raw("ticket").to_owned();
    let userid = Some(form.text("userid").to_owned()).filter(|userid| !userid.is_empty());
    let (sdkappid, now) = (form.number::<u32>("app"), visit.now);
    let caller = caller(&visit)?;
    let service = Arc::clone(&console.service);
    // It tries hundreds of repairs and keys: that is no work for the threads that answer requests.
    let found = tokio::task::spawn_blocking(move || match sdkappid {
        Some(sdkappid) => service.diagnose(&caller, sdkappid, userid.as_deref(), &ticket),
        None => {
            let symptoms = Symptoms::new(&ticket, now);
            Ok(usersig::diagnose(&match userid.as_deref() {
                Some(userid) => symptoms.with_userid(userid),
                None => symptoms,
            }))
        }
    });
    let (status, result) = match found.await.map_err(|_| Failure::Broken)? {
        Ok(diagnosis) => (StatusCode::OK, show_diagnosis(&visit, &diagnosis)),
        Err(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, show_refusal(&visit, &refusal)),
    };
    Ok((status, page(&visit, &applications, result)).into_response())
}

fn page(visit: &Auditor, applications: &[Application], result: Markup) -> Markup {
    let head = Head {
        title: visit.say("nav-diagnose"),
        lead: visit.say("diagnose-lead"),
        section: "/tools/diagnose",
        ..Head::default()
    };
    let mut choices = choices(applications);
    choices.insert(0, (String::new(), visit.say("no-application")));
    let application = Field {
        name: "app",
        label: visit.say("application"),
        help: visit.say("diagnose-app-help"),
        value: visit.form.text("app"),
        ..Field::default()
    };
    let userid = Field {
        name: "userid",
        label: visit.say("userid-optional"),
        value: visit.form.raw("userid"),
        placeholder: "xiaojun",
        mono: true,
        ..Field::default()
    };
    let form = html! {
        (ticket_field(visit).area())
        div class="pair" { (application.select(&choices)) (userid.line()) }
        div class="form-end" { button type="submit" class="button main" { (visit.say("diagnose")) } }
    };
    let waiting = result.0.is_empty();
    let content = html! {
        (card(&visit.say("ticket-to-look-at"), post(visit, "/tools/diagnose", "form wide", form)))
        @if waiting {
            section class="card" { (empty(&visit.say("diagnose-empty"), &visit.say("diagnose-empty-more"), html! {})) }
        } @else { (result) }
    };
    inside(visit, &head, content)
}

/// The field that a ticket is pasted into.
pub(crate) fn ticket_field(visit: &Visit) -> Field<'_> {
    Field {
        name: "ticket",
        label: visit.say("ticket"),
        help: visit.say("ticket-help"),
        value: visit.form.raw("ticket"),
        required: true,
        placeholder: "eJwtzEEL…",
        mono: true,
        ..Field::default()
    }
}

fn show_diagnosis(visit: &Visit, diagnosis: &Diagnosis) -> Markup {
    let words = visit.words;
    let (tone, verdict) = match (&diagnosis.rejection, diagnosis.causes.first().map(Cause::severity)) {
        (Some(_), _) | (None, Some(Severity::Fatal)) => (Tone::Bad, "rejected"),
        (None, Some(Severity::Warning)) => (Tone::Warn, "valid-but"),
        (None, _) if diagnosis.has("no-key-given") => (Tone::Plain, "readable"),
        (None, _) => (Tone::Good, "valid"),
    };
    let stub = html! {
        @if let Some(rejection) = &diagnosis.rejection {
            div class="left" { span class="muted" { (visit.say("code-of-tencent")) } strong { (rejection.code()) } }
        }
        @if let Some(unverified) = &diagnosis.unverified {
            (life(words, visit.now, unverified.validity().time(), unverified.validity().expires_at()))
        }
    };
    let more = html! {
        @if let Some(rejection) = &diagnosis.rejection { p { strong { (self::rejection(visit, rejection)) } } }
    };
    let sheet = Sheet {
        title: visit.say("ticket"),
        ticket: visit.form.raw("ticket"),
        tone,
        verdict: visit.say(verdict),
        more,
        stub,
    };
    html! {
        (sheet.show(words))
        div class="two" {
            div class="stack" {
                (card(&visit.say("findings"), findings(visit, &diagnosis.causes)))
                @if let Some(repaired) = &diagnosis.repaired {
                    (card(&visit.say("repaired"), html! {
                        p class="help" { (visit.say("repaired-more")) }
                        div class="code" id="repaired" tabindex="0" role="region" aria-label=(visit.say("repaired")) { (repaired) }
                        div { (copy(words, "repaired", &visit.say("repaired"))) }
                    }))
                }
            }
            @if let Some(unverified) = &diagnosis.unverified {
                (card(&visit.say("ticket-claims"), html! {
                    (facts(&fields(words, unverified)))
                    details class="more" { summary { "JSON" } (json(words, unverified.json())) }
                }))
            } @else {
                (card(&visit.say("ticket-claims"), notice(Tone::Warn, &visit.say("unreadable"), &visit.say("unreadable-more"))))
            }
        }
    }
}

fn findings(visit: &Visit, all: &[Cause]) -> Markup {
    if all.is_empty() {
        return notice(Tone::Good, &visit.say("findings-none"), "");
    }
    html! {
        ul class="causes" {
            @for cause in all {
                @let (class, severity) = match cause.severity() {
                    Severity::Fatal => ("fatal", "severity-fatal"),
                    Severity::Warning => ("warning", "severity-warning"),
                    _ => ("note", "severity-note"),
                };
                @let (text, advice) = causes::texts(visit.words, cause);
                li class=(class) {
                    div class="cause-head" { strong { (text) } span class="small muted" { (visit.say(severity)) } }
                    span class="advice" { (advice) }
                }
            }
        }
    }
}

/// Why a ticket is turned away, in the visitor's words.
pub(crate) fn rejection(visit: &Visit, rejection: &Rejection) -> String {
    let key = match rejection {
        Rejection::RoomExpired { .. } => "rejection-room-expired".to_owned(),
        Rejection::FromTheFuture { .. } => "rejection-from-the-future".to_owned(),
        Rejection::UserBuf(_) => "rejection-userbuf".to_owned(),
        other => format!("rejection-{}", other.code()),
    };
    let mut values = Vec::new();
    if let Rejection::OtherSdkAppId { ticket } = rejection {
        values.push(("sdkappid", ticket.to_string().into()));
    }
    visit.words.find(&key, &values).unwrap_or_else(|| rejection.name().to_owned())
}
