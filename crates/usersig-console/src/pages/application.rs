//! One application: what it is, and its name.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Redirect,
};
use maud::{Markup, html};
use usersig_store::{
    administrator::Role,
    application::{Application, KeyRole},
};

use super::applications::{algorithm_name, crumbs, state_badge};
use crate::{
    console::Console,
    failure::Failure,
    moment,
    view::{
        Head,
        fields::Field,
        inside,
        parts::{Tone, card, copy, facts, form, link_button, notice, notice_with, tag},
    },
    visit::{Auditor, Owner, Visit},
};

pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Auditor,
) -> Result<Markup, Failure> {
    let application = console.store.application(sdkappid).await?;
    let policy = &application.policy;
    let signs = application
        .keys
        .iter()
        .any(|key| key.role == KeyRole::Current && key.signs && key.algorithm == application.algorithm);
    let about = facts(&[
        (
            "SDKAppID".to_owned(),
            html! { span class="copyline" { code id="sdkappid" { (sdkappid) } (copy(visit.words, "sdkappid", "SDKAppID")) } },
        ),
        (visit.say("state"), state_badge(visit.words, application.state)),
        (visit.say("algorithm"), html! { (tag(algorithm_name(application.algorithm))) }),
        (visit.say("created-at"), moment::stamp(application.created_at)),
        (visit.say("default-validity"), html! { (moment::span(visit.words, policy.default_expire)) }),
        (visit.say("longest-validity"), html! { (moment::span(visit.words, policy.longest_expire)) }),
    ]);
    let request = format!(
        "curl -X POST https://{}/v1/apps/{sdkappid}/usersigs \\\n  -H 'Authorization: Bearer ust_…' \\\n  \
         -H 'Content-Type: application/json' \\\n  -d '{{\"userid\":\"xiaojun\"}}'",
        visit.say("your-host"),
    );
    let rename = Field {
        name: "name",
        label: visit.say("app-name"),
        value: &application.name,
        required: true,
        longest: 100,
        ..Field::default()
    };
    let content = html! {
        (state_notice(&visit, &application))
        @if !signs {
            (notice_with(Tone::Warn, &visit.say("app-no-key"), html! {
                p { (visit.say("app-no-key-more")) }
                @if visit.may(Role::Owner) { p { a href={ "/apps/" (sdkappid) "/keys/new" } { (visit.say("key-rotate")) } } }
            }))
        }
        div class="two" {
            (card(&visit.say("app-about"), about))
            (card(&visit.say("app-next"), html! {
                div class="form-end" {
                    @if visit.may(Role::Operator) {
                        (link_button(&format!("/tools/generate?app={sdkappid}"), &visit.say("nav-generate"), true))
                    }
                    (link_button(&format!("/tools/verify?app={sdkappid}"), &visit.say("nav-verify"), false))
                    (link_button(&format!("/revocations?app={sdkappid}"), &visit.say("nav-revocations"), false))
                    (link_button(&format!("/statistics?app={sdkappid}"), &visit.say("nav-statistics"), false))
                }
            }))
        }
        (card(&visit.say("app-call"), html! {
            p class="help" { (visit.say("app-call-help")) " " a href="/tokens" { (visit.say("nav-tokens")) } }
            pre class="code" id="request" tabindex="0" { (request) }
            div { (copy(visit.words, "request", "curl")) }
        }))
        @if visit.may(Role::Owner) {
            (card(&visit.say("app-rename"), form(&visit, &format!("/apps/{sdkappid}"), "form", html! {
                (rename.line())
                div class="form-end" { button type="submit" class="button" { (visit.say("save")) } }
            })))
        }
    };
    Ok(inside(&visit, &head(&visit, &application, None), content))
}

pub(crate) async fn rename(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Redirect, Failure> {
    console.store.rename_application(&visit.actor(), sdkappid, visit.form.text("name")).await?;
    Ok(Redirect::to(&format!("/apps/{sdkappid}?done=saved")))
}

/// The head of a page of an application, with its sub-pages. `title` is for a page below them.
pub(crate) fn head(visit: &Visit, application: &Application, title: Option<String>) -> Head {
    let base = format!("/apps/{}", application.sdkappid);
    let mut tabs: Vec<(String, String)> = [
        ("", "tab-overview", Role::Auditor),
        ("/keys", "tab-keys", Role::Auditor),
        ("/policy", "tab-policy", Role::Auditor),
        ("/issuers", "tab-issuers", Role::Auditor),
        ("/state", "tab-state", Role::Owner),
    ]
    .into_iter()
    .filter(|(_, _, role)| visit.may(*role))
    .map(|(end, key, _)| (format!("{base}{end}"), visit.say(key)))
    .collect();
    let mut crumbs = crumbs(visit);
    if title.is_some() {
        tabs.clear();
        crumbs.push((base, application.name.clone()));
    }
    Head {
        title: title.unwrap_or_else(|| application.name.clone()),
        lead: format!("SDKAppID {}", application.sdkappid),
        section: "/apps",
        crumbs,
        acts: None,
        tabs,
    }
}

/// Says when an application neither issues nor verifies.
pub(crate) fn state_notice(visit: &Visit, application: &Application) -> Markup {
    use usersig_store::application::ApplicationState;
    match application.state {
        ApplicationState::Active => html! {},
        ApplicationState::Suspended => {
            notice(Tone::Warn, &visit.say("suspended-notice"), &visit.say("suspended-notice-more"))
        }
        _ => notice(Tone::Bad, &visit.say("deleting-notice"), &visit.say("deleting-notice-more")),
    }
}
