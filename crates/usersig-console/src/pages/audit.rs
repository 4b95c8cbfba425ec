//! The audit log: read, filter, check the chain, export.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::stream;
use maud::{Markup, html};
use serde_json::Value as Json;
use usersig_store::{
    Store, StoreError,
    audit::{ChainReport, Entry, Filter},
};

use super::applications::choices;
use crate::{
    console::Console,
    failure::Failure,
    moment,
    view::{
        Head,
        fields::Field,
        inside,
        parts::{Tone, act, board, columns, empty, notice_with},
    },
    visit::{Auditor, Visit},
};

pub(crate) async fn list(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Markup, Failure> {
    page(&console, &visit, None).await
}

pub(crate) async fn check(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Markup, Failure> {
    let report = console.store.check_audit().await?;
    page(&console, &visit, Some(report)).await
}

async fn page(console: &Console, visit: &Visit, report: Option<ChainReport>) -> Result<Markup, Failure> {
    let mut filter = Filter::default();
    filter.before = visit.query("before").and_then(|before| before.parse().ok());
    filter.sdkappid = visit.query("app").and_then(|app| app.parse().ok());
    filter.actor = visit.query("actor");
    filter.act = visit.query("act");
    filter.limit = PAGE;
    let entries = console.store.audit(&filter).await?;
    let head = Head {
        title: visit.say("nav-audit"),
        lead: visit.say("audit-lead"),
        section: "/audit",
        acts: Some(html! {
            (act(visit, "/audit/check", &visit.say("audit-check"), "", &[]))
            (act(visit, "/audit/export", &visit.say("audit-export"), "", &[]))
        }),
        ..Head::default()
    };
    let content = html! {
        @if let Some(report) = report { (chain(visit, &report)) }
        (filters(console, visit, &filter).await?)
        @if entries.is_empty() {
            section class="card" { (empty(&visit.say("audit-empty"), &visit.say("audit-empty-more"), html! {})) }
        } @else {
            (board(&visit.say("audit-entries"), html! {}, html! {
                (table(visit, &entries))
                (pager(visit, &filter, &entries))
            }))
        }
    };
    Ok(inside(visit, &head, content))
}

fn chain(visit: &Visit, report: &ChainReport) -> Markup {
    let entries = visit.words.number(report.entries);
    let hash = html! { p class="hash" { (report.head) } };
    match report.broken_at {
        None => {
            let text = visit.words.with("chain-good-more", &[("entries", entries.into())]);
            notice_with(Tone::Good, &visit.say("chain-good"), html! { p { (text) } (hash) })
        }
        Some(number) => {
            let text = visit.words.with("chain-broken-more", &[("number", number.to_string().into())]);
            notice_with(Tone::Bad, &visit.say("chain-broken"), html! { p { (text) } (hash) })
        }
    }
}

async fn filters(console: &Console, visit: &Visit, filter: &Filter) -> Result<Markup, Failure> {
    let mut applications = choices(&console.store.applications().await?);
    applications.insert(0, (String::new(), visit.say("all-apps")));
    let app = filter.sdkappid.map(|app| app.to_string()).unwrap_or_default();
    let mut acts = vec![(String::new(), visit.say("all-acts"))];
    acts.extend(GROUPS.map(|group| (format!("{group}."), visit.say(&format!("acts-{group}")))));
    let application = Field { name: "app", label: visit.say("application"), value: &app, ..Field::default() };
    let group = Field {
        name: "act",
        label: visit.say("act"),
        value: filter.act.as_deref().unwrap_or_default(),
        ..Field::default()
    };
    let actor = Field {
        name: "actor",
        label: visit.say("actor"),
        value: filter.actor.as_deref().unwrap_or_default(),
        placeholder: "administrator:admin",
        ..Field::default()
    };
    Ok(html! {
        form method="get" action="/audit" class="filters" role="search" aria-label=(visit.say("filter")) {
            (application.select(&applications))
            (group.select(&acts))
            (actor.line())
            div class="form-end" { button type="submit" class="button" { (visit.say("filter")) } }
        }
    })
}

fn table(visit: &Visit, entries: &[Entry]) -> Markup {
    let names = ["number", "time", "actor", "act", "detail"].map(|key| visit.say(key));
    let [number, time, actor, act, detail] = &names;
    html! {
        table class="table" {
            (columns(&[number, time, actor, act, detail], None))
            tbody {
                @for entry in entries {
                    tr {
                        th scope="row" data-label=(number) class="num" { (entry.number) }
                        td data-label=(time) { (moment::stamp(entry.at / 1000)) }
                        td data-label=(actor) {
                            div { (entry.actor) @if !entry.address.is_empty() { div class="help num" { (entry.address) } } }
                        }
                        td data-label=(act) {
                            div { (act_name(visit, &entry.act)) div class="help" { code { (entry.act) } } }
                        }
                        td data-label=(detail) class="wrap" { (details(entry)) }
                    }
                }
            }
        }
    }
}

/// An act in the visitor's words; its own name when there are none.
pub(crate) fn act_name(visit: &Visit, act: &str) -> String {
    let key = format!("act-{}", act.replace(['.', '_'], "-"));
    visit.words.find(&key, &[]).unwrap_or_else(|| act.to_owned())
}

fn details(entry: &Entry) -> Markup {
    let mut rows = Vec::new();
    flatten("", &entry.detail, &mut rows);
    html! {
        div class="stack tight" {
            div class="detail" {
                @if let Some(sdkappid) = entry.sdkappid { span { span class="muted" { "SDKAppID " } a href={ "/apps/" (sdkappid) } { (sdkappid) } } }
                @for (name, value) in rows { span { span class="muted" { (name) " " } (value) } }
            }
            span class="hash" title=(entry.hash) { (entry.hash.get(..12).unwrap_or_default()) "…" }
        }
    }
}

/// The members of a detail with the names of the innermost; what is empty is left out.
fn flatten(name: &str, value: &Json, rows: &mut Vec<(String, Markup)>) {
    match value {
        Json::Object(members) => members.iter().for_each(|(name, value)| flatten(name, value, rows)),
        Json::Null => {}
        Json::Array(items) if items.is_empty() => {}
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            rows.push((name.to_owned(), html! { (items.join(", ")) }));
        }
        Json::Number(number) if ["_at", "_before", "_until"].iter().any(|end| name.ends_with(end)) => {
            rows.push((name.to_owned(), moment::stamp(number.as_u64().unwrap_or_default())));
        }
        Json::String(text) if text.is_empty() => {}
        other => rows.push((name.to_owned(), html! { (plain(other)) })),
    }
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

fn pager(visit: &Visit, filter: &Filter, entries: &[Entry]) -> Markup {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("app", filter.sdkappid.map(|app| app.to_string())),
        ("act", filter.act.clone()),
        ("actor", filter.actor.clone()),
    ] {
        if let Some(value) = value {
            query.append_pair(name, &value);
        }
    }
    let same = query.finish();
    let last = entries.last().map_or(1, |entry| entry.number);
    let more = entries.len() >= PAGE as usize && last > 1;
    html! {
        @if filter.before.is_some() || more {
            nav class="pager" aria-label=(visit.say("pages")) {
                @if filter.before.is_some() { a href={ "/audit?" (same) } { (visit.say("newest")) } } @else { span {} }
                @if more { a href={ "/audit?" (same) "&before=" (last) } { (visit.say("older")) } }
            }
        }
    }
}

/// The whole log as one line of JSON for each entry, the oldest first; `usersig audit verify` checks it.
pub(crate) async fn export(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Response, Failure> {
    console.store.note(&visit.actor(), "audit.export", None, serde_json::json!({})).await?;
    let store = Arc::clone(&console.store);
    let lines = stream::unfold((store, 0_u64), |(store, after)| async move {
        match portion(&*store, after).await {
            Ok((_, text)) if text.is_empty() => None,
            Ok((last, text)) => Some((Ok(Bytes::from(text)), (store, last))),
            // The transfer breaks off: a file that ends early must not look whole.
            Err(error) => Some((Err(std::io::Error::other(error)), (store, u64::MAX))),
        }
    });
    let name = format!(
        "attachment; filename=\"usersig-audit-{}.ndjson\"",
        moment::format(visit.now, "%Y%m%d-%H%M%S")
    );
    let headers =
        [(header::CONTENT_TYPE, "application/x-ndjson".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// The entries after a number as lines, as many as the store gives at once, and the number of the last.
async fn portion(store: &dyn Store, after: u64) -> Result<(u64, String), StoreError> {
    let entries = store.audit_after(after).await?;
    let mut text = String::new();
    for entry in &entries {
        text.push_str(&serde_json::to_string(entry).map_err(|error| StoreError::Damaged(error.to_string()))?);
        text.push('\n');
    }
    Ok((entries.last().map_or(after, |entry| entry.number), text))
}

const PAGE: u32 = 50;

/// The beginnings of acts.
const GROUPS: [&str; 8] =
    ["administrator", "application", "audit", "issuer", "key", "store", "token", "user"];
