//! Writes deflate data that no compressor writes: any blocks, any Huffman codes,
//! most of them nearly right.

/// Decisions from a list of numbers, over and over.
pub(crate) struct Choices {
    numbers: Vec<u32>,
    next: usize,
}

impl Choices {
    pub(crate) fn new(numbers: Vec<u32>) -> Self {
        Self { numbers, next: 0 }
    }

    /// A number below `limit`.
    fn below(&mut self, limit: u32) -> u32 {
        let number = self.numbers[self.next % self.numbers.len()];
        // A second round through the list decides otherwise.
        let round = (self.next / self.numbers.len()) as u32;
        self.next += 1;
        number.rotate_left(round % 32).wrapping_add(round) % limit
    }

    /// One of the symbols, if there are any.
    fn one_of(&mut self, symbols: &[usize]) -> Option<usize> {
        let at = self.below(symbols.len().max(1) as u32);
        symbols.get(at as usize).copied()
    }

    /// True once in `times` on average.
    fn once_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }
}

/// Deflate data, and what it stands for if it is sound.
pub(crate) struct Made {
    pub(crate) data: Vec<u8>,
    pub(crate) content: Vec<u8>,
}

/// Raw deflate data of a few blocks.
pub(crate) fn make(choices: &mut Choices) -> Made {
    let mut bits = Bits::default();
    let blocks = 1 + choices.below(3);
    for block in 1..=blocks {
        bits.put(u32::from(block == blocks), 1);
        match choices.below(12) {
            0..=1 => stored(&mut bits, choices),
            2..=4 => fixed(&mut bits, choices),
            5 if choices.once_in(4) => bits.put(3, 2),
            _ => dynamic(&mut bits, choices),
        }
    }
    // The bits up to the next byte mean nothing.
    bits.put(choices.below(128), bits.free);
    Made { data: bits.bytes, content: bits.content }
}

fn stored(bits: &mut Bits, choices: &mut Choices) {
    bits.put(0, 2);
    bits.align();
    let length = if choices.once_in(20) { 20_000 } else { choices.below(20) };
    bits.put(length, 16);
    let check = if choices.once_in(20) { choices.below(65_536) } else { !length & 0xffff };
    bits.put(check, 16);
    for _ in 0..length {
        let byte = choices.below(256);
        bits.put(byte, 8);
        bits.content.push(byte as u8);
    }
}

fn fixed(bits: &mut Bits, choices: &mut Choices) {
    bits.put(1, 2);
    let mut lengths = [8; 288];
    lengths[144..256].fill(9);
    lengths[256..280].fill(7);
    symbols(bits, choices, &lengths, &[5; 32]);
}

fn dynamic(bits: &mut Bits, choices: &mut Choices) {
    bits.put(2, 2);
    let (literals, distances) = match choices.below(8) {
        0 => (257 + choices.below(32), 1 + choices.below(32)),
        _ => (257 + choices.below(30), 1 + choices.below(30)),
    };
    let mut literal_lengths = code_lengths(choices, literals as usize, 15);
    if !choices.once_in(20) && literal_lengths[256] == 0 {
        // The end of the block takes over the code of another symbol.
        if let Some(at) = literal_lengths.iter().position(|&length| length > 0) {
            literal_lengths.swap(at, 256);
        }
    }
    let distance_lengths = code_lengths(choices, distances as usize, 15);
    let sequence = run_lengths(choices, &[&literal_lengths[..], &distance_lengths].concat());

    let mut order_lengths = code_lengths(choices, 19, 7);
    for &(symbol, ..) in &sequence {
        if order_lengths[symbol as usize] == 0 {
            // Every symbol is needed: thirteen codes of 4 bits and six of 5 are complete.
            order_lengths = (0..19).map(|at| if at < 13 { 4 } else { 5 }).collect();
        }
    }
    bits.put(literals - 257, 5);
    bits.put(distances - 1, 5);
    let last = ORDER.iter().rposition(|&symbol| order_lengths[symbol] > 0).map_or(3, |last| last.max(3));
    bits.put(last as u32 - 3, 4);
    for &symbol in &ORDER[..=last] {
        bits.put(order_lengths[symbol].into(), 3);
    }
    let codes = canonical(&order_lengths);
    for (symbol, extra, extra_bits) in sequence {
        bits.code(codes[symbol as usize], order_lengths[symbol as usize]);
        bits.put(extra, extra_bits);
    }
    symbols(bits, choices, &literal_lengths, &distance_lengths);
}

