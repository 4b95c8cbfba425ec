//! Writes a ticket of any content in any form, piece by piece: long texts, escapes,
//! distances without a code word included.

use super::form::{Form, Repeat, Variable, Word};
use super::usual::NumberBits;
use super::{SIG_CHARACTERS, Texts};
use crate::SMALL;
use crate::decimal::Decimal;
use crate::envelope::base64::{self, encoded_len};
use crate::envelope::bits::{BitWriter, EMPTY, WORD_BITS};
use crate::envelope::json::is_escaped;
use crate::envelope::sums::Sums;
use crate::key::MAC_BYTES;

/// Writes the ticket into `out`; returns its length, or nothing when the form has no
/// code word for a character of the UserID.
pub(super) fn write(
    form: &Form,
    sdkappid: &NumberBits,
    texts: &Texts<'_>,
    mac: &[u8; MAC_BYTES],
    out: &mut [u8],
) -> Option<usize> {
    if !has_words(form, texts.userid) {
        return None;
    }
    let mut buffer = EMPTY;
    let mut bits = BitWriter::new(&mut buffer, out);
    bits.resume(&form.start);
    let mut writer = Writer { form, bits, sums: form.start_sums(), lengths: [0; 8] };
    for (number, variable) in form.variables.iter().enumerate() {
        writer.lengths[number] = match variable {
            Variable::UserId => writer.escaped(texts.userid.as_bytes()),
            Variable::SdkAppId => writer.number(sdkappid),
            Variable::Expire => writer.digits(texts.expire.text().as_bytes()),
            Variable::Time => writer.digits(texts.time.text().as_bytes()),
            Variable::UserBuf => writer.userbuf(texts.userbuf.unwrap_or_default()),
            Variable::Sig => writer.sig(mac),
        };
        writer.part(number + 1);
    }
    writer.bits.put(form.end.bits.into(), form.end.count.into());
    let checksum = writer.sums.adler32();
    Some(writer.bits.finish(checksum))
}

/// A number in a form's code, runs of equal digits as a repeat of the first.
pub(super) fn number_bits(form: &Form, number: &Decimal) -> NumberBits {
    let text = number.text();
    let digits = text.as_bytes();
    let mut bits = NumberBits { words: [0; 2], counts: [0; 2], sums: Sums::of(digits), length: digits.len() };
    let mut push = |word: Word| {
        let at = usize::from(bits.counts[0] + u32::from(word.count) > WORD_BITS || bits.counts[1] > 0);
        bits.words[at] |= u64::from(word.bits) << bits.counts[at];
        bits.counts[at] += u32::from(word.count);
    };
    for run in digits.chunk_by(|a, b| a == b) {
        let word = form.literals[usize::from(run[0])];
        match run_words(form, run.len()) {
            Some((length, distance)) => [word, length, distance].into_iter().for_each(&mut push),
            None => run.iter().for_each(|_| push(word)),
        }
    }
    bits
}

/// Whether the code has a word for every character of a UserID, escaped or not.
fn has_words(form: &Form, userid: &str) -> bool {
    userid.bytes().all(|byte| form.literals[usize::from(byte)].count != 0)
}

struct Writer<'f, 'b, 'o> {
    form: &'f Form,
    bits: BitWriter<'b, 'o>,
    sums: Sums,
    /// Of the variables written so far, characters.
    lengths: [usize; 8],
}

impl Writer<'_, '_, '_> {
    /// Writes the constant part with this number.
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

    fn repeat(&mut self, repeat: &Repeat, part: usize) {
        let distance = repeat.back + self.lengths[repeat.since..part].iter().sum::<usize>();
        match self.form.reach(distance) {
            Some((bits, count)) => {
                let length = repeat.length;
                self.bits.put(u64::from(length.bits) | bits << length.count, u32::from(length.count) + count);
            }
            None => self.spell(repeat.text),
        }
    }

    /// Writes a repeat's characters where the code has no word for its distance.
    fn spell(&mut self, text: &str) {
        for byte in text.bytes() {
            self.literal(byte);
        }
    }

    fn literal(&mut self, byte: u8) {
        let word = self.form.literals[usize::from(byte)];
        if SMALL {
            self.bits.put_short(word.bits.into(), word.count.into());
        } else {
            self.bits.put(word.bits.into(), word.count.into());
        }
    }

    /// Writes characters; the sums are the caller's.
    fn literals(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.literal(byte);
        }
    }

    fn digits(&mut self, digits: &[u8]) -> usize {
        self.literals(digits);
        self.sums = self.sums.then(Sums::of(digits));
        digits.len()
    }

    fn number(&mut self, number: &NumberBits) -> usize {
        for (bits, count) in number.words.into_iter().zip(number.counts) {
            self.bits.put(bits, count);
        }
        self.sums = self.sums.then(number.sums);
        number.length
    }

    fn escaped(&mut self, text: &[u8]) -> usize {
        let mut written = 0;
        for byte in text {
            let escape: &[u8] = if is_escaped(*byte) { b"\\" } else { b"" };
            for byte in escape.iter().chain([byte]) {
                self.bits.reserve(8);
                self.literal(*byte);
                self.sums = self.sums.then(Sums::of(&[*byte]));
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

    fn sig(&mut self, mac: &[u8; MAC_BYTES]) -> usize {
        let mut text = [0; encoded_len(MAC_BYTES)];
        base64::encode_standard(mac, &mut text);
        // The padding is a constant of the template.
        let text = &text[..SIG_CHARACTERS];
        self.bits.reserve(72);
        self.literals(text);
        self.sums = self.sums.then(Sums::of(text));
        SIG_CHARACTERS
    }
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

/// More than any constant part takes, with its repeats.
const PART_BYTES: usize = 96;
/// RFC 1951 has no shorter repeats.
const SHORTEST_REPEAT: usize = 3;
