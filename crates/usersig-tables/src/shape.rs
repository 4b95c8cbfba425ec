//! How a ticket is written as symbols: a template split into tokens, and rules
//! for what varies.

use crate::code::Frequencies;
use crate::header::{DISTANCES, LENGTHS, bucket};
use crate::huffman::Lengths;
use crate::model::{BASE64, Texts};
use crate::template::{Template, Variable};

/// A piece of a constant part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// One character as it is.
    Literal(u8),
    /// `length` characters that stood before, in the constant part `from.0` at `from.1`.
    Repeat { length: usize, from: (usize, usize) },
}

/// Which repeats there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repeats {
    /// A bit for each distance symbol that has a code word. A repeat with another
    /// distance is spelled out.
    pub(crate) distances: u32,
    /// A bit for each length that has a code word, 3 to 10.
    pub(crate) lengths: u32,
    /// From how many equal digits on an SDKAppID's or a validity's run of them is
    /// one digit and a repeat of the others at distance 1; 0 for never.
    pub(crate) run: usize,
}

/// A template split into tokens.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) template: Template,
    pub(crate) repeats: Repeats,
    pub(crate) tokens: Vec<Vec<Token>>,
}

/// A symbol of the code.
pub(crate) enum Symbol {
    Literal(u8),
    /// The symbol of a repeat's length, counted from 0.
    Length(usize),
    /// A distance symbol and its number of extra bits.
    Distance(usize, u64),
}

impl Repeats {
    /// What the fixed code of RFC 1951 has.
    pub(crate) const ALL: Self = Self { distances: (1 << 30) - 1, lengths: 0x7f8, run: 4 };

    /// What a code has words for.
    pub(crate) fn of(code: &Lengths, run: usize) -> Self {
        let set = |lengths: &[u8], first: usize| {
            (0..lengths.len()).filter(|&at| lengths[at] > 0).fold(0, |set, at| set | 1 << (first + at))
        };
        let repeats = Self {
            distances: set(&code.distances, 0),
            lengths: set(&code.literals[257..265], SHORTEST),
            run,
        };
        if repeats.distances & 1 == 0 { Self { run: 0, ..repeats } } else { repeats }
    }

    pub(crate) fn has_length(self, length: usize) -> bool {
        length <= LONGEST && self.lengths >> length & 1 == 1
    }

    pub(crate) fn has_distance(self, symbol: usize) -> bool {
        self.distances >> symbol & 1 == 1
    }
}

impl Shape {
    /// Mean uses of each symbol in some tickets, with any signature.
    pub(crate) fn count<'t>(&self, sample: impl Iterator<Item = &'t Texts>) -> Frequencies {
        let mut sums = Frequencies::NONE;
        let mut count = 0.0;
        for texts in sample {
            count += 1.0;
            self.visit(texts, false, |symbol| match symbol {
                Symbol::Literal(byte) => sums.literals[usize::from(byte)] += 1.0,
                Symbol::Length(symbol) => sums.literals[257 + symbol] += 1.0,
                Symbol::Distance(symbol, extra) => {
                    sums.distances[symbol] += 1.0;
                    sums.extra += extra as f64;
                }
            });
        }
        let means = sums.literals.iter_mut().chain(&mut sums.distances).chain([&mut sums.extra]);
        means.for_each(|sum| *sum /= count);
        for (value, &character) in BASE64.iter().enumerate() {
            sums.literals[usize::from(character)] += mac_uses(value);
        }
        sums.literals[256] = 1.0;
        sums
    }

    /// Visits a ticket's symbols in order, but the end of the block.
    pub(crate) fn visit(&self, texts: &Texts, mac: bool, mut visit: impl FnMut(Symbol)) {
        let lengths = self.template.lengths(texts);
        for (part, tokens) in self.tokens.iter().enumerate() {
            let mut at = 0;
            for token in tokens {
                at += self.token(token, &lengths, (part, at), &mut visit);
            }
            let Some(&variable) = self.template.variables.get(part) else { break };
            let text = texts[variable as usize].as_bytes();
            match variable {
                Variable::SdkAppId | Variable::Expire => self.repeats.digits(text, &mut visit),
                Variable::Sig if !mac => {}
                _ => text.iter().for_each(|&byte| visit(Symbol::Literal(byte))),
            }
        }
    }

    /// Visits a token's symbols and gives its length.
    fn token(
        &self,
        token: &Token,
        lengths: &[usize],
        at: (usize, usize),
        visit: &mut impl FnMut(Symbol),
    ) -> usize {
        match *token {
            Token::Literal(byte) => {
                visit(Symbol::Literal(byte));
                1
            }
            Token::Repeat { length, from } => {
                let (symbol, extra) = bucket(&DISTANCES, self.template.distance(lengths, from, at));
                if self.repeats.has_distance(symbol) {
                    visit(Symbol::Length(bucket(&LENGTHS, length).0));
                    visit(Symbol::Distance(symbol, extra));
                } else {
                    let text = self.template.constants[at.0].as_bytes();
                    text[at.1..at.1 + length].iter().for_each(|&byte| visit(Symbol::Literal(byte)));
                }
                length
            }
        }
    }
}

impl Repeats {
    /// Visits the symbols of a number with its runs.
    fn digits(self, digits: &[u8], visit: &mut impl FnMut(Symbol)) {
        for run in digits.chunk_by(|a, b| a == b) {
            let repeated = run.len() - 1;
            if self.run != 0 && run.len() >= self.run && self.has_length(repeated) {
                visit(Symbol::Literal(run[0]));
                visit(Symbol::Length(repeated - SHORTEST));
                visit(Symbol::Distance(0, 0));
            } else {
                run.iter().for_each(|&digit| visit(Symbol::Literal(digit)));
            }
        }
    }
}

/// Mean uses of a base64 character in a signature. 42 characters are any; the
/// 43rd holds the last 4 bits of 256 and two zeros.
pub(crate) fn mac_uses(value: usize) -> f64 {
    42.0 / 64.0 + if value.is_multiple_of(4) { 1.0 / 16.0 } else { 0.0 }
}

/// Lengths of repeats. These have a symbol each, without extra bits.
pub(crate) const SHORTEST: usize = 3;
pub(crate) const LONGEST: usize = 10;
