//! Writes a current ticket's envelope without a compressor.
//!
//! The JSON is a template around a few variable texts. Its repeats and a Huffman
//! code for what tickets say are found beforehand (`usersig-tables`); what is
//! left is to look up a code word for each variable character. There are two
//! forms of each template: in its own dynamic code, whose description is a
//! constant too, and in the fixed code of RFC 1951. The shorter one is written,
//! the fixed one when both are equally long, since readers have less work with it.

mod form;
pub(crate) mod read;
mod tables;

use self::form::{Form, Pairs, Repeat, Variable, Word};
use super::base64::{self, encoded_len};
use super::bits::{BitWriter, EMPTY, Written};
use super::json::{escaped_len, is_escaped};
use super::sums::Sums;
use crate::decimal::Decimal;
use crate::key::MAC_BYTES;

/// The variable texts of a ticket, but the signature.
pub(crate) struct Texts<'a> {
    pub(crate) userid: &'a str,
    pub(crate) sdkappid: &'a Decimal,
    pub(crate) expire: &'a Decimal,
    pub(crate) time: &'a Decimal,
    pub(crate) userbuf: Option<&'a [u8]>,
}

/// Bytes of zlib around the bits of the block.
const FRAME_BYTES: usize = 6;

/// Characters that a ticket of these texts can take at most, in either encoding.
pub(crate) fn max_len(userid: &str, userbuf: Option<usize>) -> usize {
    let variable = escaped_len(userid) + userbuf.map_or(0, encoded_len) + LONGEST_NUMBERS + SIG_CHARACTERS;
    let json = TEMPLATE_BYTES + variable;
    // 9 bits a character of the fixed code, its 10 bits around, and zlib's frame.
    encoded_len(json + json / 8 + 2 + FRAME_BYTES)
}

/// Writes the compact ticket into `out`, which holds [`max_len`]; returns its length.
///
/// `prefix` is the [`Prefix`] of the same SDKAppID.
#[inline(always)]
pub(crate) fn write(prefix: &Prefix, texts: &Texts<'_>, mac: &[u8; MAC_BYTES], out: &mut [u8]) -> usize {
    match texts.userbuf {
        None => write_shorter(&PLAIN_DYNAMIC, &PLAIN_PAIRS, &PLAIN_FIXED, &prefix.plain, texts, mac, out),
        Some(_) => write_shorter(
            &USER_BUF_DYNAMIC,
            &USER_BUF_PAIRS,
            &USER_BUF_FIXED,
            &prefix.userbuf,
            texts,
            mac,
            out,
        ),
    }
}

#[inline(always)]
fn write_shorter(
    dynamic: &'static Form,
    pairs: &Pairs,
    fixed: &'static Form,
    prefix: &FormPrefix,
    texts: &Texts<'_>,
    mac: &[u8; MAC_BYTES],
    out: &mut [u8],
) -> usize {
    if has_words(dynamic, texts.userid) {
        let length = write_rest(dynamic, Some(pairs), prefix, texts, mac, out);
        if length < least_fixed(fixed, texts) || length < fixed_len(fixed, texts) {
            return length;
        }
    }
    write_fixed(fixed, texts, mac, out)
}

#[cold]
#[inline(never)]
fn write_fixed(form: &'static Form, texts: &Texts<'_>, mac: &[u8; MAC_BYTES], out: &mut [u8]) -> usize {
    write_rest(form, None, &FormPrefix::new(form, texts.sdkappid), texts, mac, out)
}

/// What all tickets of an application begin with, in the dynamic code of each template.
#[derive(Clone)]
pub(crate) struct Prefix {
    plain: FormPrefix,
    userbuf: FormPrefix,
}

impl Prefix {
    pub(crate) fn new(sdkappid: &Decimal) -> Self {
        Self {
            plain: FormPrefix::new(&PLAIN_DYNAMIC, sdkappid),
            userbuf: FormPrefix::new(&USER_BUF_DYNAMIC, sdkappid),
        }
    }
}

/// The beginning of a form's stream up to the first variable that is not the SDKAppID.
#[derive(Clone)]
struct FormPrefix {
    bits: Written,
    sums: Sums,
    lengths: [usize; 8],
}

impl FormPrefix {
    /// Whether a stream begins like this.
    fn begins(&self, stream: &[u8]) -> bool {
        stream.starts_with(self.bits.bytes())
    }

