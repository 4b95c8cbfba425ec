//! Writes a current ticket's envelope without a compressor.
//!
//! The JSON is a template around a few variable texts. Its repeats and a Huffman
//! code for what tickets say are found beforehand (`usersig-tables`); what is
//! left is to look up a code word for each variable character. There are two
//! forms of each template: in its own dynamic code, whose description is a
//! constant too, and in the fixed code of RFC 1951. The shorter one is written,
//! the fixed one when both are equally long, since readers have less work with it.

mod any;
mod form;
mod length;
pub(crate) mod read;
mod tables;
mod usual;

use self::form::{Form, Pairs};
use self::length::{fixed_len, least_fixed};
use self::usual::{Head, NumberBits, Shape};
use super::base64::encoded_len;
use super::bits::{Buffer, EMPTY};
use super::json::{escaped_len, is_escaped};
#[cfg(feature = "simd")]
use usersig_simd::SymbolCode;

use crate::SMALL;
use crate::claims::SdkAppId;
use crate::decimal::Decimal;
use crate::key::{MAC_BYTES, State, Steps, mac_bytes};

/// The variable texts of a ticket, but the signature.
pub(crate) struct Texts<'a> {
    pub(crate) userid: &'a str,
    pub(crate) sdkappid: &'a Decimal,
    pub(crate) expire: &'a Decimal,
    pub(crate) time: &'a Decimal,
    pub(crate) userbuf: Option<&'a [u8]>,
}

/// Characters that a ticket of these texts can take at most, in either encoding.
pub(crate) fn max_len(userid: &str, userbuf: Option<usize>) -> usize {
    let variable = escaped_len(userid) + userbuf.map_or(0, encoded_len) + LONGEST_NUMBERS + SIG_CHARACTERS;
    let json = TEMPLATE_BYTES + variable;
    // 9 bits a character of the fixed code, its 10 bits around, and zlib's frame.
    encoded_len(json + json / 8 + 2 + FRAME_BYTES)
}

/// What the SDKAppID of an application is in each form.
#[derive(Clone)]
pub(crate) struct Prepared {
    plain: NumberBits,
    plain_fixed: NumberBits,
    userbuf: NumberBits,
    userbuf_fixed: NumberBits,
}

impl Prepared {
    pub(crate) fn new(sdkappid: SdkAppId) -> Self {
        let digits = Decimal::new(sdkappid.get().into());
        Self {
            plain: any::number_bits(&PLAIN_DYNAMIC, &digits),
            plain_fixed: any::number_bits(&PLAIN_FIXED, &digits),
            userbuf: any::number_bits(&USER_BUF_DYNAMIC, &digits),
            userbuf_fixed: any::number_bits(&USER_BUF_FIXED, &digits),
        }
    }
}

/// Where tickets are written, one after another.
pub(crate) struct Desk {
    buffer: Buffer,
    head: Option<Head>,
}

impl Desk {
    pub(crate) const fn new() -> Self {
        Self { buffer: EMPTY, head: None }
    }

    /// The room on it, for another use.
    pub(crate) const fn room(&mut self) -> &mut Buffer {
        self.head = None;
        &mut self.buffer
    }
}

/// Writes the compact ticket into `out`, which holds [`max_len`]; returns its length.
///
/// `prepared` is that of the same SDKAppID. The steps of `mac` are taken in between
/// what can be written without it.
#[inline(always)]
pub(crate) fn write(
    desk: &mut Desk,
    prepared: &Prepared,
    texts: &Texts<'_>,
    mac: &impl Steps,
    out: &mut [u8],
) -> usize {
    match texts.userbuf {
        None => write_shorter::<PlainDynamic, PlainFixed>(desk, prepared, texts, mac, out),
        Some(_) => write_shorter::<UserBufDynamic, UserBufFixed>(desk, prepared, texts, mac, out),
    }
}

#[inline(always)]
fn write_shorter<Dynamic: Shape, Fixed: Shape>(
    desk: &mut Desk,
    prepared: &Prepared,
    texts: &Texts<'_>,
    mac: &impl Steps,
    out: &mut [u8],
) -> usize {
    if SMALL {
        return write_any::<Dynamic, Fixed>(prepared, texts, &mac.finish(), out);
    }
    if let Some(length) = usual::write::<Dynamic>(prepared, texts, mac, desk, out) {
        let sdkappid_bits = Fixed::sdkappid(prepared).bit_count();
        if length < least_fixed(Fixed::FORM, sdkappid_bits, texts)
            || length < fixed_len(Fixed::FORM, sdkappid_bits, texts)
        {
            return length;
        }
        return write_any::<Dynamic, Fixed>(prepared, texts, &mac.finish(), out);
    }
    if !texts.userid.is_ascii() {
        // Only the fixed code has words for all bytes.
        if let Some(length) = usual::write::<Fixed>(prepared, texts, mac, desk, out) {
            return length;
        }
    }
    write_any::<Dynamic, Fixed>(prepared, texts, &mac.finish(), out)
}

