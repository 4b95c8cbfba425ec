//! The verify tool: what the service answers for a ticket.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use usersig_service::{Outcome, Rejected, Valid, VerifyRequest};
use usersig_store::application::Application;

use super::{
    diagnose::ticket_field,
    generate::{application_field, caller, show_refusal, tool, userid_field},
};
use crate::{
    console::Console,
    failure::Failure,
    moment,
    view::{
        Head, inside,
        parts::{Tone, facts, form as post},
        ticket::{Sheet, fields, life},
    },
    visit::{Auditor, Visit},
};

pub(crate) async fn show(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Markup, Failure> {
    let applications = console.store.applications().await?;
    Ok(page(&visit, &applications, html! {}))
}

pub(crate) async fn check(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Response, Failure> {
    let applications = console.store.applications().await?;
    let sdkappid = visit.form.number::<u32>("app").ok_or(Failure::NotFound)?;
    let ticket = visit.form.raw("ticket");
    let request = VerifyRequest::new(ticket, visit.form.text("userid"));
    let (status, result) = match console.service.verify(&caller(&visit)?, sdkappid, &request) {
        Ok(Outcome::Valid(valid)) => (StatusCode::OK, show_valid(&visit, ticket, &valid)),
        Ok(Outcome::Rejected(rejected)) => (StatusCode::OK, show_rejected(&visit, ticket, &rejected)),
        Ok(_) => return Err(Failure::Broken),
        Err(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, show_refusal(&visit, &refusal)),
    };
    Ok((status, page(&visit, &applications, result)).into_response())
}

fn page(visit: &Auditor, applications: &[Application], result: Markup) -> Markup {
    let head = Head {
        title: visit.say("nav-verify"),
        lead: visit.say("verify-lead"),
        section: "/tools/verify",
        ..Head::default()
    };
    let mut userid = userid_field(visit);
    userid.help = visit.say("userid-presents-help");
    let form = html! {
        (application_field(visit, applications))
        (userid.line())
        (ticket_field(visit).area())
        div class="form-end" { button type="submit" class="button main" { (visit.say("verify")) } }
    };
    inside(
        visit,
        &head,
        tool(visit, "/tools/verify", &visit.say("ticket-to-check"), applications, form, result),
    )
}

fn show_valid(visit: &Visit, ticket: &str, valid: &Valid) -> Markup {
    let words = visit.words;
    let validity = valid.verified.validity();
    let mut rows = usersig::inspect(ticket).map(|unverified| fields(words, &unverified)).unwrap_or_default();
    rows.push((visit.say("signed-with"), html! { (words.with("key-number", &[("key", valid.key.into())])) }));
    Sheet {
        title: visit.say("ticket-checked"),
        ticket,
        tone: Tone::Good,
        verdict: visit.say("valid"),
        more: facts(&rows),
        stub: life(words, visit.now, validity.time(), validity.expires_at()),
    }
    .show(words)
}

fn show_rejected(visit: &Visit, ticket: &str, rejected: &Rejected) -> Markup {
    let words = visit.words;
    let unverified = usersig::inspect(ticket).ok();
    let stub = html! {
        div class="left" { span class="muted" { (visit.say("code-of-tencent")) } strong { (rejected.code()) } }
    };
    let more = html! {
        p { strong { (reason(visit, rejected)) } }
        p class="help" { code { (rejected.name()) } }
        // The same fields go on to the diagnosis, which takes its time.
        (post(visit, "/tools/diagnose", "", html! {
            @for name in ["app", "userid", "ticket"] { input type="hidden" name=(name) value=(visit.form.raw(name)); }
            button type="submit" class="button" { (visit.say("why")) }
        }))
        @if let Some(unverified) = &unverified {
            details class="more" {
                summary { (visit.say("ticket-claims")) }
                (facts(&fields(words, unverified)))
            }
        }
    };
    Sheet {
        title: visit.say("ticket-checked"),
        ticket,
        tone: Tone::Bad,
        verdict: visit.say("rejected"),
        more,
        stub,
    }
    .show(words)
}

/// Why a ticket is turned away, in the visitor's words.
fn reason(visit: &Visit, rejected: &Rejected) -> String {
    match rejected {
        Rejected::Revoked { signed_before } => {
            let moment = moment::format(*signed_before, "%Y-%m-%d %H:%M:%S UTC");
            visit.words.with("rejection-70052", &[("moment", moment.into())])
        }
        Rejected::Ticket(rejection) => super::diagnose::rejection(visit, rejection),
        _ => visit.say("rejected"),
    }
}
