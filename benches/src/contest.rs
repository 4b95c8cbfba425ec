//! Rows, contestants, and the rounds in which they are measured.

use std::collections::BTreeSet;
use std::time::Duration;

use usersig_bench::Result;
use usersig_bench::tickets::Block;
use usersig_interop::PeerName;

use crate::peers::Peers;

/// The table that a row belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Sign,
    SignPeers,
    Verify,
    Batch,
    Threads,
    Legacy,
}

/// One operation on one input.
pub struct Row {
    pub section: Section,
    pub input: String,
    /// Of the ticket that is verified.
    pub block: Option<Block>,
    pub contestants: Vec<Contestant>,
}

/// One implementation of an operation.
pub struct Contestant {
    pub who: Who,
    /// Tickets that one call handles.
    pub tickets: u64,
    pub run: Box<Run>,
}

/// Who it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// HMAC alone.
    Floor,
    /// This project, by the function that is called.
    Ours(&'static str),
    Peer(PeerName),
}

/// Makes this many calls.
pub type Run = dyn FnMut(&mut Peers, u64) -> Result<Sample>;

/// How long one measurement took.
#[derive(Clone, Copy)]
pub struct Sample {
    /// Nanoseconds of all calls together.
    pub ns: u64,
    /// Characters of the last ticket; 0 where there is none.
    pub length: usize,
}

/// How much is measured.
pub struct Plan {
    pub quick: bool,
    pub rounds: usize,
    /// About the length of one measurement in this process.
    sample: Duration,
    /// The same for a peer, whose process must be woken first.
    peer_sample: Duration,
    /// For what is compiled while it runs.
    warm_up: Duration,
}

impl Plan {
    pub const FULL: Self = Self {
        quick: false,
        rounds: 41,
        sample: Duration::from_millis(8),
        peer_sample: Duration::from_millis(15),
        warm_up: Duration::from_millis(1500),
    };
    pub const QUICK: Self = Self {
        quick: true,
        rounds: 5,
        sample: Duration::from_millis(3),
        peer_sample: Duration::from_millis(5),
        warm_up: Duration::from_millis(300),
    };
}

/// A row with what came out.
pub struct Measured {
    pub section: Section,
    pub input: String,
    pub block: Option<Block>,
    pub entries: Vec<Entry>,
}

/// A contestant with what came out.
pub struct Entry {
    pub who: Who,
    /// Nanoseconds for each ticket, by round.
    pub ns: Vec<f64>,
    /// Characters of a ticket.
    pub length: usize,
    tickets: u64,
    calls: u64,
    run: Box<Run>,
}

/// Warms up, then measures round by round: each round measures every contestant of every
/// row once, so that a change of the machine's pace meets all of them alike.
pub fn run(rows: Vec<Row>, peers: &mut Peers, plan: &Plan) -> Result<Vec<Measured>> {
    eprintln!("warming up");
    let mut warm = BTreeSet::new();
    let mut measured = Vec::new();
    for Row { section, input, block, contestants } in rows {
        let mut entries = Vec::new();
        for contestant in contestants {
            let who = contestant.who;
            let first = matches!(who, Who::Peer(_)) && warm.insert((section, who));
            let entry = Entry::warmed_up(contestant, peers, plan, first);
            entries.push(entry.map_err(|error| format!("{input}, {}: {error}", who.name()))?);
        }
        measured.push(Measured { section, input, block, entries });
    }
    for round in 0..plan.rounds {
        eprint!("\rround {} of {}", round + 1, plan.rounds);
        for row in &mut measured {
            // Every other round goes the other way: nobody is always behind the same neighbour.
            if round % 2 == 0 {
                row.entries.iter_mut().try_for_each(|entry| entry.measure(peers))?;
            } else {
                row.entries.iter_mut().rev().try_for_each(|entry| entry.measure(peers))?;
            }
        }
    }
    eprintln!();
    Ok(measured)
}

impl Who {
    pub fn name(self) -> &'static str {
        match self {
            Self::Floor => "HMAC alone",
            Self::Ours(function) => function,
            Self::Peer(peer) => peer.name(),
        }
    }
}

impl Measured {
    pub fn of(&self, who: Who) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.who == who)
    }

    /// How many times as long one contestant takes as another: the median over the
    /// rounds, in each of which the two were measured one after the other.
    pub fn ratio(&self, of: Who, to: Who) -> Option<f64> {
        let (of, to) = (self.of(of)?, self.of(to)?);
        Some(median(of.ns.iter().zip(&to.ns).map(|(of, to)| of / to).collect()))
    }

    /// The same of the best round of each. A neighbour on the other half of the core slows work that
    /// fills a core by half, and hardly a hash that waits for itself: this ratio is free of that.
    pub fn best_ratio(&self, of: Who, to: Who) -> Option<f64> {
        let least = |who| self.of(who).and_then(|entry| entry.ns.iter().copied().min_by(f64::total_cmp));
        Some(least(of)? / least(to)?)
    }
}

impl Entry {
    /// Runs a contestant for a while, and finds how many calls fill a measurement.
    fn warmed_up(contestant: Contestant, peers: &mut Peers, plan: &Plan, first: bool) -> Result<Self> {
        let Contestant { who, tickets, mut run } = contestant;
        let sample = if matches!(who, Who::Peer(_)) { plan.peer_sample } else { plan.sample };
        let length = match who {
            Who::Peer(PeerName::Java | PeerName::Node) if first => plan.warm_up,
            _ => sample,
        };
        let mut left = nanoseconds(length);
        let mut calls = 1;
        let (last, pace) = loop {
            let last = run(peers, calls)?;
            let pace = last.ns as f64 / calls as f64;
            left = left.saturating_sub(last.ns.max(1));
            if left == 0 {
                break (last, pace);
            }
            calls = (calls * 2).min(calls_in(sample, pace));
        };
        let calls = calls_in(sample, pace);
        Ok(Self { who, ns: Vec::new(), length: last.length, tickets, calls, run })
    }

    fn measure(&mut self, peers: &mut Peers) -> Result<()> {
        let sample = (self.run)(peers, self.calls)?;
        self.ns.push(sample.ns as f64 / (self.calls * self.tickets) as f64);
        self.length = sample.length;
        Ok(())
    }
}

/// The middle one; with an even number the upper of the two in the middle.
pub fn median(values: Vec<f64>) -> f64 {
    quarter(values, 2)
}

/// The value behind this many quarters of all.
pub fn quarter(mut values: Vec<f64>, quarters: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() * quarters / 4).copied().unwrap_or(f64::NAN)
}

/// How many calls fill a measurement at this pace; at least one.
fn calls_in(length: Duration, pace: f64) -> u64 {
    (nanoseconds(length) as f64 / pace.max(1.0)).max(1.0) as u64
}

fn nanoseconds(length: Duration) -> u64 {
    u64::try_from(length.as_nanos()).unwrap_or(u64::MAX)
}
