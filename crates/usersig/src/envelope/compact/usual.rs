//! Writes the usual ticket: short texts, nothing escaped.
//!
//! Nothing here branches on what a ticket says, only on which form it has. All that
//! does not depend on the signature is written by [`Half::write`], before the MAC is
//! there: the processor does it while it waits for the hash.

use super::form::{
    Form, MOST_LITERAL_BITS, MOST_REPEAT_BITS, NO_PACKED, PACKED_COUNT, Pairs, Piece, Repeat, Variable,
};
use super::{Desk, Prepared, SIG_CHARACTERS, Texts};
use crate::decimal::Decimal;
use crate::envelope::base64::{self, encoded_len};
use crate::envelope::bits::{BitWriter, Buffer, Mark, WORD_BITS};
use crate::envelope::sums::{Adler, Sums};
use crate::key::{State, Steps, mac_bytes};
#[cfg(feature = "simd")]
use usersig_simd::SymbolCode;

/// A form that is known while compiling, so that its loops disappear.
pub(super) trait Shape {
    const FORM: &'static Form;
    /// Its base64 characters by two, where that pays.
    const PAIRS: &'static Pairs;
    /// Its base64 characters, for vectors.
    #[cfg(feature = "simd")]
    const SYMBOLS: &'static SymbolCode;
    /// Which of the SDKAppID's digits are its.
    fn sdkappid(prepared: &Prepared) -> &NumberBits;
}

/// Longest UserID, in bytes, and longest UserBuf, in characters, that are written here.
pub(super) const MOST_USERID_BYTES: usize = 64;
const MOST_USER_BUF_CHARACTERS: usize = 64;

/// A number in a form's code, runs of digits included.
#[derive(Clone, Copy)]
pub(super) struct NumberBits {
    pub(super) words: [u64; 2],
    pub(super) counts: [u32; 2],
    pub(super) sums: Sums,
    pub(super) length: usize,
}

impl NumberBits {
    pub(super) const fn bit_count(&self) -> usize {
        (self.counts[0] + self.counts[1]) as usize
    }
}

/// Writes the ticket into `out` and returns its length; `None` for one that is not usual.
///
/// The steps of `mac` stand between parts that do not need it, about as long as a step.
#[inline(never)]
pub(super) fn write<S: Shape>(
    prepared: &Prepared,
    texts: &Texts<'_>,
    mac: &impl Steps,
    desk: &mut Desk,
    out: &mut [u8],
) -> Option<usize> {
    if texts.userid.len() > MOST_USERID_BYTES {
        return None;
    }
    let mut writer = if const { begins_with_times(S::FORM) } {
        head::<S>(prepared, texts, desk, out)?
    } else {
        desk.head = None;
        let mut writer = Writer::start::<S>(&mut desk.buffer, out);
        writer.variable::<S, 0, 1>(prepared, texts)?;
        writer.variable::<S, 1, 2>(prepared, texts)?;
        writer
    };
    let half = mac.inner();
    writer.variable::<S, 2, 3>(prepared, texts)?;
    let mac = outer(mac, &half);
    writer.variable::<S, 3, 4>(prepared, texts)?;
    writer.variable::<S, 4, 5>(prepared, texts)?;
    writer.variable::<S, 5, 6>(prepared, texts)?;
    Some(writer.finish::<S>(&mac))
}

#[inline(always)]
fn outer<M: Steps>(_: &M, half: &M::Half) -> State {
    M::outer(half)
}

/// The beginning of the ticket that was written last, kept on the desk for one of the
/// same times in the same form.
#[derive(Clone, Copy)]
pub(super) struct Head {
    form: &'static Form,
    time: Decimal,
    expire: Decimal,
    bits: Mark,
    adler: Adler,
    lengths: [usize; 8],
}

/// Whether the first two variables are the times.
pub(super) const fn begins_with_times(form: &Form) -> bool {
    matches!((form.variables[0], form.variables[1]), (Variable::Time, Variable::Expire))
}

