//! Writes a current ticket's envelope without compression: least work for both ends.

use super::base64::{self, encoded_len};
use super::bits::{BitWriter, EMPTY};
use super::compact::Texts;
use super::json::{escaped_len, is_escaped};
use super::sums::Sums;
use crate::key::MAC_BYTES;

/// Writes the stored ticket into `out`, which holds [`compact::max_len`](super::compact::max_len);
/// returns its length.
pub(crate) fn write(texts: &Texts<'_>, mac: &[u8; MAC_BYTES], out: &mut [u8]) -> usize {
    let mut buffer = EMPTY;
    let mut writer = Writer { bits: BitWriter::new(&mut buffer, out), sums: Sums::NOTHING };
    let length = json_len(texts) as u64;
    writer.bits.put(ZLIB_HEADER | FINAL_STORED << 16, 24);
    writer.bits.put(length | (!length & 0xffff) << 16, 32);
    writer.constant(&VER);
    writer.escaped(texts.userid.as_bytes());
    writer.constant(&SDK_APP_ID);
    writer.raw(texts.sdkappid.as_bytes());
    writer.constant(&EXPIRE);
    writer.raw(texts.expire.as_bytes());
    writer.constant(&TIME);
    writer.raw(texts.time.as_bytes());
    if let Some(userbuf) = texts.userbuf {
        writer.constant(&USER_BUF);
        writer.base64(userbuf);
        writer.constant(&QUOTE);
    }
    writer.constant(&SIG);
    writer.base64(mac);
    writer.constant(&END);
    let checksum = writer.sums.adler32();
    writer.bits.finish(checksum)
}

struct Writer<'b, 'o> {
    bits: BitWriter<'b, 'o>,
    sums: Sums,
}

/// A constant text and what it adds to the checksum.
struct Constant {
    text: &'static [u8],
    sums: Sums,
}

impl Constant {
    const fn new(text: &'static [u8]) -> Self {
        Self { text, sums: Sums::of(text) }
    }
}

impl Writer<'_, '_> {
    #[inline(always)]
    fn constant(&mut self, constant: &Constant) {
        self.bits.reserve(constant.text.len());
        self.bits.bytes(constant.text);
        self.sums = self.sums.then(constant.sums);
    }

    #[inline(always)]
    fn raw(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(CHUNK_BYTES) {
            self.bits.reserve(CHUNK_BYTES);
            self.bits.bytes(chunk);
            self.sums = self.sums.then(Sums::of(chunk));
        }
    }

    fn escaped(&mut self, text: &[u8]) {
        if !text.iter().any(|&byte| is_escaped(byte)) {
            return self.raw(text);
        }
        for &byte in text {
            if is_escaped(byte) {
                self.raw(b"\\");
            }
            self.raw(&[byte]);
        }
    }

    fn base64(&mut self, bytes: &[u8]) {
        base64::standard_pieces(bytes, |text, length| {
            self.bits.reserve(text.len());
            self.bits.bytes(&text[..length]);
            self.sums = self.sums.then(Sums::of_padded(text, length));
        });
    }
}

fn json_len(texts: &Texts<'_>) -> usize {
    let len = |constants: &[&Constant]| constants.iter().map(|constant| constant.text.len()).sum::<usize>();
    let userbuf = texts.userbuf.map_or(0, |userbuf| len(&[&USER_BUF, &QUOTE]) + encoded_len(userbuf.len()));
    let constant = len(&[&VER, &SDK_APP_ID, &EXPIRE, &TIME, &SIG, &END]);
    let numbers = [texts.sdkappid, texts.expire, texts.time].map(|number| number.as_bytes().len());
    constant + escaped_len(texts.userid) + numbers.iter().sum::<usize>() + userbuf + encoded_len(MAC_BYTES)
}

/// Deflate with a 32 KiB window, as level 0 writes it.
const ZLIB_HEADER: u64 = 0x0178;
/// One last block, stored (RFC 1951, 3.2.4).
const FINAL_STORED: u64 = 1;
const CHUNK_BYTES: usize = 256;

static VER: Constant = Constant::new(b"{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"");
static SDK_APP_ID: Constant = Constant::new(b"\",\"TLS.sdkappid\":");
static EXPIRE: Constant = Constant::new(b",\"TLS.expire\":");
static TIME: Constant = Constant::new(b",\"TLS.time\":");
static USER_BUF: Constant = Constant::new(b",\"TLS.userbuf\":\"");
static SIG: Constant = Constant::new(b",\"TLS.sig\":\"");
static QUOTE: Constant = Constant::new(b"\"");
static END: Constant = Constant::new(b"\"}");
