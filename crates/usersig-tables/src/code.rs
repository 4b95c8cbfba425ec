//! The code whose description and use together are shortest.
//!
//! The best lengths for the data alone are expensive to describe. For given
//! costs of the symbols that describe the lengths, dynamic programming over the
//! symbols, the share of the code space taken and the last length finds the best
//! lengths (runs that go on from the literals into the distances left out). The
//! lengths found give new costs, and so on while the sum falls. Several palettes
//! of lengths to begin with keep this from ending in a poor place.

use crate::header::{self, Costs};
use crate::huffman::{LONGEST, Lengths};

/// Mean uses of each symbol in a ticket.
#[derive(Clone)]
pub(crate) struct Frequencies {
    pub(crate) literals: [f64; 286],
    pub(crate) distances: [f64; 30],
    /// Mean bits of a ticket that no code changes.
    pub(crate) extra: f64,
}

/// A code, and the mean bits of a ticket in it, its description included.
#[derive(Clone)]
pub(crate) struct Code {
    pub(crate) lengths: Lengths,
    pub(crate) bits: f64,
    costs: Costs,
}

impl Frequencies {
    pub(crate) const NONE: Self = Self { literals: [0.0; 286], distances: [0.0; 30], extra: 0.0 };
}

impl Code {
    /// The best code that is found from a few palettes.
    pub(crate) fn quick(frequencies: &Frequencies) -> Option<Self> {
        best(QUICK_PALETTES.iter().map(|palette| palette_costs(palette, 2)), frequencies)
    }

    /// The best code that is found from many palettes.
    pub(crate) fn thorough(frequencies: &Frequencies) -> Option<Self> {
        let palettes = (0u32..1 << 5).filter(|set| (2..=4).contains(&set.count_ones()));
        let starts = palettes.flat_map(|set| {
            let palette: Vec<u8> = (4..9).filter(|length| set >> (length - 4) & 1 == 1).collect();
            (1..=3).map(move |least| palette_costs(&palette, least))
        });
        best(starts, frequencies)
    }

    /// The best code for other frequencies that is found from this one.
    pub(crate) fn adapted(&self, frequencies: &Frequencies) -> Option<Self> {
        settle(self.costs, frequencies)
    }
}

fn best(starts: impl Iterator<Item = Costs>, frequencies: &Frequencies) -> Option<Code> {
    starts.filter_map(|costs| settle(costs, frequencies)).min_by(|a, b| a.bits.total_cmp(&b.bits))
}

/// Finds lengths for costs and costs for lengths as long as the code gets better.
fn settle(mut costs: Costs, frequencies: &Frequencies) -> Option<Code> {
    let mut best: Option<Code> = None;
    for _ in 0..6 {
        let Some(lengths) = lengths(frequencies, &costs) else { break };
        let (header, described) = header::describe(&lengths);
        let bits = header.len() as f64 + used_bits(frequencies, &lengths);
        costs = described.map(|length| if length == 0 { UNDESCRIBED } else { length.into() });
        if best.as_ref().is_some_and(|best| best.bits <= bits) {
            break;
        }
        best = Some(Code { lengths, bits, costs });
    }
    best
}

fn used_bits(frequencies: &Frequencies, lengths: &Lengths) -> f64 {
    let sum = |frequencies: &[f64], lengths: &[u8]| -> f64 {
        frequencies.iter().zip(lengths).map(|(frequency, &length)| frequency * f64::from(length)).sum()
    };
    frequencies.extra
        + sum(&frequencies.literals, &lengths.literals)
        + sum(&frequencies.distances, &lengths.distances)
}

/// Costs to begin with: lengths of the palette are cheap, those below `least` barred.
fn palette_costs(palette: &[u8], least: usize) -> Costs {
    let mut costs = [UNDESCRIBED; 19];
    costs[1..least].fill(f32::INFINITY);
    for &length in palette {
        costs[usize::from(length)] = 2.5;
    }
    costs[0] = 4.0;
    costs[16] = 3.0;
    costs[17] = 4.0;
    costs[18] = 5.0;
    costs
}

fn lengths(frequencies: &Frequencies, costs: &Costs) -> Option<Lengths> {
    Some(Lengths {
        literals: section(&frequencies.literals, costs)?,
        distances: section(&frequencies.distances, costs)?,
    })
}

/// The lengths of one of the two codes, at least cost. Symbols that are not used
/// may get a length too, if the description is shorter so.
fn section<const N: usize>(frequencies: &[f64; N], costs: &Costs) -> Option<[u8; N]> {
    let count = frequencies.iter().rposition(|&frequency| frequency > 0.0)? + 1;
    let mut search = Section::new(&frequencies[..count], costs);
    for at in 1..=count {
        search.advance(at);
    }
    search.lengths()
}

