//! The description of a dynamic code at the head of its block (RFC 1951, 3.2.7).

use crate::huffman::{Lengths, code_lengths};

/// First length and number of extra bits of each length symbol.
pub(crate) const LENGTHS: [(usize, u64); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];

/// First distance and number of extra bits of each distance symbol.
pub(crate) const DISTANCES: [(usize, u64); 30] = [
    (1, 0),
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 1),
    (7, 1),
    (9, 2),
    (13, 2),
    (17, 3),
    (25, 3),
    (33, 4),
    (49, 4),
    (65, 5),
    (97, 5),
    (129, 6),
    (193, 6),
    (257, 7),
    (385, 7),
    (513, 8),
    (769, 8),
    (1025, 9),
    (1537, 9),
    (2049, 10),
    (3073, 10),
    (4097, 11),
    (6145, 11),
    (8193, 12),
    (12289, 12),
    (16385, 13),
    (24577, 13),
];

const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The symbol of a length or distance and how many extra bits it has.
pub(crate) fn bucket(table: &[(usize, u64)], value: usize) -> (usize, u64) {
    let symbol = table.partition_point(|&(base, _)| base <= value) - 1;
    (symbol, table[symbol].1)
}

/// Bits as they follow one another in the stream.
pub(crate) type Bits = Vec<bool>;

/// What each symbol of the description costs: lengths 0 to 15, and the runs
/// without their extra bits.
pub(crate) type Costs = [f32; 19];

/// Least costs of as many zeros as the index says, up to `most`.
pub(crate) fn zero_costs(costs: &Costs, most: usize) -> Vec<f32> {
    let mut least = vec![0.0; most + 1];
    for count in 1..=most {
        let single = least[count - 1] + costs[0];
        let short = (3..=count.min(10)).map(|run| least[count - run] + costs[17] + 3.0);
        let long = (11..=count.min(138)).map(|run| least[count - run] + costs[18] + 7.0);
        least[count] = short.chain(long).fold(single, f32::min);
    }
    least
}

/// Writes the description, from the block's first bit on. Gives the lengths of the
/// code that it is written in too.
pub(crate) fn describe(lengths: &Lengths) -> (Bits, [u8; 19]) {
    let (sequence, literals, distances) = sequence(lengths);
    // The cost of a run depends on the code, and the code on the runs chosen.
    let mut costs = [4u64; 19];
    let mut runs = Vec::new();
    let mut best: Option<(Bits, [u8; 19])> = None;
    for _ in 0..6 {
        runs.clear();
        runs.extend(split(&sequence, &costs));
        let mut frequencies = [0.0; 19];
        for &(symbol, _) in &runs {
            frequencies[symbol] += 1.0;
        }
        let found = code_lengths(&frequencies, 7);
        let code: [u8; 19] = std::array::from_fn(|symbol| found[symbol]);
        let written = write(literals, distances, &code, &runs);
        if best.as_ref().is_none_or(|(best, _)| written.len() < best.len()) {
            best = Some((written, code));
        }
        costs = std::array::from_fn(|symbol| if code[symbol] == 0 { 7 } else { code[symbol].into() });
    }
    best.unwrap_or_else(|| unreachable!("there are rounds"))
}

fn sequence(lengths: &Lengths) -> (Vec<u8>, usize, usize) {
    let used = |lengths: &[u8], least: usize| {
        lengths.iter().rposition(|&length| length != 0).map_or(least, |last| (last + 1).max(least))
    };
    let (literals, distances) = (used(&lengths.literals, 257), used(&lengths.distances, 1));
    let sequence = [&lengths.literals[..literals], &lengths.distances[..distances]].concat();
    (sequence, literals, distances)
}

/// Splits the lengths into single ones and runs `(symbol, extra value)`, at least cost.
fn split(sequence: &[u8], costs: &[u64; 19]) -> Vec<(usize, usize)> {
    let count = sequence.len();
    let mut best: Vec<(u64, usize, usize)> = vec![(0, 0, 0); count + 1];
    for at in (0..count).rev() {
        let value = sequence[at];
        best[at] = (costs[usize::from(value)] + best[at + 1].0, value.into(), 1);
        let same = sequence[at..].iter().take_while(|&&length| length == value).count();
        let mut offer = |symbol: usize, extra: u64, run: usize| {
            let cost = costs[symbol] + extra + best[at + run].0;
            if cost < best[at].0 {
                best[at] = (cost, symbol, run);
            }
        };
        if value == 0 {
            (3..=same.min(10)).for_each(|run| offer(17, 3, run));
            (11..=same.min(138)).for_each(|run| offer(18, 7, run));
        }
        if at > 0 && sequence[at - 1] == value {
            (3..=same.min(6)).for_each(|run| offer(16, 2, run));
        }
    }
    let mut runs = Vec::new();
    let mut at = 0;
    while at < count {
        let (_, symbol, run) = best[at];
        runs.push((symbol, run));
        at += run;
    }
    runs
}

fn write(literals: usize, distances: usize, code: &[u8], runs: &[(usize, usize)]) -> Bits {
    let mut bits = Bits::new();
    let described = ORDER.iter().rposition(|&symbol| code[symbol] != 0).map_or(4, |last| (last + 1).max(4));
    number(&mut bits, 0b101, 3);
    number(&mut bits, literals - 257, 5);
    number(&mut bits, distances - 1, 5);
    number(&mut bits, described - 4, 4);
    for &symbol in &ORDER[..described] {
        number(&mut bits, code[symbol].into(), 3);
    }
    let codes = canonical(code);
    for &(symbol, run) in runs {
        huffman(&mut bits, codes[symbol], code[symbol]);
        match symbol {
            16 => number(&mut bits, run - 3, 2),
            17 => number(&mut bits, run - 3, 3),
            18 => number(&mut bits, run - 11, 7),
            _ => {}
        }
    }
    bits
}

/// The canonical codes of given lengths (RFC 1951, 3.2.2).
fn canonical(lengths: &[u8]) -> Vec<u16> {
    let mut next = 0u16;
    let mut codes = vec![0; lengths.len()];
    for length in 1..=15 {
        for symbol in 0..lengths.len() {
            if lengths[symbol] == length {
                codes[symbol] = next;
                next += 1;
            }
        }
        next <<= 1;
    }
    codes
}

fn number(bits: &mut Bits, value: usize, count: usize) {
    bits.extend((0..count).map(|bit| value >> bit & 1 == 1));
}

fn huffman(bits: &mut Bits, code: u16, length: u8) {
    bits.extend((0..length).rev().map(|bit| code >> bit & 1 == 1));
}
