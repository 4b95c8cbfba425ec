//! A template with its code, ready to be written: prepared while compiling.

#[cfg(feature = "simd")]
use usersig_simd::SymbolCode;

use crate::envelope::base64::STANDARD;
use crate::envelope::bits::{WORD_BITS, Written};
use crate::envelope::json::is_escaped;
use crate::envelope::sums::Sums;

/// What varies from ticket to ticket.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Variable {
    UserId,
    SdkAppId,
    Expire,
    Time,
    UserBuf,
    Sig,
}

/// A piece of a constant part, as the tables have it.
#[derive(Clone, Copy)]
pub(super) enum Token {
    /// Characters as they are.
    Text(&'static str),
    /// Characters that stood before: `back`, and the lengths of the variables from
    /// number `since` up to this part's.
    Repeat { text: &'static str, back: usize, since: usize },
}

/// The constants of one form, as the tables have them.
pub(super) struct Source {
    /// Code lengths of literals, the end of the block, and repeat lengths.
    pub(super) literals: [u8; 286],
    pub(super) distances: [u8; 30],
    /// How many equal digits of a number are written as a repeat.
    pub(super) run: usize,
    /// The head of the block: type and description of the code.
    pub(super) header: &'static [u64],
    pub(super) header_bits: u32,
    pub(super) variables: &'static [Variable],
    /// One more than there are variables.
    pub(super) parts: &'static [&'static [Token]],
}

/// A code word: up to 15 bits, ready to be written, and their count.
#[derive(Clone, Copy)]
pub(super) struct Word {
    pub(super) bits: u16,
    /// 0 when the symbol has no code.
    pub(super) count: u8,
}

/// Constant bits, and the repeat that follows them, if any.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub(super) bits: [u64; PIECE_WORDS],
    pub(super) count: u32,
    pub(super) repeat: Option<Repeat>,
}

/// A repeat whose distance depends on the variables.
#[derive(Clone, Copy)]
pub(super) struct Repeat {
    pub(super) length: Word,
    pub(super) back: usize,
    pub(super) since: usize,
    /// What is repeated, for a distance that the code does not have.
    pub(super) text: &'static str,
}

/// A constant part.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) pieces: [Piece; MOST_PIECES],
    pub(super) count: usize,
    /// What the part adds to the checksum.
    pub(super) sums: Sums,
}

/// One form: a template and the code that it is written in.
pub(super) struct Form {
    pub(super) literals: [Word; 256],
    /// The words of the characters that a UserID is written in, with their counts
    /// above [`PACKED_COUNT`]; [`NO_PACKED`] for those without one, or escaped.
    pub(super) packed: [u16; 256],
    /// Two digits each, of words of [`digit_bits`](Self::digit_bits).
    pub(super) digit_pairs: [u16; 128],
    /// All digits have words of this length.
    pub(super) digit_bits: u32,
    /// Repeats of 3 to 10 characters, which have no extra bits.
    pub(super) lengths: [Word; 8],
    pub(super) distances: [Word; 30],
    pub(super) run: usize,
    pub(super) end: Word,
    pub(super) header_bits: u32,
    pub(super) variables: &'static [Variable],
    /// What every ticket begins with: the frame, the header and the first part.
    pub(super) start: Written,
    /// The words of short distances with their extra bits, by distance.
    pub(super) near: [Word; NEAR],
    /// Bits of everything constant, repeats counted without their extra bits.
    pub(super) least_bits: u32,
    pub(super) parts: [Part; MOST_PARTS],
    count: usize,
}

const WORD_MASK: u64 = (1 << WORD_BITS) - 1;
const PIECE_WORDS: usize = 6;
/// Distances below this are looked up.
const NEAR: usize = 256;
/// Deflate with a 32 KiB window, as level 6 writes it.
const ZLIB_HEADER: u64 = 0x9c78;
const MOST_PIECES: usize = 5;
const MOST_PARTS: usize = 7;
const END_OF_BLOCK: usize = 256;

impl Part {
    pub(super) fn pieces(&self) -> &[Piece] {
        &self.pieces[..self.count]
    }
}

impl Form {
    /// The template in its own dynamic code.
    pub(super) const fn dynamic(source: &'static Source) -> Self {
        Self::new(source, &source.literals, &source.distances, source.header, source.header_bits)
    }

    /// The same template in the fixed code of RFC 1951.
    pub(super) const fn fixed(source: &'static Source) -> Self {
        Self::new(source, &FIXED_LITERALS, &[5; 30], &[0b011], 3)
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts[..self.count]
    }

    /// What the first part adds to the checksum.
    pub(super) const fn start_sums(&self) -> Sums {
        self.parts[0].sums
    }