/// Some symbols of a block and, nearly always, its end.
fn symbols(bits: &mut Bits, choices: &mut Choices, literals: &[u8], distances: &[u8]) {
    let (literal_codes, distance_codes) = (canonical(literals), canonical(distances));
    let used = |lengths: &[u8], from: usize, to: usize| -> Vec<usize> {
        (from..to.min(lengths.len())).filter(|&symbol| lengths[symbol] > 0).collect()
    };
    // The two symbols past the last length stand for nothing.
    let last = if choices.once_in(40) { 288 } else { 286 };
    let (bytes, lengths) = (used(literals, 0, 256), used(literals, 257, last));
    let far = used(distances, 0, if choices.once_in(40) { 32 } else { 30 });
    for _ in 0..choices.below(40) {
        if lengths.is_empty() || !choices.once_in(3) {
            let Some(symbol) = choices.one_of(&bytes) else { continue };
            bits.code(literal_codes[symbol], literals[symbol]);
            bits.content.push(symbol as u8);
            continue;
        }
        // Mostly a distance inside of what there is.
        let there = bits.content.len() as u32;
        let near: Vec<usize> = far.iter().copied().filter(|&symbol| distance(symbol).0 <= there).collect();
        let from = if choices.once_in(60) { &far } else { &near };
        let (Some(symbol), Some(back)) = (choices.one_of(&lengths), choices.one_of(from)) else { continue };
        let (first, extra) = length(symbol);
        let more = choices.below(1 << extra);
        bits.code(literal_codes[symbol], literals[symbol]);
        bits.put(more, extra);
        let length = first + more;
        let (first, extra) = distance(back);
        let most = there.saturating_sub(first).saturating_add(1).clamp(1, 1 << extra);
        let more = choices.below(most);
        bits.code(distance_codes[back], distances[back]);
        bits.put(more, extra);
        bits.copy(length, first + more);
    }
    if !choices.once_in(30) {
        bits.code(literal_codes[256], literals[256]);
    }
}

/// The smallest length that a symbol stands for, and its extra bits (RFC 1951, section 3.2.5).
fn length(symbol: usize) -> (u32, u32) {
    match symbol as u32 - 257 {
        at @ 0..8 => (at + 3, 0),
        at @ 8..28 => (((4 + at % 4) << (at / 4 - 1)) + 3, at / 4 - 1),
        28 => (258, 0),
        _ => (0, 0),
    }
}

/// The smallest distance that a symbol stands for, and its extra bits; 30 and 31 stand for none.
fn distance(symbol: usize) -> (u32, u32) {
    match symbol as u32 {
        at @ 0..4 => (at + 1, 0),
        at @ 4..30 => (((2 + at % 2) << (at / 2 - 1)) + 1, at / 2 - 1),
        _ => (0, 0),
    }
}

