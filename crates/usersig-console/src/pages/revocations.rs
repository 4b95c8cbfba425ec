//! Revocation: a user's tickets signed before a moment are invalid.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use usersig_store::{administrator::Role, revocation::Revocation};

use super::applications::chooser;
use super::generate::{application_field, caller, show_refusal, tool, userid_field};
use crate::{
    console::Console,
    failure::Failure,
    moment,
    view::{
        Head, inside,
        parts::{Tone, board, columns, empty, notice},
    },
    visit::{Auditor, Operator, Visit},
};

pub(crate) async fn list(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Markup, Failure> {
    page(&console, &visit, visit.query("app").and_then(|app| app.parse().ok()), html! {}).await
}

pub(crate) async fn revoke(
    State(console): State<Arc<Console>>,
    visit: Operator,
) -> Result<Response, Failure> {
    let sdkappid = visit.form.number::<u32>("app").ok_or(Failure::NotFound)?;
    let address = visit.client.map(|client| client.0.to_string()).unwrap_or_default();
    let userid = visit.form.text("userid");
    match console.service.revoke(&caller(&visit)?, &address, sdkappid, userid, None).await {
        Ok(_) => Ok(Redirect::to(&format!("/revocations?app={sdkappid}&done=revoked")).into_response()),
        Err(refusal) => {
            let page = page(&console, &visit, Some(sdkappid), show_refusal(&visit, &refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn page(
    console: &Console,
    visit: &Visit,
    app: Option<u32>,
    refused: Markup,
) -> Result<Markup, Failure> {
    let applications = console.store.applications().await?;
    let chosen = app.or_else(|| applications.first().map(|first| first.sdkappid));
    let offset: u64 = visit.query("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    let revocations = match chosen {
        Some(sdkappid) => console.store.revocations(sdkappid, offset).await?,
        None => Vec::new(),
    };
    let head = Head {
        title: visit.say("nav-revocations"),
        lead: visit.say("revocations-lead"),
        section: "/revocations",
        ..Head::default()
    };
    let list = list_of(visit, chosen, offset, &revocations);
    let content = if visit.may(Role::Operator) {
        let mut userid = userid_field(visit);
        userid.help = visit.say("revoke-userid-help");
        let form = html! {
            (refused)
            (application_field(visit, &applications))
            (userid.line())
            (notice(Tone::Accent, "", &visit.say("revoke-help")))
            div class="form-end" { button type="submit" class="button danger main" { (visit.say("revoke")) } }
        };
        tool(visit, "/revocations", &visit.say("revoke-user"), &applications, form, list)
    } else {
        list
    };
    Ok(inside(
        visit,
        &head,
        html! { (chooser(visit, "/revocations", &[], &applications, chosen, false)) (content) },
    ))
}

fn list_of(visit: &Visit, app: Option<u32>, offset: u64, revocations: &[Revocation]) -> Markup {
    if revocations.is_empty() {
        let text = visit.say("revocations-empty-more");
        return html! { section class="card" { (empty(&visit.say("revocations-empty"), &text, html! {})) } };
    }
    let names = ["UserID", "signed-before", "revoked-at"].map(|key| visit.say(key));
    let [user, before, at] = &names;
    let app = app.unwrap_or_default();
    board(
        &visit.say("revocations-list"),
        html! {},
        html! {
            table class="table" {
                (columns(&[user, before, at], None))
                tbody {
                    @for revocation in revocations {
                        tr {
                            th scope="row" data-label=(user) { code { (revocation.userid) } }
                            td data-label=(before) { (moment::stamp(revocation.signed_before)) }
                            td data-label=(at) { (moment::stamp(revocation.created_at)) }
                        }
                    }
                }
            }
            @if offset > 0 || revocations.len() >= PAGE {
                nav class="pager" aria-label=(visit.say("pages")) {
                    @if offset > 0 { a href={ "/revocations?app=" (app) } { (visit.say("newest")) } } @else { span {} }
                    @if revocations.len() >= PAGE {
                        a href={ "/revocations?app=" (app) "&from=" (offset + PAGE as u64) } { (visit.say("older")) }
                    }
                }
            }
        },
    )
}

/// Rows that the store gives at a time.
const PAGE: usize = 100;
