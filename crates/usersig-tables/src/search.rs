//! Looks for the order of members, the repeats and the code of the shortest tickets.

use crate::code::{Code, Frequencies};
use crate::form::{Form, KindForm};
use crate::model::{self, Texts};
use crate::shape::{LONGEST, Repeats, SHORTEST, Shape};
use crate::split::{Prices, split};
use crate::template::{Kind, Template};

/// The best form of a kind.
///
/// A second form for other UserIDs was tried: it saved 0.2 % of the characters.
pub(crate) fn best_form(kind: Kind) -> KindForm {
    let sample = model::sample(SAMPLE);
    let all: Vec<&Texts> = sample.iter().collect();
    let search = Search::new(kind, &all);
    let form = KindForm::new(kind, search.finish(search.climb(search.starts())).form());
    eprintln!("{kind:?}: {:.2} characters in the mean of the model", form.mean(&sample));
    form
}

/// A search for the best form for some tickets.
struct Search<'t> {
    kind: Kind,
    sample: &'t [&'t Texts],
}

/// A shape and its code.
#[derive(Clone)]
struct Candidate {
    shape: Shape,
    code: Code,
}

impl Candidate {
    fn form(&self) -> Form {
        Form::new(self.shape.clone(), &self.code)
    }
}

impl<'t> Search<'t> {
    fn new(kind: Kind, sample: &'t [&'t Texts]) -> Self {
        Self { kind, sample }
    }

    /// The most promising orders and distances by rough prices, worked out.
    fn starts(&self) -> Vec<Candidate> {
        let mut rough = Vec::new();
        for template in self.kind.templates() {
            let lengths = self.lengths(&template);
            for distances in (0..1u32 << SEARCHED.len()).filter(|set| (1..=5).contains(&set.count_ones())) {
                let chosen = SEARCHED.iter().enumerate().filter(|(at, _)| distances >> at & 1 == 1);
                let distances = chosen.fold(1, |set, (_, symbol)| set | 1 << symbol);
                let repeats = Repeats { distances, ..Repeats::ALL };
                let symbols = f64::from(distances.count_ones());
                let cost = split(&template, repeats, &rough_prices(symbols), &lengths).1;
                rough.push((cost + ROUGH_DISTANCE * symbols, template.clone(), repeats));
            }
        }
        rough.sort_by(|a, b| a.0.total_cmp(&b.0));
        let worked_out = rough.into_iter().take(WORKED_OUT);
        let mut candidates: Vec<Candidate> =
            worked_out.filter_map(|(_, template, repeats)| self.settle(template, repeats, None)).collect();
        candidates.sort_by(|a, b| a.code.bits.total_cmp(&b.code.bits));
        candidates.truncate(CLIMBED);
        candidates
    }

    /// Changes one thing of each start after another as long as tickets get shorter.
    fn climb(&self, starts: Vec<Candidate>) -> Candidate {
        let climbed = starts.into_iter().map(|mut best| {
            loop {
                let before = best.code.bits;
                for change in CHANGES {
                    self.try_change(change, &mut best);
                }
                for template in self.kind.templates() {
                    self.try_shape(template, best.shape.repeats, &mut best);
                }
                if best.code.bits > before - 0.05 {
                    return best;
                }
            }
        });
        let best = climbed.min_by(|a, b| a.code.bits.total_cmp(&b.code.bits));
        best.unwrap_or_else(|| unreachable!("there is a start"))
    }

    fn try_change(&self, change: Change, best: &mut Candidate) {
        let mut repeats = best.shape.repeats;
        match change {
            Change::Distance(symbol) => repeats.distances ^= 1 << symbol,
            Change::Length(length) => repeats.lengths ^= 1 << length,
            Change::Run(run) => repeats.run = run,
            Change::Runs(run) => {
                repeats.distances |= 1;
                repeats.lengths |= 1 << 7;
                repeats.run = run;
            }
        }
        if repeats != best.shape.repeats {
            self.try_shape(best.shape.template.clone(), repeats, best);
        }
    }

    fn try_shape(&self, template: Template, repeats: Repeats, best: &mut Candidate) {
        let found = self.settle(template, repeats, Some(&best.code));
        if let Some(found) = found.filter(|found| found.code.bits < best.code.bits) {
            *best = found;
        }
    }

    /// Splits the template for a code and makes a code for the split, in turns.
    fn settle(&self, template: Template, mut repeats: Repeats, near: Option<&Code>) -> Option<Candidate> {
        let lengths = self.lengths(&template);
        let mut best: Option<Candidate> = None;
        for _ in 0..ROUNDS {
            let code = best.as_ref().map(|best| &best.code).or(near);
            let rough = rough_prices(f64::from(repeats.distances.count_ones()));
            let prices = code.map_or(rough, prices);
            let tokens = split(&template, repeats, &prices, &lengths).0;
            let shape = Shape { template: template.clone(), repeats, tokens };
            let frequencies = self.frequencies(&shape);
            let code = match code {
                None => Code::quick(&frequencies)?,
                Some(code) => code.adapted(&frequencies)?,
            };
            if best.as_ref().is_some_and(|best| best.code.bits <= code.bits) {
                break;
            }
            repeats = Repeats::of(&code.lengths, repeats.run);
            best = Some(Candidate { shape: Shape { repeats, ..shape }, code });
        }
        best
    }

    /// Looks longer for the code of the best candidate, and climbs on from there.
    fn finish(&self, mut best: Candidate) -> Candidate {
        while let Some(code) = Code::thorough(&self.frequencies(&best.shape)) {
            if code.bits > best.code.bits - 0.05 {
                break;
            }
            let repeats = Repeats::of(&code.lengths, best.shape.repeats.run);
            best = self.climb(vec![Candidate { shape: Shape { repeats, ..best.shape }, code }]);
        }
        best
    }

    fn frequencies(&self, shape: &Shape) -> Frequencies {
        shape.count(self.sample.iter().copied())
    }

    fn lengths(&self, template: &Template) -> Vec<Vec<usize>> {
        self.sample.iter().take(MEASURED).map(|texts| template.lengths(texts)).collect()
    }
}

