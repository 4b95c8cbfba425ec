//! Rows, contestants, and the rounds in which they are measured.

use std::time::Duration;

use crate::Result;
use crate::peers::Peers;

/// One operation.
pub struct Row {
    pub operation: &'static str,
    /// The first one is what the others are compared with.
    pub contestants: Vec<Contestant>,
}

/// One implementation of an operation.
pub struct Contestant {
    pub who: String,
    /// Whether it is compiled while it runs.
    pub warms_up: bool,
    pub run: Box<Run>,
}

/// Does the operation this many times.
pub type Run = dyn FnMut(&mut Peers, u64) -> Result<Sample>;

/// How long one measurement took.
#[derive(Clone, Copy)]
pub struct Sample {
    /// Nanoseconds of all operations together.
    pub ns: u64,
    /// Characters of the last ticket.
    pub ticket: usize,
}

/// How much is measured.
pub struct Plan {
    pub rounds: usize,
    /// About the length of one measurement.
    sample: Duration,
    /// For what is compiled while it runs.
    warm_up: Duration,
}

impl Plan {
    pub const FULL: Self =
        Self { rounds: 9, sample: Duration::from_millis(60), warm_up: Duration::from_secs(2) };
    pub const QUICK: Self =
        Self { rounds: 3, sample: Duration::from_millis(10), warm_up: Duration::from_millis(400) };
}

/// What came out for one contestant, in nanoseconds per operation.
pub struct Outcome {
    pub operation: &'static str,
    pub who: String,
    pub median: f64,
    pub lowest: f64,
    pub highest: f64,
    /// The median over that of the row's first contestant.
    pub ratio: f64,
    pub ticket: usize,
}

/// Warms up, then measures round by round.
pub fn run(rows: Vec<Row>, peers: &mut Peers, plan: &Plan) -> Result<Vec<Outcome>> {
    let mut entries: Vec<Entry> = Vec::new();
    for row in rows {
        for contestant in row.contestants {
            eprintln!("warming up: {}, {}", row.operation, contestant.who);
            entries.push(Entry::warmed_up(row.operation, contestant, peers, plan)?);
        }
    }
    for round in 1..=plan.rounds {
        eprintln!("round {round} of {}", plan.rounds);
        for entry in &mut entries {
            entry.measure(peers)?;
        }
    }
    Ok(outcomes(entries))
}

struct Entry {
    operation: &'static str,
    contestant: Contestant,
    iterations: u64,
    ticket: usize,
    measured: Vec<f64>,
}

impl Entry {
    /// Runs a contestant for a while, and finds how many operations fill a measurement.
    fn warmed_up(
        operation: &'static str,
        mut contestant: Contestant,
        peers: &mut Peers,
        plan: &Plan,
    ) -> Result<Self> {
        let length = if contestant.warms_up { plan.warm_up } else { plan.sample };
        let mut left = nanoseconds(length);
        let mut iterations = 1;
        let (sample, pace) = loop {
            let sample = (contestant.run)(peers, iterations)?;
            let pace = sample.ns as f64 / iterations as f64;
            left = left.saturating_sub(sample.ns);
            if left == 0 {
                break (sample, pace);
            }
            iterations = (iterations * 2).min(operations_in(plan.sample, pace));
        };
        let iterations = operations_in(plan.sample, pace);
        Ok(Self { operation, contestant, iterations, ticket: sample.ticket, measured: Vec::new() })
    }

    fn measure(&mut self, peers: &mut Peers) -> Result<()> {
        let sample = (self.contestant.run)(peers, self.iterations)?;
        self.measured.push(sample.ns as f64 / self.iterations as f64);
        self.ticket = sample.ticket;
        Ok(())
    }
}

fn outcomes(entries: Vec<Entry>) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for mut entry in entries {
        entry.measured.sort_by(f64::total_cmp);
        let median = entry.measured[entry.measured.len() / 2];
        let first = outcomes.iter().find(|first| first.operation == entry.operation);
        outcomes.push(Outcome {
            operation: entry.operation,
            who: entry.contestant.who,
            median,
            lowest: entry.measured[0],
            highest: entry.measured[entry.measured.len() - 1],
            ratio: first.map_or(1.0, |first| median / first.median),
            ticket: entry.ticket,
        });
    }
    outcomes
}

/// How many operations fill a measurement at this pace; at least one.
fn operations_in(length: Duration, pace: f64) -> u64 {
    (nanoseconds(length) as f64 / pace.max(1.0)).max(1.0) as u64
}

fn nanoseconds(length: Duration) -> u64 {
    u64::try_from(length.as_nanos()).unwrap_or(u64::MAX)
}