    fn new(form: &'static Form, sdkappid: &Decimal) -> Self {
        let mut buffer = EMPTY;
        let bits = BitWriter::new(&mut buffer, &mut []);
        let mut writer = Writer { form, bits, sums: Sums::NOTHING, lengths: [0; 8] };
        writer.bits.put(ZLIB_HEADER, 16);
        writer.bits.constant(&form.header, form.header_bits);
        writer.part(0);
        for number in 0..form.prefix_variables {
            writer.lengths[number] = writer.number(sdkappid);
            writer.part(number + 1);
        }
        let (sums, lengths) = (writer.sums, writer.lengths);
        Self { bits: writer.bits.so_far(), sums, lengths }
    }
}

/// Whether the code has a word for every character of a UserID.
#[inline(always)]
fn has_words(form: &Form, userid: &str) -> bool {
    userid.bytes().all(|byte| form.literals[usize::from(byte)].count != 0 && !is_escaped(byte))
}

/// Writes what follows the prefix. Inlined for each form, which is a constant then,
/// so that the loops over its parts disappear.
#[inline(always)]
fn write_rest(
    form: &'static Form,
    pairs: Option<&Pairs>,
    prefix: &FormPrefix,
    texts: &Texts<'_>,
    mac: &[u8; MAC_BYTES],
    out: &mut [u8],
) -> usize {
    let mut buffer = EMPTY;
    let mut bits = BitWriter::new(&mut buffer, out);
    bits.resume(&prefix.bits);
    let mut writer = Writer { form, bits, sums: prefix.sums, lengths: prefix.lengths };
    macro_rules! write_variables {
        ($($number:literal)*) => {
            $(if $number >= form.prefix_variables && $number < form.variables.len() {
                writer.lengths[$number] = match form.variables[$number] {
                    Variable::UserId => writer.escaped(texts.userid.as_bytes()),
                    Variable::SdkAppId => writer.number(texts.sdkappid),
                    Variable::Expire => writer.number(texts.expire),
                    Variable::Time => writer.number(texts.time),
                    Variable::UserBuf => writer.userbuf(texts.userbuf.unwrap_or_default()),
                    Variable::Sig => writer.sig(mac, pairs),
                };
                writer.part($number + 1);
            })*
        };
    }
    write_variables!(0 1 2 3 4 5);
    writer.bits.put(form.end.bits.into(), form.end.count.into());
    let checksum = writer.sums.adler32();
    writer.bits.finish(checksum)
}

struct Writer<'b, 'o> {
    form: &'static Form,
    bits: BitWriter<'b, 'o>,
    sums: Sums,
    /// Of the variables written so far, characters.
    lengths: [usize; 8],
}

impl Writer<'_, '_> {
    /// Writes the constant part with this number.
    #[inline(always)]
    fn part(&mut self, number: usize) {
        let Some(part) = self.form.parts().get(number) else { return };
        self.bits.reserve(PART_BYTES);
        for piece in part.pieces() {
            self.bits.constant(&piece.bits, piece.count);
            if let Some(repeat) = &piece.repeat {
                self.repeat(repeat, number);
            }
        }
        self.sums = self.sums.then(part.sums);
    }

    #[inline(always)]
    fn repeat(&mut self, repeat: &Repeat, part: usize) {
        let distance = repeat.back + self.lengths[repeat.since & 7..part & 7].iter().sum::<usize>();
        let (symbol, extra, extra_bits) = distance_symbol(distance);
        let word = self.form.distances.get(symbol).copied().unwrap_or(NO_WORD);
        if word.count == 0 {
            return self.spell(repeat.text);
        }
        let length = repeat.length;
        let bits = u64::from(length.bits)
            | u64::from(word.bits) << length.count
            | extra << (length.count + word.count);
        self.bits.put(bits, u32::from(length.count + word.count) + extra_bits);
    }

    /// Writes a repeat's characters where the code has no word for its distance.
    #[cold]
    fn spell(&mut self, text: &str) {
        for byte in text.bytes() {
            self.literal(byte);
        }
    }

    #[inline(always)]
    fn literal(&mut self, byte: u8) {
        let word = self.form.literals[usize::from(byte)];
        self.bits.put(word.bits.into(), word.count.into());
    }

    /// Writes characters; the sums are the caller's.
    #[inline(always)]
    fn literals(&mut self, bytes: &[u8]) {
        if self.form.longest <= 7 {
            self.by::<8>(bytes);
        } else {
            self.by::<6>(bytes);
        }
    }

    /// Writes `N` characters at a time.
    #[inline(always)]
    fn by<const N: usize>(&mut self, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks::<N>();
        for chunk in chunks {
            self.few(chunk);
        }
        self.few(rest);
    }

    /// Writes as many characters as [`BitWriter::put`] takes at once.
    #[inline(always)]
    fn few(&mut self, bytes: &[u8]) {
        let mut bits = 0;
        let mut count = 0;
        for &byte in bytes {
            let word = self.form.literals[usize::from(byte)];
            bits |= u64::from(word.bits) << count;
            count += u32::from(word.count);
        }
        self.bits.put(bits, count);
    }

