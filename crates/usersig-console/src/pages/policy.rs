//! What the callers of an application may ask for.

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
    application::{Application, Policy, UserIdForm},
};

use super::{
    application::{head, state_notice},
    room::privilege_boxes,
};
use crate::{
    console::Console,
    failure::Failure,
    moment,
    view::{
        fields::{Choice, Field, group},
        inside,
        parts::{Tone, badge, card, facts, form as post, notice, tag},
    },
    visit::{Auditor, Owner, Visit},
};

pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Auditor,
) -> Result<Markup, Failure> {
    let application = console.store.application(sdkappid).await?;
    Ok(page(&visit, &application, &application.policy, None))
}

pub(crate) async fn save(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Response, Failure> {
    let application = console.store.application(sdkappid).await?;
    let policy = read(&visit, &application.policy);
    match console.store.set_policy(&visit.actor(), sdkappid, policy.clone()).await {
        Ok(()) => {
            console.changed().await;
            Ok(Redirect::to(&format!("/apps/{sdkappid}/policy?done=saved")).into_response())
        }
        Err(StoreError::Invalid(why) | StoreError::Conflict(why)) => {
            let page = page(&visit, &application, &policy, Some(&visit.words.objection(&why)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The policy that a form asks for. The store refuses what makes no sense.
fn read(visit: &Visit, before: &Policy) -> Policy {
    let form = &visit.form;
    let mut policy = before.clone();
    policy.default_expire = seconds(visit, "default_expire").unwrap_or(0);
    policy.longest_expire = seconds(visit, "longest_expire").unwrap_or(0);
    policy.userid_form = match form.text("userid_form") {
        "printable_ascii" => UserIdForm::PrintableAscii,
        "utf8" => UserIdForm::Utf8,
        _ => UserIdForm::Documented,
    };
    policy.private_map_keys = form.checked("private_map_keys");
    policy.rooms = form
        .raw("rooms")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    policy.privileges =
        form.all("privilege").filter_map(|bit| bit.parse::<u8>().ok()).fold(0, |all, bit| all | bit);
    policy.end_users = form.checked("end_users");
    policy.back_ends = form.checked("back_ends");
    policy.caller_per_minute = form.number("caller_per_minute").unwrap_or(0);
    policy.user_per_minute = form.number("user_per_minute").unwrap_or(0);
    policy
}

/// A length of time of two fields: a number and its unit.
fn seconds(visit: &Visit, name: &str) -> Option<u64> {
    let unit: u64 = match visit.form.text(&format!("{name}_unit")) {
        "days" => 86_400,
        "hours" => 3600,
        _ => 60,
    };
    visit.form.number::<u64>(name)?.checked_mul(unit)
}

fn page(visit: &Visit, application: &Application, policy: &Policy, refused: Option<&str>) -> Markup {
    let content = html! {
        (state_notice(visit, application))
        @if let Some(text) = refused { (notice(Tone::Bad, &visit.say("form-wrong"), text)) }
        @if visit.may(Role::Owner) {
            (post(visit, &format!("/apps/{}/policy", application.sdkappid), "stack", html! {
                (card(&visit.say("policy-time"), html! {
                    p class="help" { (visit.say("policy-time-help")) }
                    div class="pair" {
                        (length(visit, "default_expire", "default-validity", policy.default_expire))
                        (length(visit, "longest_expire", "longest-validity", policy.longest_expire))
                    }
                }))
                (card(&visit.say("policy-userid"), group(&visit.say("userid-form"), "", "stack tight", html! {
                    (form_choice(visit, policy, UserIdForm::Documented, "documented"))
                    (form_choice(visit, policy, UserIdForm::PrintableAscii, "printable_ascii"))
                    (form_choice(visit, policy, UserIdForm::Utf8, "utf8"))
                })))
                (card("PrivateMapKey", rooms(visit, policy)))
                (card(&visit.say("policy-callers"), callers(visit, policy)))
                div class="form-end" { button type="submit" class="button main" { (visit.say("save")) } }
            }))
        } @else {
            (card(&visit.say("tab-policy"), summary(visit, policy)))
        }
    };
    inside(visit, &head(visit, application, None), content)
}

fn rooms(visit: &Visit, policy: &Policy) -> Markup {
    let lines = policy.rooms.join("\n");
    let rooms = Field {
        name: "rooms",
        label: visit.say("policy-rooms"),
        help: visit.say("policy-rooms-help"),
        value: &lines,
        placeholder: "100-199",
        mono: true,
        ..Field::default()
    };
    html! {
        (check(visit, "private_map_keys", "policy-private-map-keys", "policy-private-map-keys-help", policy.private_map_keys))
        (privilege_boxes(visit, &visit.say("policy-privileges"), policy.privileges.into(), 255))
        (rooms.area())
    }
}

fn callers(visit: &Visit, policy: &Policy) -> Markup {
    let (caller, user) = (policy.caller_per_minute.to_string(), policy.user_per_minute.to_string());
    let rate = |name: &'static str, label: &str, value| {
        let (label, help) = (visit.say(label), visit.say("rate-help"));
        Field { name, label, help, value, inputmode: "numeric", longest: 9, ..Field::default() }.line()
    };
    html! {
        div class="stack tight" {
            (check(visit, "back_ends", "policy-back-ends", "policy-back-ends-help", policy.back_ends))
            (check(visit, "end_users", "policy-end-users", "policy-end-users-help", policy.end_users))
        }
        div class="pair" {
            (rate("caller_per_minute", "caller-per-minute", &caller))
            (rate("user_per_minute", "user-per-minute", &user))
        }
    }
}

fn check(visit: &Visit, name: &str, text: &str, help: &str, chosen: bool) -> Markup {
    Choice { name, value: "1", text: visit.say(text), help: visit.say(help), chosen }.check()
}

fn form_choice(visit: &Visit, policy: &Policy, form: UserIdForm, code: &str) -> Markup {
    let (text, help) = (visit.say(form_key(form)), visit.say(&format!("{}-help", form_key(form))));
    Choice { name: "userid_form", value: code, text, help, chosen: policy.userid_form == form }.radio()
}

const fn form_key(form: UserIdForm) -> &'static str {
    match form {
        UserIdForm::PrintableAscii => "form-ascii",
        UserIdForm::Utf8 => "form-utf8",
        _ => "form-documented",
    }
}

/// A length of time in the largest unit that divides it.
fn length(visit: &Visit, name: &'static str, label: &str, seconds: u64) -> Markup {
    let (unit, size) = match seconds {
        whole if whole % 86_400 == 0 => ("days", 86_400),
        whole if whole % 3600 == 0 => ("hours", 3600),
        _ => ("minutes", 60),
    };
    let number = seconds.div_ceil(size).to_string();
    let unit_name = format!("{name}_unit");
    html! {
        div class="field" {
            label for=(name) { (visit.say(label)) }
            div class="length" {
                input id=(name) name=(name) type="text" inputmode="numeric" value=(number) required maxlength="8" autocomplete="off";
                select name=(unit_name) aria-label=(visit.say("unit")) {
                    @for (code, key) in [("days", "days"), ("hours", "hours"), ("minutes", "minutes")] {
                        option value=(code) selected[code == unit] { (visit.say(key)) }
                    }
                }
            }
        }
    }
}

fn summary(visit: &Visit, policy: &Policy) -> Markup {
    let yes_no =
        |on| if on { badge(Tone::Good, &visit.say("yes")) } else { badge(Tone::Plain, &visit.say("no")) };
    facts(&[
        (visit.say("default-validity"), html! { (moment::span(visit.words, policy.default_expire)) }),
        (visit.say("longest-validity"), html! { (moment::span(visit.words, policy.longest_expire)) }),
        (visit.say("userid-form"), html! { (visit.say(form_key(policy.userid_form))) }),
        (visit.say("policy-private-map-keys"), yes_no(policy.private_map_keys)),
        (
            visit.say("policy-rooms"),
            html! { span class="badges" { @for room in &policy.rooms { (tag(room)) } @if policy.rooms.is_empty() { (visit.say("all")) } } },
        ),
        (visit.say("policy-privileges"), html! { (policy.privileges) }),
        (visit.say("policy-back-ends"), yes_no(policy.back_ends)),
        (visit.say("policy-end-users"), yes_no(policy.end_users)),
        (visit.say("caller-per-minute"), html! { (policy.caller_per_minute) }),
        (visit.say("user-per-minute"), html! { (policy.user_per_minute) }),
    ])
}