fn prices(code: &Code) -> Prices {
    let price = |lengths: &[u8], symbol: usize, unused: f64| match lengths[symbol] {
        0 => unused,
        length => length.into(),
    };
    let literals = &code.lengths.literals;
    Prices {
        literals: std::array::from_fn(|byte| price(literals, byte, 9.0)),
        lengths: std::array::from_fn(|length| {
            if length < SHORTEST { f64::INFINITY } else { price(literals, 257 + length - SHORTEST, 6.0) }
        }),
        distances: std::array::from_fn(|symbol| price(&code.lengths.distances, symbol, 2.5)),
    }
}

/// Prices for when there is no code yet.
fn rough_prices(distances: f64) -> Prices {
    Prices {
        literals: std::array::from_fn(|byte| match byte as u8 {
            b'0'..=b'9' | b'"' => 5.0,
            b'a'..=b'z' => 6.5,
            _ => 7.0,
        }),
        lengths: [5.5; LONGEST + 1],
        distances: [distances.log2(); 30],
    }
}

/// A change that is tried on the repeats.
#[derive(Clone, Copy)]
enum Change {
    Distance(u32),
    Length(u32),
    /// The run that becomes a repeat.
    Run(usize),
    /// Runs, and what they need.
    Runs(usize),
}

const CHANGES: [Change; 23] = [
    Change::Runs(4),
    Change::Runs(5),
    Change::Run(0),
    Change::Run(4),
    Change::Run(5),
    Change::Length(3),
    Change::Length(4),
    Change::Length(5),
    Change::Length(6),
    Change::Length(7),
    Change::Length(8),
    Change::Length(9),
    Change::Length(10),
    Change::Distance(0),
    Change::Distance(5),
    Change::Distance(6),
    Change::Distance(7),
    Change::Distance(8),
    Change::Distance(9),
    Change::Distance(10),
    Change::Distance(11),
    Change::Distance(12),
    Change::Distance(13),
];

const SAMPLE: usize = 1500;
/// Tickets whose variables' lengths stand for all while a template is split.
const MEASURED: usize = 64;
/// Rounds of splitting for a code and finding a code for the split.
const ROUNDS: usize = 3;
/// Distance symbols whose sets are tried to begin with, 7 to 128.
const SEARCHED: [u32; 8] = [5, 6, 7, 8, 9, 10, 11, 12];
/// What one more distance symbol costs in the description, roughly, bits.
const ROUGH_DISTANCE: f64 = 3.0;
const WORKED_OUT: usize = 60;
const CLIMBED: usize = 6;