/// Least costs of the first symbols, by how many they are, the last length and
/// the share of the code space that they take.
struct Section<'f> {
    frequencies: &'f [f64],
    costs: &'f Costs,
    zeros: Vec<f32>,
    by_last: Vec<[Row; LAST]>,
    least: Vec<Row>,
}

type Row = [f32; SPACE + 1];

impl<'f> Section<'f> {
    fn new(frequencies: &'f [f64], costs: &'f Costs) -> Self {
        let count = frequencies.len();
        let mut least = vec![NOWHERE; count + 1];
        least[0][0] = 0.0;
        Self {
            frequencies,
            costs,
            zeros: header::zero_costs(costs, count),
            by_last: vec![[NOWHERE; LAST]; count + 1],
            least,
        }
    }

    fn advance(&mut self, at: usize) {
        let mut rows = [NOWHERE; LAST];
        for (last, row) in rows.iter_mut().enumerate() {
            self.steps(at, last, |step| {
                let source = self.source(last, step);
                for (to, from) in row[step.space..].iter_mut().zip(source) {
                    *to = to.min(from + step.cost);
                }
            });
        }
        let mut least = NOWHERE;
        for row in &rows {
            for (least, cost) in least.iter_mut().zip(row) {
                *least = least.min(*cost);
            }
        }
        self.by_last[at] = rows;
        self.least[at] = least;
    }

    fn source(&self, last: usize, step: &Step) -> &Row {
        if step.continues { &self.by_last[step.from][last] } else { &self.least[step.from] }
    }

    /// Visits every way to describe the symbols up to `at` with `last` as the last length.
    fn steps(&self, at: usize, last: usize, mut visit: impl FnMut(&Step)) {
        if last == 0 {
            let unused = self.frequencies[..at].iter().rev().take_while(|&&used| used == 0.0).count();
            let ends = at == self.frequencies.len() || self.may_have_length(at);
            // Where the symbols on both sides have a length, nothing cheaper is missed.
            let begins = (at - unused..at).filter(|&from| from == 0 || self.may_have_length(from - 1));
            for from in begins.take_while(|_| ends) {
                visit(&Step { from, space: 0, cost: self.zeros[at - from], continues: false });
            }
            return;
        }
        if !self.may_have_length(at - 1) || self.costs[last].is_infinite() {
            return;
        }
        let space = SPACE >> last;
        let mut used = 0.0;
        for run in 1..=at.min(6) {
            let from = at - run;
            used += self.frequencies[from] * last as f64;
            let space = space * run;
            if space > SPACE {
                break;
            }
            match run {
                1 => visit(&Step { from, space, cost: self.costs[last] + used as f32, continues: false }),
                2 => {}
                _ => visit(&Step { from, space, cost: self.costs[16] + 2.0 + used as f32, continues: true }),
            }
        }
    }

    /// Whether a symbol may get a length: any that is used, any distance, and the
    /// unused literals and lengths near used ones.
    fn may_have_length(&self, symbol: usize) -> bool {
        let near = self.frequencies.len() <= 30 || (34..126).contains(&symbol) || symbol > 255;
        self.frequencies[symbol] > 0.0 || near
    }

    /// Goes the best way back from the full code.
    fn lengths<const N: usize>(&self) -> Option<[u8; N]> {
        let mut lengths = [0; N];
        let (mut at, mut space) = (self.frequencies.len(), SPACE);
        let mut required = None;
        if self.least[at][space].is_infinite() {
            return None;
        }
        while at > 0 {
            let last = required
                .or_else(|| (0..LAST).find(|&last| self.by_last[at][last][space] == self.least[at][space]))?;
            let cost = self.by_last[at][last][space];
            let mut found = None;
            self.steps(at, last, |step| {
                let reached = space
                    .checked_sub(step.space)
                    .is_some_and(|space| self.source(last, step)[space] + step.cost == cost);
                if reached && found.is_none() {
                    found = Some((step.from, step.space, step.continues));
                }
            });
            let (from, taken, continues) = found?;
            lengths[from..at].fill(last as u8);
            (at, space) = (from, space - taken);
            required = continues.then_some(last);
        }
        Some(lengths)
    }
}

/// A way to describe some symbols.
struct Step {
    from: usize,
    space: usize,
    cost: f32,
    /// Whether the symbol before must have the same length.
    continues: bool,
}

/// The code space, in words of the longest length.
const SPACE: usize = 1 << LONGEST;
const LAST: usize = LONGEST + 1;
const NOWHERE: Row = [f32::INFINITY; SPACE + 1];
/// What a length costs that the description does not have yet.
const UNDESCRIBED: f32 = 6.0;
const QUICK_PALETTES: [&[u8]; 4] = [&[5, 7], &[5, 6, 7], &[4, 5, 7], &[5, 6, 7, 8]];