/// Writes the shorter of both forms, whatever the ticket says.
#[cold]
#[inline(never)]
fn write_any<Dynamic: Shape, Fixed: Shape>(
    prepared: &Prepared,
    texts: &Texts<'_>,
    mac: &State,
    out: &mut [u8],
) -> usize {
    let mac = mac_bytes(mac);
    let fixed = Fixed::sdkappid(prepared);
    if !texts.userid.bytes().any(is_escaped)
        && let Some(length) = any::write(Dynamic::FORM, Dynamic::sdkappid(prepared), texts, &mac, out)
        && length < fixed_len(Fixed::FORM, fixed.bit_count(), texts)
    {
        return length;
    }
    // The fixed code has a word for every byte.
    any::write(Fixed::FORM, fixed, texts, &mac, out).unwrap_or(0)
}

struct PlainDynamic;
struct PlainFixed;
struct UserBufDynamic;
struct UserBufFixed;

impl Shape for PlainDynamic {
    const FORM: &'static Form = &PLAIN_DYNAMIC;
    const PAIRS: &'static Pairs = &PLAIN_PAIRS;
    #[cfg(feature = "simd")]
    const SYMBOLS: &'static SymbolCode = &PLAIN_SYMBOLS;

    fn sdkappid(prepared: &Prepared) -> &NumberBits {
        &prepared.plain
    }
}

impl Shape for PlainFixed {
    const FORM: &'static Form = &PLAIN_FIXED;
    const PAIRS: &'static Pairs = &FIXED_PAIRS;
    #[cfg(feature = "simd")]
    const SYMBOLS: &'static SymbolCode = &FIXED_SYMBOLS;

    fn sdkappid(prepared: &Prepared) -> &NumberBits {
        &prepared.plain_fixed
    }
}

impl Shape for UserBufDynamic {
    const FORM: &'static Form = &USER_BUF_DYNAMIC;
    const PAIRS: &'static Pairs = &USER_BUF_PAIRS;
    #[cfg(feature = "simd")]
    const SYMBOLS: &'static SymbolCode = &USER_BUF_SYMBOLS;

    fn sdkappid(prepared: &Prepared) -> &NumberBits {
        &prepared.userbuf
    }
}

impl Shape for UserBufFixed {
    const FORM: &'static Form = &USER_BUF_FIXED;
    const PAIRS: &'static Pairs = &FIXED_PAIRS;
    #[cfg(feature = "simd")]
    const SYMBOLS: &'static SymbolCode = &FIXED_SYMBOLS;

    fn sdkappid(prepared: &Prepared) -> &NumberBits {
        &prepared.userbuf_fixed
    }
}

static PLAIN_DYNAMIC: Form = Form::dynamic(&tables::PLAIN);
static PLAIN_PAIRS: Pairs = form::pairs(&PLAIN_DYNAMIC);
static PLAIN_FIXED: Form = Form::fixed(&tables::PLAIN);
static USER_BUF_DYNAMIC: Form = Form::dynamic(&tables::USER_BUF);
static USER_BUF_PAIRS: Pairs = form::pairs(&USER_BUF_DYNAMIC);
static USER_BUF_FIXED: Form = Form::fixed(&tables::USER_BUF);
static FIXED_PAIRS: Pairs = form::pairs(&PLAIN_FIXED);

#[cfg(feature = "simd")]
static PLAIN_SYMBOLS: SymbolCode = form::symbols(&PLAIN_DYNAMIC);
#[cfg(feature = "simd")]
static USER_BUF_SYMBOLS: SymbolCode = form::symbols(&USER_BUF_DYNAMIC);
#[cfg(feature = "simd")]
static FIXED_SYMBOLS: SymbolCode = form::symbols(&PLAIN_FIXED);

/// Bytes of zlib around the bits of the block.
const FRAME_BYTES: usize = 6;
/// Base64 of a MAC without its one padding character, which is constant.
const SIG_CHARACTERS: usize = encoded_len(MAC_BYTES) - 1;
/// SDKAppID, expire and time.
const LONGEST_NUMBERS: usize = 10 + 19 + 19;
/// The names, punctuation and the version.
const TEMPLATE_BYTES: usize = 112;