/// Writes the two times, or goes on behind them where they are written already.
#[inline(always)]
fn head<'b, 'o, S: Shape>(
    prepared: &Prepared,
    texts: &Texts<'_>,
    desk: &'b mut Desk,
    out: &'o mut [u8],
) -> Option<Writer<'b, 'o>> {
    let form = S::FORM;
    if let Some(head) = &desk.head
        && core::ptr::eq(head.form, form)
        && head.time == *texts.time
        && head.expire == *texts.expire
    {
        let writer = BitWriter::resume_at(&mut desk.buffer, out, head.bits);
        let bits = Joiner { writer, pending: 0, count: 0, most: 0 };
        return Some(Writer { bits, adler: head.adler, lengths: head.lengths });
    }
    desk.head = None;
    let mut writer = Writer::start::<S>(&mut desk.buffer, out);
    writer.variable::<S, 0, 1>(prepared, texts)?;
    writer.variable::<S, 1, 2>(prepared, texts)?;
    writer.bits.flush();
    desk.head = Some(Head {
        form,
        time: *texts.time,
        expire: *texts.expire,
        bits: writer.bits.writer.mark(),
        adler: writer.adler,
        lengths: writer.lengths,
    });
    Some(writer)
}

struct Writer<'b, 'o> {
    bits: Joiner<'b, 'o>,
    adler: Adler,
    /// Of the variables written so far, characters.
    lengths: [usize; 8],
}

impl<'b, 'o> Writer<'b, 'o> {
    #[inline(always)]
    fn start<S: Shape>(buffer: &'b mut Buffer, out: &'o mut [u8]) -> Self {
        let mut bits = BitWriter::new(buffer, out);
        bits.resume(&S::FORM.start);
        let bits = Joiner { writer: bits, pending: 0, count: 0, most: 0 };
        Self { bits, adler: Adler::START.then(S::FORM.start_sums()), lengths: [0; 8] }
    }
}

impl Writer<'_, '_> {
    /// Writes the variable with this number and the part behind it, but for the signature.
    #[inline(always)]
    fn variable<S: Shape, const NUMBER: usize, const PART: usize>(
        &mut self,
        prepared: &Prepared,
        texts: &Texts<'_>,
    ) -> Option<()> {
        let form = S::FORM;
        let Some(variable) = form.variables.get(NUMBER) else { return Some(()) };
        self.lengths[NUMBER] = match variable {
            Variable::UserId => self.userid(form, texts.userid.as_bytes())?,
            Variable::SdkAppId => self.number(S::sdkappid(prepared)),
            Variable::Expire => self.digits(form, texts.expire)?,
            Variable::Time => self.digits(form, texts.time)?,
            Variable::UserBuf => self.userbuf(form, texts.userbuf.unwrap_or_default())?,
            Variable::Sig => return Some(()),
        };
        self.part::<S, PART>()
    }

    /// Adds the signature and ends the ticket; returns its length.
    #[inline(always)]
    fn finish<S: Shape>(mut self, mac: &State) -> usize {
        let form = S::FORM;
        self.signature::<S>(mac);
        // What follows the signature has no repeats: it stands in the form as one piece.
        let last = const { &S::FORM.parts[S::FORM.variables.len()] };
        self.piece(&last.pieces[0]);
        self.adler = self.adler.then(last.sums);
        self.bits.add(form.end.bits.into(), form.end.count.into(), MOST_LITERAL_BITS);
        self.bits.flush();
        self.bits.writer.finish(self.adler.bytes())
    }

    /// Writes the constant part with this number; nothing when a distance is too far.
    #[inline(always)]
    fn part<S: Shape, const NUMBER: usize>(&mut self) -> Option<()> {
        let part = const { &S::FORM.parts[NUMBER] };
        macro_rules! pieces {
            ($($at:literal)*) => {
                $(if $at < part.count {
                    let piece = const { &S::FORM.parts[NUMBER].pieces[$at] };
                    self.piece(piece);
                    if let Some(repeat) = &piece.repeat {
                        let mut distance = repeat.back;
                        let mut variable = repeat.since;
                        while variable < NUMBER {
                            distance += self.lengths[variable];
                            variable += 1;
                        }
                        self.repeat(S::FORM, repeat, distance)?;
                    }
                })*
            };
        }
        pieces!(0 1 2 3 4);
        self.adler = self.adler.then(part.sums);
        Some(())
    }

