//! Moments and spans of time as people read them. Moments are shown in UTC.

use maud::{Markup, html};

use crate::words::Words;

/// A moment as `2026-11-22 01:43:09 UTC` in a `time` element; the plain number past the calendar's end.
pub(crate) fn stamp(seconds: u64) -> Markup {
    match calendar(seconds) {
        Some(moment) => html! {
            time class="num" datetime=(moment.strftime("%Y-%m-%dT%H:%M:%SZ")) {
                (moment.strftime("%Y-%m-%d %H:%M:%S")) "\u{a0}UTC"
            }
        },
        None => html! { span class="num" { (seconds) } },
    }
}

/// A day as `2026-11-22`.
pub(crate) fn day(seconds: u64) -> Markup {
    match calendar(seconds) {
        Some(moment) => html! {
            time class="num" datetime=(moment.strftime("%Y-%m-%dT%H:%M:%SZ")) { (moment.strftime("%Y-%m-%d")) }
        },
        None => html! { span class="num" { (seconds) } },
    }
}

/// A moment in a pattern of `strftime`, in UTC; empty past the calendar's end.
pub(crate) fn format(seconds: u64, pattern: &str) -> String {
    calendar(seconds).map(|moment| moment.strftime(pattern).to_string()).unwrap_or_default()
}

/// Seconds in the two largest units.
pub(crate) fn span(words: Words, seconds: u64) -> String {
    let mut rest = seconds;
    let mut parts: Vec<String> = Vec::with_capacity(2);
    for (size, key) in UNITS {
        let count = rest / size;
        rest %= size;
        if count > 0 && parts.len() < 2 {
            parts.push(words.say(key).replace('#', &words.number(count)));
        } else if !parts.is_empty() {
            break;
        }
    }
    if parts.is_empty() { words.say("unit-seconds").replace('#', "0") } else { parts.join(" ") }
}

/// The time until a moment, which a script keeps up to date.
pub(crate) fn left(words: Words, now: u64, until: u64) -> Markup {
    let units: Vec<String> = UNITS.iter().map(|(_, key)| words.say(key)).collect();
    html! {
        span class="num" data-until=(until) data-units=(units.join("|")) { (span(words, until.saturating_sub(now))) }
    }
}

fn calendar(seconds: u64) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
}

const UNITS: [(u64, &str); 4] =
    [(86_400, "unit-days"), (3600, "unit-hours"), (60, "unit-minutes"), (1, "unit-seconds")];
