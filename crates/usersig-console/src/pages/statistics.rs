//! Statistics: tickets issued, verified and rejected, as charts.

use std::{collections::BTreeMap, sync::Arc};

use axum::extract::State;
use maud::{Markup, html};
use usersig_store::{
    application::Application,
    statistics::{Count, Event},
};

use super::applications::chooser;
use crate::{
    console::Console,
    failure::Failure,
    moment,
    view::{
        Head,
        chart::{Slot, bars},
        inside,
        parts::{card, empty},
    },
    visit::{Auditor, Visit},
    words::Words,
};

/// How far back a chart looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    Hour,
    Day,
    Month,
}

impl Range {
    const ALL: [Self; 3] = [Self::Hour, Self::Day, Self::Month];

    const fn code(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
        }
    }

    /// The number of slots and the seconds of each.
    const fn slots(self) -> (u64, u64) {
        match self {
            Self::Hour => (60, 60),
            Self::Day => (24, 3600),
            Self::Month => (30, 86_400),
        }
    }

    /// The pattern of a label, and how many slots have one.
    const fn label(self) -> (&'static str, u64) {
        match self {
            Self::Hour => ("%H:%M", 10),
            Self::Day => ("%H:00", 3),
            Self::Month => ("%m-%d", 5),
        }
    }
}

/// Sums of a time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub(crate) user_sigs: u64,
    pub(crate) private_map_keys: u64,
    pub(crate) verified: u64,
    pub(crate) rejected: u64,
    pub(crate) refused: u64,
}

impl Sums {
    fn add(&mut self, event: Event, count: u64) {
        let sum = match event {
            Event::UserSig => &mut self.user_sigs,
            Event::PrivateMapKey => &mut self.private_map_keys,
            Event::Verified => &mut self.verified,
            Event::Rejected(_) => &mut self.rejected,
            _ => &mut self.refused,
        };
        *sum = sum.saturating_add(count);
    }

    fn of(counts: &[Count]) -> Self {
        let mut sums = Self::default();
        for count in counts {
            sums.add(count.event, count.count);
        }
        sums
    }
}

pub(crate) async fn show(State(console): State<Arc<Console>>, visit: Auditor) -> Result<Markup, Failure> {
    let applications = console.store.applications().await?;
    let app = visit.query("app").and_then(|app| app.parse::<u32>().ok());
    let asked = visit.query("range");
    let range =
        Range::ALL.into_iter().find(|range| asked.as_deref() == Some(range.code())).unwrap_or(Range::Day);
    let counts = read(&console, app, range, visit.now).await?;
    let head = Head {
        title: visit.say("nav-statistics"),
        lead: visit.say("statistics-lead"),
        section: "/statistics",
        ..Head::default()
    };
    let title = visit.say(&format!("chart-{}", range.code()));
    let content = html! {
        (filters(&visit, &applications, app, range))
        (tiles(visit.words, &Sums::of(&counts)))
        (card(&title, chart(visit.words, &title, &counts, range, visit.now)))
        (card(&visit.say("rejected-by-code"), codes(&visit, &counts)))
    };
    Ok(inside(&visit, &head, content))
}

/// The counts of a range, what this process has not written yet included.
pub(crate) async fn read(
    console: &Console,
    app: Option<u32>,
    range: Range,
    now: u64,
) -> Result<Vec<Count>, Failure> {
    // Counts reach the store every few seconds; a person who has just made a ticket wants to see it.
    let _ = console.service.flush().await;
    let (slots, seconds) = range.slots();
    let end = (now / seconds + 1) * seconds;
    Ok(console.store.counts(app, end.saturating_sub(slots * seconds), end).await?)
}

/// The sums as tiles.
pub(crate) fn tiles(words: Words, sums: &Sums) -> Markup {
    let tiles = [
        ("", sums.user_sigs, "count-usersigs"),
        ("m2", sums.private_map_keys, "count-rooms"),
        ("m3", sums.verified, "count-verified"),
        ("m4", sums.rejected, "count-rejected"),
    ];
    html! {
        div class="tiles" {
            @for (mark, number, key) in tiles {
                div class="tile" {
                    span class={ "mark " (mark) } {}
                    span class="figure" { (words.number(number)) }
                    span class="what" { (words.say(key)) }
                }
            }
        }
    }
}

/// The sums of a day.
pub(crate) fn sums(counts: &[Count]) -> Sums {
    Sums::of(counts)
}

/// The counts of a range as bars.
pub(crate) fn chart(words: Words, title: &str, counts: &[Count], range: Range, now: u64) -> Markup {
    let (number, seconds) = range.slots();
    let start = ((now / seconds + 1) * seconds).saturating_sub(number * seconds);
    let (pattern, every) = range.label();
    let mut by_slot: BTreeMap<u64, Sums> = BTreeMap::new();
    for count in counts {
        by_slot
            .entry(count.minute.saturating_sub(start) / seconds)
            .or_default()
            .add(count.event, count.count);
    }
    let slots: Vec<Slot> = (0..number)
        .map(|slot| {
            let at = start + slot * seconds;
            let sums = by_slot.get(&slot).copied().unwrap_or_default();
            let full = if range == Range::Month { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M UTC" };
            Slot {
                label: if slot % every == every / 2 { moment::format(at, pattern) } else { String::new() },
                name: moment::format(at, full),
                values: vec![
                    sums.user_sigs,
                    sums.private_map_keys,
                    sums.verified,
                    sums.rejected,
                    sums.refused,
                ],
            }
        })
        .collect();
    let series = ["count-usersigs", "count-rooms", "count-verified", "count-rejected", "count-refused"]
        .map(|key| words.say(key));
    bars(words, title, &series, &slots)
}

fn filters(visit: &Visit, applications: &[Application], app: Option<u32>, range: Range) -> Markup {
    let app_part = app.map(|app| format!("&app={app}")).unwrap_or_default();
    html! {
        div class="form-end" {
            nav class="segments" aria-label=(visit.say("range")) {
                @for choice in Range::ALL {
                    a href={ "/statistics?range=" (choice.code()) (app_part) } aria-current=[(choice == range).then_some("true")] {
                        (visit.say(&format!("range-{}", choice.code())))
                    }
                }
            }
            (chooser(visit, "/statistics", &[("range", range.code())], applications, app, true))
        }
    }
}

/// Rejections by code, the most frequent first.
fn codes(visit: &Visit, counts: &[Count]) -> Markup {
    let mut by_code: BTreeMap<u32, u64> = BTreeMap::new();
    for count in counts {
        if let Event::Rejected(code) = count.event {
            *by_code.entry(code).or_default() += count.count;
        }
    }
    if by_code.is_empty() {
        return empty(&visit.say("no-rejections"), &visit.say("no-rejections-more"), html! {});
    }
    let mut rows: Vec<(u32, u64)> = by_code.into_iter().collect();
    rows.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let most = rows.first().map_or(1, |(_, count)| *count);
    html! {
        ul class="bars" {
            @for (code, count) in rows {
                @let name = visit.words.find(&format!("code-{code}"), &[]).unwrap_or_default();
                li {
                    span { code { (code) } " " (name) }
                    strong class="num" { (visit.words.number(count)) }
                    progress class="life" value=(count) max=(most) aria-label={ (code) " " (name) } {}
                }
            }
        }
    }
}