    #[inline(always)]
    fn piece(&mut self, piece: &Piece) {
        macro_rules! words {
            ($($at:literal)*) => {
                $(if $at * WORD_BITS < piece.count {
                    let left = piece.count - $at * WORD_BITS;
                    let count = if left < WORD_BITS { left } else { WORD_BITS };
                    self.bits.add(piece.bits[$at], count, count);
                })*
            };
        }
        words!(0 1 2 3 4 5);
    }

    #[inline(always)]
    fn repeat(&mut self, form: &Form, repeat: &Repeat, distance: usize) -> Option<()> {
        let word = form.near.get(distance)?;
        if word.count == 0 {
            self.bits.flush();
            self.bits.writer.apart(|writer| spell(form, repeat.text, writer));
            return Some(());
        }
        let length = repeat.length;
        let count = u32::from(length.count) + u32::from(word.count);
        self.bits.add(u64::from(length.bits) | u64::from(word.bits) << length.count, count, MOST_REPEAT_BITS);
        Some(())
    }

    #[inline(always)]
    fn userid(&mut self, form: &Form, userid: &[u8]) -> Option<usize> {
        self.bits.flush();
        self.literals(form, userid)?;
        self.adler = self.adler.then(Sums::of_short(userid));
        Some(userid.len())
    }

    /// Writes a number of up to ten digits.
    #[inline(always)]
    fn digits(&mut self, form: &Form, number: &Decimal) -> Option<usize> {
        let pairs = number.pairs()?;
        let length = number.len();
        let width = form.digit_bits;
        let pair = |value: u64| u64::from(form.digit_pairs[(value & 0x7f) as usize]);
        let rest = pair(pairs.rest)
            | pair(pairs.rest >> 16) << (2 * width)
            | pair(pairs.rest >> 32) << (4 * width)
            | pair(pairs.rest >> 48) << (6 * width);
        // The zeros that lead are left out: of the rest, or of the first two digits.
        let in_rest = length.min(8) as u32 * width;
        let in_first = length as u32 * width - in_rest;
        let first = (pair(pairs.first) & ((1 << (2 * width)) - 1)) >> (2 * width - in_first);
        let rest = rest >> (8 * width - in_rest);
        if 10 * width <= WORD_BITS {
            self.bits.add(first | rest << in_first, in_first + in_rest, 10 * width);
        } else {
            self.bits.add(first, in_first, 2 * width);
            let half = in_rest.min(4 * width);
            self.bits.add(rest & ((1 << half) - 1), half, 4 * width);
            self.bits.add(rest >> half, in_rest - half, 4 * width);
        }
        // The second word holds two digits at most.
        let [low, high, _] = *number.words();
        let behind = high & 0xff;
        let last = Sums::of_two(behind as u8, (high >> 8) as u8);
        let sums = Sums::of_eight(low).then(last);
        self.adler = self.adler.then(sums.shortened(10 - length));
        Some(length)
    }

    #[inline(always)]
    fn number(&mut self, number: &NumberBits) -> usize {
        self.bits.add(number.words[0], number.counts[0], WORD_BITS);
        self.bits.add(number.words[1], number.counts[1], 8);
        self.adler = self.adler.then(number.sums);
        number.length
    }

    #[inline(always)]
    fn userbuf(&mut self, form: &Form, bytes: &[u8]) -> Option<usize> {
        let length = encoded_len(bytes.len());
        if length > MOST_USER_BUF_CHARACTERS {
            return None;
        }
        let mut text = [0; MOST_USER_BUF_CHARACTERS];
        base64::encode_standard(bytes, &mut text);
        self.bits.flush();
        self.literals(form, &text[..length])?;
        self.adler = self.adler.then(Sums::of_padded(&text, length));
        Some(length)
    }

    /// Writes characters; nothing when one of them has no word or is escaped.
    #[inline(always)]
    fn literals(&mut self, form: &Form, bytes: &[u8]) -> Option<()> {
        // Six of the longest words fit one store.
        let (chunks, rest) = bytes.as_chunks::<6>();
        for chunk in chunks {
            self.few(form, chunk)?;
        }
        self.few(form, rest)
    }

