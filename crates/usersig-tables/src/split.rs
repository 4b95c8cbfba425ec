//! Splits a template into tokens so that the mean cost in bits is least.

use crate::header::{DISTANCES, bucket};
use crate::shape::{LONGEST, Repeats, SHORTEST, Token};
use crate::template::Template;

/// What symbols cost while a template is split.
pub(crate) struct Prices {
    pub(crate) literals: [f64; 256],
    /// By length, of the lengths that [`Repeats`] allows.
    pub(crate) lengths: [f64; LONGEST + 1],
    /// By symbol, of the distances that [`Repeats`] allows, without extra bits.
    pub(crate) distances: [f64; 30],
}

/// The tokens and their cost, given for some tickets the lengths of the variables.
pub(crate) fn split(
    template: &Template,
    repeats: Repeats,
    prices: &Prices,
    lengths: &[Vec<usize>],
) -> (Vec<Vec<Token>>, f64) {
    let splitter = Splitter { template, repeats, prices, lengths };
    let mut total = 0.0;
    let tokens = (0..template.constants.len())
        .map(|part| {
            let (tokens, cost) = splitter.part(part);
            total += cost;
            tokens
        })
        .collect();
    (tokens, total)
}

struct Splitter<'s> {
    template: &'s Template,
    repeats: Repeats,
    prices: &'s Prices,
    lengths: &'s [Vec<usize>],
}

impl Splitter<'_> {
    fn part(&self, part: usize) -> (Vec<Token>, f64) {
        let text = self.template.constants[part].as_bytes();
        // best[i]: least cost of text[i..] and the token that begins it.
        let mut best: Vec<(f64, Token)> = vec![(0.0, Token::Literal(0)); text.len() + 1];
        for at in (0..text.len()).rev() {
            best[at] = (self.literal(text[at]) + best[at + 1].0, Token::Literal(text[at]));
            for from in self.sources((part, at)) {
                let longest = self.repeated(from, (part, at)).min(LONGEST);
                if longest < SHORTEST {
                    continue;
                }
                let (reached, distance) = self.reach(from, (part, at));
                let mut spelled = 0.0;
                for length in 1..=longest {
                    spelled += self.literal(text[at + length - 1]);
                    if !self.repeats.has_length(length) {
                        continue;
                    }
                    let repeat = reached * self.prices.lengths[length] + distance;
                    let cost = repeat + (1.0 - reached) * spelled + best[at + length].0;
                    if cost < best[at].0 {
                        best[at] = (cost, Token::Repeat { length, from });
                    }
                }
            }
        }
        let mut tokens = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let token = best[at].1.clone();
            at += match token {
                Token::Literal(_) => 1,
                Token::Repeat { length, .. } => length,
            };
            tokens.push(token);
        }
        (tokens, best[0].0)
    }

    fn literal(&self, byte: u8) -> f64 {
        self.prices.literals[usize::from(byte)]
    }

    /// Every place in constant parts before `at`.
    fn sources(&self, at: (usize, usize)) -> impl Iterator<Item = (usize, usize)> {
        (0..=at.0).flat_map(move |part| {
            let end = if part == at.0 { at.1 } else { self.template.constants[part].len() };
            (0..end).map(move |offset| (part, offset))
        })
    }

    /// How many characters at `from` and `at` agree, within their constant parts.
    fn repeated(&self, from: (usize, usize), at: (usize, usize)) -> usize {
        let source = self.template.constants[from.0].as_bytes()[from.1..].iter();
        let target = self.template.constants[at.0].as_bytes()[at.1..].iter();
        source.zip(target).take_while(|(a, b)| a == b).count()
    }

    /// The share of tickets in which the distance has a code word, and the mean
    /// cost of the distance over all of them.
    fn reach(&self, from: (usize, usize), at: (usize, usize)) -> (f64, f64) {
        let (mut reached, mut total) = (0.0, 0.0);
        for lengths in self.lengths {
            let (symbol, extra) = bucket(&DISTANCES, self.template.distance(lengths, from, at));
            if self.repeats.has_distance(symbol) {
                reached += 1.0;
                total += self.prices.distances[symbol] + extra as f64;
            }
        }
        let count = self.lengths.len() as f64;
        (reached / count, total / count)
    }
}
