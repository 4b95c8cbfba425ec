//! The UserSig tool: makes a ticket.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use usersig_service::{Caller, Issued, Refusal, UserSigRequest};
use usersig_store::{administrator::Role, application::Application};

use super::applications::choices;
use crate::{
    console::Console,
    failure::Failure,
    language::Language,
    moment,
    view::{
        Head,
        fields::Field,
        inside,
        parts::{Tone, card, empty, facts, form as post, link_button, notice},
        ticket::{Sheet, life},
    },
    visit::{Member, Operator, Visit},
};

pub(crate) async fn show(State(console): State<Arc<Console>>, visit: Operator) -> Result<Markup, Failure> {
    let applications = console.store.applications().await?;
    Ok(page(&visit, &applications, html! {}))
}

pub(crate) async fn make(State(console): State<Arc<Console>>, visit: Operator) -> Result<Response, Failure> {
    let applications = console.store.applications().await?;
    let sdkappid = visit.form.number::<u32>("app").ok_or(Failure::NotFound)?;
    let request = UserSigRequest::new(Some(visit.form.text("userid"))).with_expire(expire(&visit));
    let (status, result) = match console.service.issue_user_sig(&caller(&visit)?, sdkappid, &request) {
        Ok(issued) => (StatusCode::OK, show_issued(&visit, &issued, visit.say("usersig-made"))),
        Err(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, show_refusal(&visit, &refusal)),
    };
    Ok((status, page(&visit, &applications, result)).into_response())
}

fn page(visit: &Operator, applications: &[Application], result: Markup) -> Markup {
    let head = Head {
        title: visit.say("nav-generate"),
        lead: visit.say("generate-lead"),
        section: "/tools/generate",
        ..Head::default()
    };
    let form = html! {
        (application_field(visit, applications))
        (userid_field(visit).line())
        (expire_field(visit))
        div class="form-end" { button type="submit" class="button main" { (visit.say("generate")) } }
    };
    let content = tool(visit, "/tools/generate", &visit.say("ticket-for"), applications, form, result);
    inside(visit, &head, content)
}

/// A tool: its form beside its result; instead of both a word to start with when there is no application.
pub(crate) fn tool(
    visit: &Visit,
    address: &str,
    title: &str,
    applications: &[Application],
    form: Markup,
    result: Markup,
) -> Markup {
    if applications.is_empty() {
        let act = if visit.may(Role::Owner) {
            link_button("/apps/new", &visit.say("app-add"), true)
        } else {
            html! {}
        };
        return html! { section class="card" { (empty(&visit.say("apps-empty"), &visit.say("tools-need-app"), act)) } };
    }
    let waiting = result.0.is_empty();
    html! {
        div class="tool" {
            (card(title, post(visit, address, "form wide", form)))
            div class="stack" id="result" aria-live="polite" {
                @if waiting {
                    section class="card" { (empty(&visit.say("result-empty"), &visit.say("result-empty-more"), html! {})) }
                } @else { (result) }
            }
        }
    }
}

/// The choice of an application.
pub(crate) fn application_field(visit: &Visit, applications: &[Application]) -> Markup {
    let asked = visit.query("app").unwrap_or_default();
    let value = if visit.form.text("app").is_empty() { asked.as_str() } else { visit.form.text("app") };
    Field { name: "app", label: visit.say("application"), value, required: true, ..Field::default() }
        .select(&choices(applications))
}

/// The UserID.
pub(crate) fn userid_field(visit: &Visit) -> Field<'_> {
    Field {
        name: "userid",
        label: "UserID".to_owned(),
        help: visit.say("userid-help"),
        value: visit.form.raw("userid"),
        required: true,
        placeholder: "xiaojun",
        mono: true,
        ..Field::default()
    }
}

/// The validity: some usual ones, or what the policy says.
pub(crate) fn expire_field(visit: &Visit) -> Markup {
    let mut choices = vec![(String::new(), visit.say("validity-default"))];
    for seconds in [3600, 6 * 3600, 86_400, 7 * 86_400, 30 * 86_400, 60 * 86_400, 180 * 86_400] {
        choices.push((seconds.to_string(), moment::span(visit.words, seconds)));
    }
    let value = visit.form.text("expire");
    Field {
        name: "expire",
        label: visit.say("validity"),
        help: visit.say("validity-help"),
        value,
        ..Field::default()
    }
    .select(&choices)
}

/// The validity that a form asks for.
pub(crate) fn expire(visit: &Visit) -> Option<u64> {
    visit.form.number("expire")
}

/// The person as a caller of the service.
pub(crate) fn caller<const RANK: u8>(visit: &Member<RANK>) -> Result<Caller, Failure> {
    let administrator = &visit.person()?.administrator;
    Ok(Caller::administrator(administrator.name.as_str(), administrator.role))
}

/// A ticket that was made.
pub(crate) fn show_issued(visit: &Visit, issued: &Issued, title: String) -> Markup {
    let words = visit.words;
    let more = facts(&[
        ("UserID".to_owned(), html! { code { (issued.userid) } }),
        ("SDKAppID".to_owned(), html! { code { (issued.sdkappid) } }),
        (visit.say("signed-with"), html! { (issued.algorithm) " · #" (issued.key) }),
        (visit.say("expires-at"), moment::stamp(issued.expires_at)),
        (visit.say("renew-at"), moment::stamp(issued.renew_at)),
    ]);
    Sheet {
        title,
        ticket: &issued.ticket,
        tone: Tone::Good,
        verdict: visit.say("made"),
        more,
        stub: life(words, visit.now, issued.time, issued.expires_at),
    }
    .show(words)
}

/// Why the service refuses, in the visitor's words where there are some.
pub(crate) fn show_refusal(visit: &Visit, refusal: &Refusal) -> Markup {
    let text = visit.words.find(&format!("refusal-{}", refusal.id), &[]);
    let text = text.unwrap_or_else(|| match visit.words.language() {
        Language::English => format!("{}: {}", refusal.message, refusal.hint),
        _ => visit.say("failure-refused"),
    });
    let title = match refusal.code {
        Some(code) => format!("{} ({code})", visit.say("refused")),
        None => visit.say("refused"),
    };
    notice(Tone::Bad, &title, &text)
}