    #[inline(always)]
    fn few(&mut self, form: &Form, bytes: &[u8]) -> Option<()> {
        let (mut bits, mut count, mut seen) = (0, 0, 0);
        for &byte in bytes {
            let packed = form.packed[usize::from(byte)];
            bits |= u64::from(packed & (NO_PACKED - 1)) << count;
            count += u32::from(packed >> PACKED_COUNT);
            seen |= packed;
        }
        self.bits.writer.put(bits, count);
        (seen & NO_PACKED == 0).then_some(())
    }

    #[cfg(feature = "simd")]
    #[inline(always)]
    fn signature<S: Shape>(&mut self, mac: &State) {
        let Some(encoded) = S::SYMBOLS.encode_mac(mac) else { return self.signature_by_pairs::<S>(mac) };
        self.bits.flush();
        for (word, count) in encoded.words[..6].iter().zip(encoded.counts) {
            self.bits.writer.put_word(*word, count as u32);
        }
        let sums = Sums::new(SIG_CHARACTERS, encoded.plain.into(), encoded.weighted.into());
        self.adler = self.adler.then(sums);
    }

    #[cfg(not(feature = "simd"))]
    #[inline(always)]
    fn signature<S: Shape>(&mut self, mac: &State) {
        self.signature_by_pairs::<S>(mac);
    }

    #[inline(always)]
    fn signature_by_pairs<S: Shape>(&mut self, mac: &State) {
        self.mac(S::FORM, S::PAIRS, mac);
        let mut text = [0; 48];
        base64::encode_standard(&mac_bytes(mac), &mut text);
        text[SIG_CHARACTERS] = 0;
        self.adler = self.adler.then(Sums::of_padded(&text, SIG_CHARACTERS));
    }

    /// Writes the base64 of a MAC but for its padding, two characters at a look.
    #[inline(always)]
    fn mac(&mut self, form: &Form, pairs: &Pairs, mac: &State) {
        let words = [0, 2, 4, 6].map(|at| u64::from(mac[at]) << 32 | u64::from(mac[at + 1]));
        let mut joined = [(0, 0); 7];
        for (group, joined) in joined.iter_mut().enumerate() {
            // 36 of the MAC's bits are six characters.
            let at = group * 36;
            let window = (words[at / 64] << (at % 64))
                | if at % 64 > 28 { words[at / 64 + 1] >> (64 - at % 64) } else { 0 };
            let look = |shift: u32| {
                let pair = pairs[(window >> shift & 0xfff) as usize];
                (u64::from(pair & 0x00ff_ffff), pair >> 24)
            };
            let ((a, a_count), (b, b_count), (c, c_count)) = (look(52), look(40), look(28));
            *joined = (a | b << a_count | c << (a_count + b_count), a_count + b_count + c_count);
        }
        self.bits.flush();
        for (bits, count) in joined {
            self.bits.writer.put(bits, count);
        }
        let last = form.literals[usize::from(base64::STANDARD[((words[3] & 15) << 2) as usize])];
        self.bits.add(last.bits.into(), last.count.into(), MOST_LITERAL_BITS);
    }
}

/// Writes a repeat's characters where the code has no word for its distance.
#[inline(never)]
fn spell(form: &Form, text: &str, writer: &mut BitWriter<'_, '_>) {
    for byte in text.bytes() {
        let word = form.literals[usize::from(byte)];
        writer.put(word.bits.into(), word.count.into());
    }
}

/// Joins bits as long as they are sure to fit one store.
struct Joiner<'b, 'o> {
    writer: BitWriter<'b, 'o>,
    pending: u64,
    count: u32,
    /// What `count` can be at most: a constant once everything is inlined.
    most: u32,
}

impl Joiner<'_, '_> {
    /// Adds `count` bits, which are `most` at most.
    #[inline(always)]
    fn add(&mut self, bits: u64, count: u32, most: u32) {
        if self.most + most > WORD_BITS {
            self.flush();
        }
        self.pending |= bits << self.count;
        self.count += count;
        self.most += most;
    }

    #[inline(always)]
    fn flush(&mut self) {
        if self.most > 0 {
            self.writer.put(self.pending, self.count);
            (self.pending, self.count, self.most) = (0, 0, 0);
        }
    }
}