/// Lengths of a code for some of `symbols` symbols: complete, or nearly so.
fn code_lengths(choices: &mut Choices, symbols: usize, longest: u8) -> Vec<u8> {
    let mut leaves: Vec<u8> = vec![0];
    let wanted = match choices.below(8) {
        0 => 1,
        1 => 2,
        2 => symbols,
        _ => 1 + choices.below(symbols as u32) as usize,
    };
    while leaves.len() < wanted {
        let at = choices.below(leaves.len() as u32) as usize;
        // Codes with long and short words come of splitting one leaf again and again.
        let at = if choices.once_in(2) { leaves.len() - 1 } else { at };
        let Some(leaf) = leaves.get_mut(at).filter(|leaf| **leaf < longest) else {
            let Some(at) = leaves.iter().position(|&leaf| leaf < longest) else { break };
            leaves.swap(0, at);
            leaves[0] += 1;
            let split = leaves[0];
            leaves.push(split);
            continue;
        };
        *leaf += 1;
        let split = *leaf;
        leaves.push(split);
    }
    if leaves.len() == 1 {
        // One word alone is no complete code, and may be no word at all.
        leaves[0] = [1, 1, 1, 0, 2][choices.below(5) as usize];
    }
    let mut lengths = vec![0; symbols];
    for leaf in leaves {
        let at = choices.below(symbols as u32) as usize;
        let free = (at..symbols).chain(0..at).find(|&at| lengths[at] == 0);
        lengths[free.unwrap_or(at)] = leaf;
    }
    if choices.once_in(20) {
        let at = choices.below(symbols as u32) as usize;
        lengths[at] = choices.below(u32::from(longest) + 1) as u8;
    }
    lengths
}

/// Code lengths as symbols of the code for them, with their extra bits.
fn run_lengths(choices: &mut Choices, lengths: &[u8]) -> Vec<(u32, u32, u32)> {
    let mut sequence = Vec::new();
    let mut at = 0;
    while at < lengths.len() {
        let length = lengths[at];
        let run = lengths[at..].iter().take_while(|&&other| other == length).count();
        let repeat = !choices.once_in(4);
        if repeat && length == 0 && run >= 11 {
            let run = run.min(138);
            sequence.push((18, run as u32 - 11, 7));
            at += run;
        } else if repeat && length == 0 && run >= 3 {
            let run = run.min(10);
            sequence.push((17, run as u32 - 3, 3));
            at += run;
        } else if repeat && at > 0 && lengths[at - 1] == length && run >= 3 {
            let run = run.min(6);
            sequence.push((16, run as u32 - 3, 2));
            at += run;
        } else {
            sequence.push((length.into(), 0, 0));
            at += 1;
        }
    }
    if choices.once_in(40) {
        // A repeat past the end.
        sequence.push((16 + choices.below(3), 0, 2));
    }
    if choices.once_in(40) {
        // A repeat of nothing.
        sequence.insert(0, (16, 0, 2));
    }
    sequence
}

/// The code words that belong to the lengths (RFC 1951, section 3.2.2).
fn canonical(lengths: &[u8]) -> Vec<u32> {
    let mut next = [0u32; 17];
    for length in 1..=15 {
        let shorter = lengths.iter().filter(|&&other| usize::from(other) == length).count() as u32;
        next[length + 1] = (next[length] + shorter) << 1;
    }
    let mut take = |length: u8| {
        next[usize::from(length)] += 1;
        next[usize::from(length)] - 1
    };
    lengths.iter().map(|&length| if length == 0 { 0 } else { take(length) }).collect()
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    /// Bits of the last byte that are not used.
    free: u32,
    /// What the data inflates to.
    content: Vec<u8>,
}

impl Bits {
    /// Adds bits, the least significant first.
    fn put(&mut self, value: u32, count: u32) {
        for bit in 0..count {
            if self.free == 0 {
                self.bytes.push(0);
                self.free = 8;
            }
            let last = self.bytes.len() - 1;
            self.bytes[last] |= ((value >> bit & 1) as u8) << (8 - self.free);
            self.free -= 1;
        }
    }

    /// Adds a code word, the most significant bit first.
    fn code(&mut self, word: u32, length: u8) {
        for bit in (0..length).rev() {
            self.put(word >> bit & 1, 1);
        }
    }

    /// Repeats what stands `distance` back, if anything stands there.
    fn copy(&mut self, length: u32, distance: u32) {
        let Some(from) = self.content.len().checked_sub(distance as usize) else { return };
        for at in from..from + if distance == 0 { 0 } else { length as usize } {
            self.content.push(self.content[at]);
        }
    }

    fn align(&mut self) {
        self.free = 0;
    }
}

const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
