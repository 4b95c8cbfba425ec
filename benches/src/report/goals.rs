//! The goals, held against the figures of the run.

use usersig_bench::tickets::Block;
use usersig_interop::PeerName::{self, Go, Php};

use super::table::{self, Table, grouped};
use crate::contest::{Measured, Section, Who};
use crate::ours::{COMPACT, STORED_WORD, VERIFY};
use crate::rows::{OURS, SIGN_MANY};
use crate::{Results, lengths, processes};

pub fn table(results: &Results) -> Table {
    let mut table = Table::new(5, &["what", "goal", "figure", "met?", "best rounds"]);
    let best = timed(results, Measured::best_ratio).map(|goal| figure(&goal.figures, goal.limit));
    let timed = timed(results, Measured::ratio).zip(best);
    let others = [lengths(results), others(results)].into_iter().flatten().map(|goal| (goal, String::new()));
    for (Goal { what, limit, figures }, best) in timed.chain(others) {
        table.push(vec![what.into(), limit.words(), figure(&figures, limit), met(&figures, limit), best]);
    }
    table
}

/// How many times as long one contestant of a row takes as another.
type Ratio = fn(&Measured, Who, Who) -> Option<f64>;

fn timed(results: &Results, ratio: Ratio) -> impl Iterator<Item = Goal> {
    [signing(results, ratio), many(results, ratio), verifying(results, ratio)].into_iter().flatten()
}

struct Goal {
    what: &'static str,
    limit: Limit,
    /// The first is that of the usual input.
    figures: Vec<f64>,
}

#[derive(Clone, Copy)]
struct Limit {
    bound: Bound,
    unit: Unit,
}

#[derive(Clone, Copy)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

#[derive(Clone, Copy)]
enum Unit {
    None,
    Times,
    Percent,
    KiB,
}

const fn at_most(bound: f64, unit: Unit) -> Limit {
    Limit { bound: Bound::AtMost(bound), unit }
}

const fn at_least(bound: f64, unit: Unit) -> Limit {
    Limit { bound: Bound::AtLeast(bound), unit }
}

fn signing(results: &Results, ratio: Ratio) -> Vec<Goal> {
    let floor = rows(results, Section::Sign).filter_map(|row| ratio(row, COMPACT, Who::Floor));
    let beside = |wanted: fn(PeerName) -> bool| {
        let rows = rows(results, Section::SignPeers);
        rows.filter_map(|row| times_of_fastest(row, COMPACT, wanted, ratio)).collect()
    };
    vec![
        Goal {
            what: "sign, compact ÷ HMAC alone",
            limit: at_most(1.5, Unit::None),
            figures: floor.collect(),
        },
        Goal {
            what: "sign against the Go package",
            limit: at_least(15.0, Unit::Times),
            figures: beside(|peer| peer == Go),
        },
        Goal {
            what: "sign against the fastest of the other packages and crates",
            limit: at_least(50.0, Unit::Times),
            figures: beside(|peer| peer != Go),
        },
    ]
}

fn lengths(results: &Results) -> Vec<Goal> {
    let with_zlib = |sample| results.lengths.of(sample, lengths::SAME_JSON);
    let random = || [lengths::PLAIN, lengths::ROOM].into_iter().filter_map(with_zlib);
    vec![
        Goal {
            what: "mean length under zlib level 9 of the same JSON",
            limit: at_least(2.0, Unit::Percent),
            figures: random().map(|compared| compared.shorter() * 100.0).collect(),
        },
        Goal {
            what: "tickets longer than zlib level 9's",
            limit: at_most(2.0, Unit::Percent),
            figures: random().map(|compared| compared.longer() * 100.0).collect(),
        },
        Goal {
            what: "characters of a typical plain ticket, mean",
            limit: at_most(184.0, Unit::None),
            figures: with_zlib(lengths::TYPICAL).iter().map(|compared| compared.mean()).collect(),
        },
    ]
}

fn many(results: &Results, ratio: Ratio) -> Vec<Goal> {
    let batch = |stored: bool| {
        let rows = rows(results, Section::Batch).filter(|row| row.input.ends_with(STORED_WORD) == stored);
        rows.filter_map(|row| ratio(row, SIGN_MANY, Who::Floor)).collect()
    };
    let threads = rows(results, Section::Threads).filter_map(|row| match &row.entries[..] {
        [floor, floor_two, one, two] => {
            let gain = ratio(row, one.who, two.who)?;
            Some((gain, gain / ratio(row, floor.who, floor_two.who)?))
        }
        _ => None,
    });
    let (gains, shares) = threads.unzip();
    vec![
        Goal {
            what: "many at once, stored ÷ HMAC alone",
            limit: at_most(0.75, Unit::None),
            figures: batch(true),
        },
        Goal {
            what: "many at once, compact ÷ HMAC alone",
            limit: at_most(1.0, Unit::None),
            figures: batch(false),
        },
        Goal { what: "two threads against one", limit: at_least(1.9, Unit::Times), figures: gains },
        Goal {
            what: "the same ÷ what HMAC alone gains by a second thread",
            limit: at_least(0.95, Unit::None),
            figures: shares,
        },
    ]
}