    /// The bits of a distance and their count, if the code has a word for it.
    pub(super) fn reach(&self, distance: usize) -> Option<(u64, u32)> {
        let (symbol, extra, extra_bits) = distance_symbol(distance);
        let word = self.distances.get(symbol).filter(|word| word.count > 0)?;
        Some((u64::from(word.bits) | extra << word.count, u32::from(word.count) + extra_bits))
    }

    const fn new(
        source: &'static Source,
        literals: &[u8],
        distances: &[u8],
        header: &'static [u64],
        header_bits: u32,
    ) -> Self {
        let literals: [Word; 288] = canonical(literals);
        let mut form = Self {
            literals: [Word::NONE; 256],
            packed: [NO_PACKED; 256],
            digit_pairs: [0; 128],
            digit_bits: literals[b'0' as usize].count as u32,
            lengths: [Word::NONE; 8],
            distances: canonical(distances),
            run: source.run,
            end: literals[END_OF_BLOCK],
            header_bits,
            variables: source.variables,
            start: Written::EMPTY,
            near: [Word::NONE; NEAR],
            least_bits: header_bits + literals[END_OF_BLOCK].count as u32,
            parts: [Part::EMPTY; MOST_PARTS],
            count: source.parts.len(),
        };
        let mut symbol = 0;
        while symbol < 256 {
            assert!(literals[symbol].count as u32 <= MOST_LITERAL_BITS, "the writer has room for no more");
            form.literals[symbol] = literals[symbol];
            if literals[symbol].count > 0 && !is_escaped(symbol as u8) {
                form.packed[symbol] = literals[symbol].bits | (literals[symbol].count as u16) << PACKED_COUNT;
            }
            symbol += 1;
        }
        let mut pair = 0;
        while pair < 100 {
            let (first, second) =
                (literals[(b'0' + pair / 10) as usize], literals[(b'0' + pair % 10) as usize]);
            assert!(first.count as u32 == form.digit_bits, "the writer takes digits of one length");
            form.digit_pairs[pair as usize] = first.bits | second.bits << first.count;
            pair += 1;
        }
        let mut length = 0;
        while length < 8 {
            assert!(literals[END_OF_BLOCK + 1 + length].count <= 8, "the writer has room for no more");
            form.lengths[length] = literals[END_OF_BLOCK + 1 + length];
            length += 1;
        }
        let mut part = 0;
        while part < source.parts.len() {
            form.parts[part] = Part::new(source.parts[part], &literals);
            form.least_bits += form.parts[part].least_bits(distances);
            part += 1;
        }
        form.start.push(ZLIB_HEADER, 16);
        let mut bit = 0;
        while bit < header_bits {
            form.start.push(header[(bit / 64) as usize] >> (bit % 64) & 1, 1);
            bit += 1;
        }
        // No repeat can stand before the first variable.
        let first = &form.parts[0].pieces[0];
        let mut bit = 0;
        while bit < first.count {
            form.start.push(first.bits[(bit / WORD_BITS) as usize] >> (bit % WORD_BITS) & 1, 1);
            bit += 1;
        }
        let mut distance = 1;
        while distance < NEAR {
            let (symbol, extra, extra_bits) = distance_symbol(distance);
            let word = form.distances[symbol];
            if word.count > 0 {
                form.near[distance] = Word {
                    bits: word.bits | (extra as u16) << word.count,
                    count: word.count + extra_bits as u8,
                };
                assert!(form.near[distance].count <= 12, "the writer has room for no more");
            }
            distance += 1;
        }
        form
    }
}

impl Part {
    const EMPTY: Self = Self { pieces: [Piece::EMPTY; MOST_PIECES], count: 0, sums: Sums::NOTHING };

    const fn new(tokens: &[Token], literals: &[Word; 288]) -> Self {
        let mut part = Self::EMPTY;
        part.count = 1;
        let mut at = 0;
        while at < tokens.len() {
            let text = match tokens[at] {
                Token::Text(text) => {
                    part.pieces[part.count - 1].push(text, literals);
                    text
                }
                Token::Repeat { text, back, since } => {
                    // Lengths 3 to 10 have a symbol each and no extra bits.
                    let length = literals[END_OF_BLOCK + 1 + text.len() - 3];
                    part.pieces[part.count - 1].repeat = Some(Repeat { length, back, since, text });
                    part.count += 1;
                    text
                }
            };
            part.sums = part.sums.then(Sums::of(text.as_bytes()));
            at += 1;
        }
        part
    }
}

