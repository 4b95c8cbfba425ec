//! The first page: how it goes, the applications, the newest acts.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use usersig_store::{administrator::Role, audit::Filter};

use super::{
    applications::cards,
    audit::act_name,
    statistics::{Range, chart, read, sums, tiles},
};
use crate::{
    console::Console,
    failure::Failure,
    moment,
    view::{
        Head, inside,
        parts::{Tone, board, card, empty, link_button, notice_with},
    },
    visit::Auditor,
};

pub(crate) async fn show(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Markup, Failure> {
    let applications = console.store.applications().await?;
    let counts = read(&console, None, Range::Day, visit.now).await?;
    let mut filter = Filter::default();
    filter.limit = 6;
    let entries = console.store.audit(&filter).await?;
    let totp = visit.person()?.administrator.totp;
    let head = Head {
        title: visit.say("nav-overview"),
        lead: visit.say("overview-lead"),
        section: "/",
        acts: visit
            .may(Role::Operator)
            .then(|| link_button("/tools/generate", &visit.say("nav-generate"), true)),
        ..Head::default()
    };
    let title = visit.say("chart-day");
    let content = html! {
        @if !totp {
            (notice_with(Tone::Accent, &visit.say("totp-suggest"), html! { p { a href="/settings/totp" { (visit.say("totp-turn-on")) } } }))
        }
        (tiles(visit.words, &sums(&counts)))
        (board(&visit.say("nav-apps"), html! { a href="/apps" { (visit.say("show-all")) } }, html! {
            div class="card-body" {
                @if applications.is_empty() {
                    (empty(&visit.say("apps-empty"), &visit.say("apps-empty-more"), html! {
                        @if visit.may(Role::Owner) { (link_button("/apps/new", &visit.say("app-add"), true)) }
                    }))
                } @else { (cards(visit.words, applications.get(..6).unwrap_or(&applications))) }
            }
        }))
        (card(&title, chart(visit.words, &title, &counts, Range::Day, visit.now)))
        (board(&visit.say("newest-acts"), html! { a href="/audit" { (visit.say("show-all")) } }, html! {
            div class="card-body" {
                ul class="acts-list" {
                    @for entry in &entries {
                        li {
                            span { strong { (act_name(&visit, &entry.act)) }
                                @if let Some(sdkappid) = entry.sdkappid { " " code { (sdkappid) } } }
                            span class="muted small" { (entry.actor) " · " (moment::stamp(entry.at / 1000)) }
                        }
                    }
                }
            }
        }))
    };
    Ok(inside(&visit, &head, content))
}