    #[inline(always)]
    fn number(&mut self, number: &Decimal) -> usize {
        let digits = number.as_bytes();
        if number.has_run() {
            self.runs(digits);
        } else {
            self.literals(digits);
        }
        self.sums = self.sums.then(Sums::of(digits));
        digits.len()
    }

    /// Writes digits, runs of equal ones as a repeat of the first.
    #[cold]
    #[inline(never)]
    fn runs(&mut self, digits: &[u8]) {
        for run in digits.chunk_by(|a, b| a == b) {
            match run_words(self.form, run.len()) {
                Some((length, distance)) => {
                    self.literal(run[0]);
                    self.bits.put(length.bits.into(), length.count.into());
                    self.bits.put(distance.bits.into(), distance.count.into());
                }
                None => self.literals(run),
            }
        }
    }

    #[inline(always)]
    fn escaped(&mut self, text: &[u8]) -> usize {
        if text.len() <= SHORT_TEXT && !text.iter().any(|&byte| is_escaped(byte)) {
            self.literals(text);
            self.sums = self.sums.then(Sums::of(text));
            return text.len();
        }
        self.escaped_slowly(text)
    }

    #[cold]
    #[inline(never)]
    fn escaped_slowly(&mut self, text: &[u8]) -> usize {
        let mut written = 0;
        for &byte in text {
            let escape: &[u8] = if is_escaped(byte) { b"\\" } else { b"" };
            for &byte in escape.iter().chain(&[byte]) {
                self.bits.reserve(8);
                self.literal(byte);
                self.sums = self.sums.then(Sums::of(&[byte]));
                written += 1;
            }
        }
        written
    }

    fn userbuf(&mut self, bytes: &[u8]) -> usize {
        base64::standard_pieces(bytes, |text, length| {
            self.bits.reserve(72);
            self.literals(&text[..length]);
            self.sums = self.sums.then(Sums::of(&text[..length]));
        });
        encoded_len(bytes.len())
    }

    #[inline(always)]
    fn sig(&mut self, mac: &[u8; MAC_BYTES], pairs: Option<&Pairs>) -> usize {
        let mut text = [0; 48];
        base64::encode_standard(mac, &mut text);
        // The padding is a constant of the template.
        text[SIG_CHARACTERS] = 0;
        self.bits.reserve(72);
        match pairs {
            Some(pairs) => self.mac_by_pairs(mac, pairs),
            None => self.literals(&text[..SIG_CHARACTERS]),
        }
        self.sums = self.sums.then(Sums::of_padded(&text, SIG_CHARACTERS));
        SIG_CHARACTERS
    }

    /// Writes the base64 of a MAC, two characters at a look.
    #[inline(always)]
    fn mac_by_pairs(&mut self, mac: &[u8; MAC_BYTES], pairs: &Pairs) {
        let (sixes, rest) = mac.as_chunks::<6>();
        for &[a, b, c, d, e, f] in sixes {
            let word = u64::from_be_bytes([0, 0, a, b, c, d, e, f]);
            let pair = |shift: u32| pairs[(word >> shift & 0xfff) as usize];
            let (first, first_count) = joined(pair(36), pair(24));
            let (second, second_count) = joined(pair(12), pair(0));
            if self.form.longest <= 7 {
                self.bits.put(first | second << first_count, first_count + second_count);
            } else {
                self.bits.put(first, first_count);
                self.bits.put(second, second_count);
            }
        }
        let &[a, b] = rest else { return };
        let word = usize::from(u16::from_be_bytes([a, b]));
        let last = self.form.literals[usize::from(base64::STANDARD[(word & 15) << 2])];
        let last = u32::from(last.bits) | u32::from(last.count) << 24;
        let (bits, count) = joined(pairs[word >> 4], last);
        self.bits.put(bits, count);
    }
}

/// Two entries of [`Pairs`] behind one another, and how many bits they are.
#[inline(always)]
const fn joined(first: u32, second: u32) -> (u64, u32) {
    let (first_count, second_count) = (first >> 24, second >> 24);
    let (first, second) = ((first & 0x00ff_ffff) as u64, (second & 0x00ff_ffff) as u64);
    (first | second << first_count, first_count + second_count)
}

/// The words that repeat a digit to a run of `count`, if it is written so.
fn run_words(form: &Form, count: usize) -> Option<(Word, Word)> {
    if count < form.run {
        return None;
    }
    let length = *form.lengths.get(count - 1 - SHORTEST_REPEAT)?;
    let distance = form.distances[0];
    (length.count > 0 && distance.count > 0).then_some((length, distance))
}

