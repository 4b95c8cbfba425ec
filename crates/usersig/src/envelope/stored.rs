//! Writes a current ticket's envelope without compression: least work for both ends.

use super::base64::{self, encoded_len};
use super::bits::Buffer;
use super::compact::{Desk, Texts};
use super::json::{escaped_len, is_escaped};
use super::sums::{Adler, Sums};
use crate::decimal::Decimal;
use crate::key::{MAC_BYTES, State, mac_bytes};

/// Writes the stored ticket into `out`, which holds [`compact::max_len`](super::compact::max_len);
/// returns its length.
#[inline(never)]
pub(crate) fn write(desk: &mut Desk, texts: &Texts<'_>, mac: &State, out: &mut [u8]) -> usize {
    let length = json_len(texts);
    let stream_len = HEAD_BYTES + length + CHECKSUM_BYTES;
    let mut writer = Writer { buffer: desk.room(), at: 0, adler: Adler::START, out, written: 0 };
    let head = ZLIB_HEADER | FINAL_STORED << 16 | (length as u64) << 24 | (!length as u64 & 0xffff) << 40;
    writer.store(&head.to_le_bytes(), HEAD_BYTES);
    writer.constant(&VER);
    writer.escaped(texts.userid);
    writer.constant(&SDK_APP_ID);
    writer.number(texts.sdkappid);
    writer.constant(&EXPIRE);
    writer.number(texts.expire);
    writer.constant(&TIME);
    writer.number(texts.time);
    if let Some(userbuf) = texts.userbuf {
        writer.constant(&USER_BUF);
        base64::standard_pieces(userbuf, |text, length| writer.piece(text, length));
        writer.constant(&QUOTE);
    }
    writer.constant(&SIG);
    base64::standard_pieces(&mac_bytes(mac), |text, length| writer.piece(text, length));
    writer.constant(&END);
    let checksum = writer.adler.bytes();
    writer.store(&checksum, CHECKSUM_BYTES);
    debug_assert_eq!(writer.written / 4 * 3 + writer.at, stream_len);
    writer.finish()
}

struct Writer<'b, 'o> {
    /// The stream on its way into base64.
    buffer: &'b mut Buffer,
    at: usize,
    adler: Adler,
    out: &'o mut [u8],
    written: usize,
}

/// A constant text and what it adds to the checksum, with zeros behind it, so that it is
/// stored at a fixed size.
struct Constant {
    text: [u8; CONSTANT_BYTES],
    sums: Sums,
    length: usize,
}

const CONSTANT_BYTES: usize = 48;

impl Constant {
    const fn new(text: &[u8]) -> Self {
        let mut padded = [0; CONSTANT_BYTES];
        let mut at = 0;
        while at < text.len() {
            padded[at] = text[at];
            at += 1;
        }
        Self { text: padded, sums: Sums::of(text), length: text.len() }
    }
}

impl Writer<'_, '_> {
    #[inline(always)]
    fn constant(&mut self, constant: &Constant) {
        self.store(&constant.text, constant.length);
        self.adler = self.adler.then(constant.sums);
    }

    #[inline(always)]
    fn number(&mut self, number: &Decimal) {
        let [a, b, c] = *number.words();
        let [a_sums, b_sums, c_sums] = [a, b, c].map(Sums::of_eight);
        let sums = a_sums.then(b_sums).then(c_sums).shortened(24 - number.len());
        self.adler = self.adler.then(sums);
        let mut text = [0; 24];
        for (eight, word) in text.as_chunks_mut::<8>().0.iter_mut().zip([a, b, c]) {
            *eight = word.to_le_bytes();
        }
        self.store(&text, number.len());
    }

    #[inline(always)]
    fn escaped(&mut self, text: &str) {
        if text.len() > SHORT_TEXT || text.bytes().any(is_escaped) {
            return self.escaped_slowly(text);
        }
        let text = text.as_bytes();
        let (sixteens, rest) = text.as_chunks::<16>();
        for sixteen in sixteens {
            self.store(sixteen, 16);
        }
        for byte in rest {
            self.store(&[*byte], 1);
        }
        self.adler = self.adler.then(Sums::of_short(text));
    }

    #[cold]
    #[inline(never)]
    fn escaped_slowly(&mut self, text: &str) {
        for byte in text.bytes() {
            if is_escaped(byte) {
                self.piece(b"\\", 1);
            }
            self.piece(&[byte], 1);
        }
    }

    #[inline(always)]
    fn piece<const N: usize>(&mut self, text: &[u8; N], length: usize) {
        self.store(text, length);
        self.adler = self.adler.then(Sums::of_padded(text, length));
    }

    /// Adds the first `length` of `N` bytes. What is stored behind them is overwritten.
    #[inline(always)]
    fn store<const N: usize>(&mut self, bytes: &[u8; N], length: usize) {
        if self.at + N > self.buffer.len() {
            self.flush();
        }
        if let Some(room) = self.buffer.get_mut(self.at..self.at + N) {
            room.copy_from_slice(bytes);
        }
        self.at += length;
    }

    /// Sends whole groups of three bytes on.
    #[cold]
    #[inline(never)]
    fn flush(&mut self) {
        let whole = self.at - self.at % 3;
        self.written += base64::encode_ticket(&self.buffer[..whole], &mut self.out[self.written..]);
        self.buffer.copy_within(whole..self.at, 0);
        self.at -= whole;
    }

    #[inline(always)]
    fn finish(self) -> usize {
        self.written + base64::encode_ticket(&self.buffer[..self.at], &mut self.out[self.written..])
    }
}

fn json_len(texts: &Texts<'_>) -> usize {
    let userbuf =
        texts.userbuf.map_or(0, |userbuf| USER_BUF.length + QUOTE.length + encoded_len(userbuf.len()));
    let constant = VER.length + SDK_APP_ID.length + EXPIRE.length + TIME.length + SIG.length + END.length;
    let numbers = texts.sdkappid.len() + texts.expire.len() + texts.time.len();
    constant + escaped_len(texts.userid) + numbers + userbuf + encoded_len(MAC_BYTES)
}

/// Deflate with a 32 KiB window, as level 0 writes it.
const ZLIB_HEADER: u64 = 0x0178;
/// One last block, stored (RFC 1951, 3.2.4).
const FINAL_STORED: u64 = 1;
/// The frame's header, the block's, and its length twice.
const HEAD_BYTES: usize = 7;
const CHECKSUM_BYTES: usize = 4;
/// UserIDs up to this length go the short way.
const SHORT_TEXT: usize = 64;

static VER: Constant = Constant::new(b"{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"");
static SDK_APP_ID: Constant = Constant::new(b"\",\"TLS.sdkappid\":");
static EXPIRE: Constant = Constant::new(b",\"TLS.expire\":");
static TIME: Constant = Constant::new(b",\"TLS.time\":");
static USER_BUF: Constant = Constant::new(b",\"TLS.userbuf\":\"");
static SIG: Constant = Constant::new(b",\"TLS.sig\":\"");
static QUOTE: Constant = Constant::new(b"\"");
static END: Constant = Constant::new(b"\"}");