impl Part {
    const fn least_bits(&self, distances: &[u8]) -> u32 {
        let mut bits = 0;
        let mut at = 0;
        while at < self.count {
            bits += self.pieces[at].count;
            if let Some(repeat) = self.pieces[at].repeat {
                bits += repeat.length.count as u32 + shortest(distances);
            }
            at += 1;
        }
        bits
    }
}

impl Piece {
    const EMPTY: Self = Self { bits: [0; PIECE_WORDS], count: 0, repeat: None };

    const fn push(&mut self, text: &str, literals: &[Word; 288]) {
        let mut at = 0;
        while at < text.len() {
            let word = literals[text.as_bytes()[at] as usize];
            let (index, shift) = ((self.count / WORD_BITS) as usize, self.count % WORD_BITS);
            self.bits[index] |= (word.bits as u64) << shift & WORD_MASK;
            if shift + word.count as u32 > WORD_BITS {
                self.bits[index + 1] |= word.bits as u64 >> (WORD_BITS - shift);
            }
            self.count += word.count as u32;
            at += 1;
        }
    }
}

/// The shortest word of a code.
const fn shortest(lengths: &[u8]) -> u32 {
    let mut shortest = 15;
    let mut symbol = 0;
    while symbol < lengths.len() {
        if lengths[symbol] > 0 && lengths[symbol] < shortest {
            shortest = lengths[symbol];
        }
        symbol += 1;
    }
    shortest as u32
}

/// Where the count stands in an entry of [`Form::packed`].
pub(super) const PACKED_COUNT: u32 = 12;
/// No word, which a bit of its own says.
pub(super) const NO_PACKED: u16 = 1 << 11;

/// The longest word of a literal, the end of the block included, in the forms here.
pub(super) const MOST_LITERAL_BITS: u32 = 9;
/// The longest repeat of a near distance, in the forms here.
pub(super) const MOST_REPEAT_BITS: u32 = 20;

/// The symbol of a distance, its extra bits and how many they are (RFC 1951, 3.2.5).
pub(super) const fn distance_symbol(distance: usize) -> (usize, u64, u32) {
    let before = (distance - 1) as u64;
    if before < 4 {
        return (before as usize, 0, 0);
    }
    let extra_bits = before.ilog2() - 1;
    let symbol = 2 * (extra_bits + 1) as u64 + (before >> extra_bits & 1);
    (symbol as usize, before & ((1 << extra_bits) - 1), extra_bits)
}

impl Word {
    const NONE: Self = Self { bits: 0, count: 0 };
}

/// The canonical code of the given lengths (RFC 1951, 3.2.2), bits reversed for writing.
const fn canonical<const N: usize>(lengths: &[u8]) -> [Word; N] {
    let mut words = [Word::NONE; N];
    let mut next: u16 = 0;
    let mut length = 1;
    while length <= 15 {
        let mut symbol = 0;
        while symbol < lengths.len() {
            if lengths[symbol] == length {
                words[symbol] = Word { bits: next.reverse_bits() >> (16 - length), count: length };
                next += 1;
            }
            symbol += 1;
        }
        next <<= 1;
        length += 1;
    }
    words
}

const FIXED_LITERALS: [u8; 288] = {
    let mut lengths = [8; 288];
    let mut symbol = 144;
    while symbol < 280 {
        lengths[symbol] = if symbol < 256 { 9 } else { 7 };
        symbol += 1;
    }
    lengths
};

/// Two base64 characters at once, by the 12 bits that they stand for: the bits of
/// both words, and in the upper byte how many they are.
pub(super) type Pairs = [u32; 1 << 12];

/// The pairs of a form whose words are at most 12 bits long.
pub(super) const fn pairs(form: &Form) -> Pairs {
    let mut pairs = [0; 1 << 12];
    let mut index = 0;
    while index < pairs.len() {
        let first = form.literals[STANDARD[index >> 6] as usize];
        let second = form.literals[STANDARD[index & 63] as usize];
        let bits = first.bits as u32 | (second.bits as u32) << first.count;
        pairs[index] = bits | (first.count as u32 + second.count as u32) << 24;
        index += 1;
    }
    pairs
}

/// The base64 characters of a form, for vectors.
#[cfg(feature = "simd")]
pub(super) const fn symbols(form: &Form) -> SymbolCode {
    let (mut words, mut lengths) = ([0; 64], [0; 64]);
    let mut value = 0;
    while value < 64 {
        let word = form.literals[STANDARD[value] as usize];
        assert!(word.count <= 8, "vectors have room for no more");
        (words[value], lengths[value]) = (word.bits as u8, word.count);
        value += 1;
    }
    SymbolCode::new(*STANDARD, words, lengths)
}