/// The symbol of a distance, its extra bits and how many they are (RFC 1951, 3.2.5).
#[inline(always)]
const fn distance_symbol(distance: usize) -> (usize, u64, u32) {
    let before = (distance - 1) as u64;
    if before < 4 {
        return (before as usize, 0, 0);
    }
    let extra_bits = before.ilog2() - 1;
    let symbol = 2 * (extra_bits + 1) as u64 + (before >> extra_bits & 1);
    (symbol as usize, before & ((1 << extra_bits) - 1), extra_bits)
}

/// The length of a ticket in the fixed form, characters.
#[cold]
#[inline(never)]
fn fixed_len(form: &Form, texts: &Texts<'_>) -> usize {
    let mut lengths = [0; 8];
    let mut bits = form.header_bits + u32::from(form.end.count);
    for (number, part) in form.parts().iter().enumerate() {
        for piece in part.pieces() {
            bits += piece.count;
            if let Some(repeat) = &piece.repeat {
                let distance = repeat.back + lengths[repeat.since..number].iter().sum::<usize>();
                bits += u32::from(repeat.length.count) + 5 + distance_symbol(distance).2;
            }
        }
        let Some(&variable) = form.variables.get(number) else { break };
        lengths[number] = variable_len(variable, texts);
        bits += match variable {
            Variable::SdkAppId => number_bits(form, texts.sdkappid),
            Variable::Expire => number_bits(form, texts.expire),
            Variable::Time => number_bits(form, texts.time),
            _ => 8 * lengths[number] as u32,
        };
    }
    encoded_len(FRAME_BYTES + bits.div_ceil(8) as usize)
}

/// Bits of a number with its runs.
fn number_bits(form: &Form, number: &Decimal) -> u32 {
    let literal_bits = |digit: &u8| u32::from(form.literals[usize::from(*digit)].count);
    let run_bits = |run: &[u8]| match run_words(form, run.len()) {
        Some((length, distance)) => {
            literal_bits(&run[0]) + u32::from(length.count) + u32::from(distance.count)
        }
        None => run.iter().map(literal_bits).sum(),
    };
    number.as_bytes().chunk_by(|a, b| a == b).map(run_bits).sum()
}

/// A bound from below for [`fixed_len`], without a look at the repeats.
#[inline(always)]
fn least_fixed(form: &Form, texts: &Texts<'_>) -> usize {
    // A run of nine digits takes three characters' room.
    let number = |number: &Decimal| if number.has_run() { 3 } else { number.as_bytes().len() };
    let characters = texts.userid.len()
        + number(texts.sdkappid)
        + number(texts.expire)
        + number(texts.time)
        + texts.userbuf.map_or(0, |userbuf| encoded_len(userbuf.len()))
        + SIG_CHARACTERS;
    encoded_len(FRAME_BYTES + (form.least_bits as usize / 8) + characters)
}

fn variable_len(variable: Variable, texts: &Texts<'_>) -> usize {
    match variable {
        Variable::UserId => escaped_len(texts.userid),
        Variable::SdkAppId => texts.sdkappid.as_bytes().len(),
        Variable::Expire => texts.expire.as_bytes().len(),
        Variable::Time => texts.time.as_bytes().len(),
        Variable::UserBuf => texts.userbuf.map_or(0, |userbuf| encoded_len(userbuf.len())),
        Variable::Sig => SIG_CHARACTERS,
    }
}

static PLAIN_DYNAMIC: Form = Form::dynamic(&tables::PLAIN);
static PLAIN_PAIRS: Pairs = form::pairs(&PLAIN_DYNAMIC);
static PLAIN_FIXED: Form = Form::fixed(&tables::PLAIN);
static USER_BUF_DYNAMIC: Form = Form::dynamic(&tables::USER_BUF);
static USER_BUF_PAIRS: Pairs = form::pairs(&USER_BUF_DYNAMIC);
static USER_BUF_FIXED: Form = Form::fixed(&tables::USER_BUF);

/// Deflate with a 32 KiB window, as level 6 writes it.
const ZLIB_HEADER: u64 = 0x9c78;
/// Base64 of a MAC without its one padding character, which is constant.
const SIG_CHARACTERS: usize = encoded_len(MAC_BYTES) - 1;
/// SDKAppID, expire and time.
const LONGEST_NUMBERS: usize = 10 + 19 + 19;
/// The names, punctuation and the version.
const TEMPLATE_BYTES: usize = 112;
/// More than any constant part takes, with its repeats.
const PART_BYTES: usize = 96;
/// RFC 1951 has no shorter repeats.
const SHORTEST_REPEAT: usize = 3;
/// UserIDs up to this length go the short way.
const SHORT_TEXT: usize = 64;
const NO_WORD: Word = Word { bits: 0, count: 0 };