fn verifying(results: &Results, ratio: Ratio) -> Vec<Goal> {
    let over_floor = |wanted: &dyn Fn(&Measured) -> bool| {
        let rows = rows(results, Section::Verify).filter(|row| wanted(row));
        rows.filter_map(|row| ratio(row, VERIFY, Who::Floor)).collect()
    };
    let ours = |row: &Measured| row.input.starts_with(OURS);
    let fixed = |peer| {
        let rows = rows(results, Section::Verify).filter(|row| row.block == Some(Block::Fixed));
        rows.filter_map(|row| ratio(row, Who::Peer(peer), VERIFY)).collect()
    };
    vec![
        Goal {
            what: "verify our own tickets and stored ones ÷ HMAC alone",
            limit: at_most(2.2, Unit::None),
            figures: over_floor(&|row| ours(row) || row.block == Some(Block::Stored)),
        },
        Goal {
            what: "verify others' fixed blocks ÷ HMAC alone",
            limit: at_most(5.0, Unit::None),
            figures: over_floor(&|row| !ours(row) && row.block == Some(Block::Fixed)),
        },
        Goal {
            what: "verify others' dynamic blocks ÷ HMAC alone",
            limit: at_most(12.0, Unit::None),
            figures: over_floor(&|row| !ours(row) && row.block == Some(Block::Dynamic)),
        },
        Goal {
            what: "verify against Go, fixed blocks",
            limit: at_least(15.0, Unit::Times),
            figures: fixed(Go),
        },
        Goal {
            what: "verify against PHP, fixed blocks",
            limit: at_least(4.0, Unit::Times),
            figures: fixed(Php),
        },
    ]
}

fn others(results: &Results) -> Vec<Goal> {
    let allocations = results.counts.allocations.iter().filter(|(call, _)| call.allocates_nothing());
    let process = |who| results.processes.times(who).into_iter().collect();
    vec![
        Goal {
            what: "allocations of a call into the caller's buffers",
            limit: at_most(0.0, Unit::None),
            figures: allocations.map(|(_, count)| *count as f64).collect(),
        },
        Goal {
            what: "stack of verifying a hostile ticket; also with legacy keys",
            limit: at_most(64.0, Unit::KiB),
            figures: results.counts.stack.map(|bytes| bytes as f64 / 1024.0).to_vec(),
        },
        Goal {
            what: "`usersig sign` against `node -e`, whole processes",
            limit: at_least(10.0, Unit::Times),
            figures: process(processes::NODE),
        },
        Goal {
            what: "`usersig sign` against `python -c`, whole processes",
            limit: at_least(10.0, Unit::Times),
            figures: process(processes::PYTHON),
        },
    ]
}

fn rows(results: &Results, section: Section) -> impl Iterator<Item = &Measured> {
    results.timed.iter().filter(move |row| row.section == section)
}

/// How many times as long as `to` the fastest of the wanted peers takes.
fn times_of_fastest(row: &Measured, to: Who, wanted: fn(PeerName) -> bool, ratio: Ratio) -> Option<f64> {
    let peer = |who| matches!(who, Who::Peer(name) if wanted(name));
    let entries = row.entries.iter().filter(|entry| peer(entry.who));
    entries.filter_map(|entry| ratio(row, entry.who, to)).min_by(f64::total_cmp)
}

impl Limit {
    fn words(self) -> String {
        let (sign, bound) = match self.bound {
            Bound::AtMost(bound) => ('≤', bound),
            Bound::AtLeast(bound) => ('≥', bound),
        };
        format!("{sign} {bound}{}", self.unit.words())
    }

    fn holds(self, figure: f64) -> bool {
        match self.bound {
            Bound::AtMost(bound) => figure <= bound,
            Bound::AtLeast(bound) => figure >= bound,
        }
    }
}

impl Unit {
    const fn words(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Times => " times",
            Self::Percent => " %",
            Self::KiB => " KiB",
        }
    }
}

/// `1.48, at worst 1.62 of 12`.
fn figure(figures: &[f64], limit: Limit) -> String {
    let Some(&first) = figures.first() else { return "not measured".into() };
    let worst = match limit.bound {
        Bound::AtMost(_) => figures.iter().copied().fold(first, f64::max),
        Bound::AtLeast(_) => figures.iter().copied().fold(first, f64::min),
    };
    let with_unit = format!("{}{}", number(first), limit.unit.words());
    match figures.len() {
        1 => with_unit,
        count => format!("{with_unit}, at worst {} of {count}", number(worst)),
    }
}

fn number(number: f64) -> String {
    if number.fract() == 0.0 { grouped(number) } else { table::ratio(Some(number)) }
}

fn met(figures: &[f64], limit: Limit) -> String {
    let holding = figures.iter().filter(|&&figure| limit.holds(figure)).count();
    match (holding, figures.len()) {
        (_, 0) => "unknown".into(),
        (holding, all) if holding == all => "yes".into(),
        (0, _) => "no".into(),
        (holding, all) => format!("{holding} of {all}"),
    }
}
