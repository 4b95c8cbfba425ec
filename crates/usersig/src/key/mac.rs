//! HMAC-SHA256 from prepared states.
//!
//! The kept `hmac` crate copies and wipes a block buffer for each message, which
//! costs a third of a ticket's MAC. The construction (RFC 2104) is a few lines
//! over the kept compression function, so it stands here.

use sha2::block_api::compress256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::decimal::Decimal;
use crate::text::Lines;

/// Bytes of an HMAC-SHA256.
pub(crate) const MAC_BYTES: usize = 32;

pub(crate) type State = [u32; 8];
pub(crate) type Block = [u8; BLOCK_BYTES];

const BLOCK_BYTES: usize = 64;

/// The states after the key's two blocks, from which every message starts.
#[derive(Clone)]
pub(crate) struct MacKey {
    inner: State,
    outer: State,
}

impl Drop for MacKey {
    fn drop(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
    }
}

impl ZeroizeOnDrop for MacKey {}

impl MacKey {
    pub(crate) fn new(key: &[u8]) -> Self {
        let mut block = [0; BLOCK_BYTES];
        if key.len() > BLOCK_BYTES {
            let mut buffer = [0; BUFFER_BYTES];
            let mut hash = MacStream::new(INITIAL, 0, &mut buffer);
            hash.put(key);
            block[..MAC_BYTES].copy_from_slice(&bytes(&hash.finish()));
            buffer.zeroize();
        } else {
            block[..key.len()].copy_from_slice(key);
        }
        let state = |pad: u8| {
            let mut padded = block.map(|byte| byte ^ pad);
            let mut state = INITIAL;
            compress256(&mut state, &[padded]);
            padded.zeroize();
            state
        };
        let (inner, outer) = (state(0x36), state(0x5c));
        block.zeroize();
        Self { inner, outer }
    }

    /// The MAC of the text that `write` gives.
    #[inline(always)]
    pub(crate) fn mac(&self, write: impl FnOnce(&mut MacStream<'_>)) -> [u8; MAC_BYTES] {
        let mut buffer = [0; BUFFER_BYTES];
        let mut stream = MacStream::new(self.inner, BLOCK_BYTES, &mut buffer);
        write(&mut stream);
        let block = outer_block(&stream.finish());
        let mut state = self.outer;
        compress256(&mut state, &[block]);
        bytes(&state)
    }
}

/// A message on its way into the hash.
pub(crate) struct MacStream<'b> {
    state: State,
    /// Zero from `at` on, until it was full once.
    buffer: &'b mut Buffer,
    at: usize,
    /// Bytes that were hashed before the buffer, the key's block among them.
    hashed: usize,
}

type Buffer = [u8; BUFFER_BYTES];

/// Four blocks: most tickets' texts fit without being hashed in between.
const BUFFER_BYTES: usize = 4 * BLOCK_BYTES;
/// What padding takes at least: a one bit, and the length.
const PADDING_BYTES: usize = 9;

impl<'b> MacStream<'b> {
    #[inline(always)]
    const fn new(state: State, hashed: usize, buffer: &'b mut Buffer) -> Self {
        Self { state, buffer, at: 0, hashed }
    }

    #[cold]
    #[inline(never)]
    fn put_long(&mut self, mut bytes: &[u8]) {
        while self.at + bytes.len() > BUFFER_BYTES {
            let (now, later) = bytes.split_at(BUFFER_BYTES - self.at);
            self.buffer[self.at..].copy_from_slice(now);
            compress256(&mut self.state, self.buffer.as_chunks().0);
            self.hashed += BUFFER_BYTES;
            *self.buffer = [0; BUFFER_BYTES];
            self.at = 0;
            bytes = later;
        }
        self.buffer[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }

    /// Pads and hashes what is left.
    #[inline(always)]
    fn finish(mut self) -> State {
        let Some(end) = self.pad() else { return self.finish_over_the_edge() };
        compress256(&mut self.state, self.buffer[..end].as_chunks().0);
        self.state
    }

    /// Writes the padding behind the message, if it fits; returns where it ends.
    #[inline(always)]
    fn pad(&mut self) -> Option<usize> {
        let end = (self.at + PADDING_BYTES).next_multiple_of(BLOCK_BYTES);
        if end > BUFFER_BYTES {
            return None;
        }
        self.buffer[self.at] = 0x80;
        let bits = (self.hashed + self.at) as u64 * 8;
        self.buffer[end - 8..end].copy_from_slice(&bits.to_be_bytes());
        Some(end)
    }

    /// The padding does not fit behind the message and has blocks of its own.
    #[cold]
    fn finish_over_the_edge(mut self) -> State {
        let bits = (self.hashed + self.at) as u64 * 8;
        let mut blocks = [0; BUFFER_BYTES + BLOCK_BYTES];
        blocks[..self.at].copy_from_slice(&self.buffer[..self.at]);
        blocks[self.at] = 0x80;
        let end = (self.at + PADDING_BYTES).next_multiple_of(BLOCK_BYTES);
        blocks[end - 8..end].copy_from_slice(&bits.to_be_bytes());
        compress256(&mut self.state, blocks[..end].as_chunks().0);
        self.state
    }
}

impl Lines for MacStream<'_> {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        if let Some(room) = self.buffer.get_mut(self.at..self.at + bytes.len()) {
            room.copy_from_slice(bytes);
            self.at += bytes.len();
        } else {
            self.put_long(bytes);
        }
    }

    #[inline(always)]
    fn put_number(&mut self, number: &Decimal) {
        let (digits, length) = number.padded();
        // One store of fixed size; what is behind the digits is zero, as the buffer is.
        if let Some(room) = self.buffer.get_mut(self.at..self.at + Decimal::ROOM) {
            room.copy_from_slice(digits);
            self.at += length;
        } else {
            self.put_long(number.as_bytes());
        }
    }
}

#[inline(always)]
fn outer_block(inner: &State) -> Block {
    let mut block = [0; BLOCK_BYTES];
    block[..MAC_BYTES].copy_from_slice(&bytes(inner));
    block[MAC_BYTES] = 0x80;
    block[BLOCK_BYTES - 8..].copy_from_slice(&((BLOCK_BYTES + MAC_BYTES) as u64 * 8).to_be_bytes());
    block
}

#[inline(always)]
fn bytes(state: &State) -> [u8; MAC_BYTES] {
    let mut bytes = [0; MAC_BYTES];
    for (four, word) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *four = word.to_be_bytes();
    }
    bytes
}

/// The initial state of SHA-256 (FIPS 180-4, section 5.3.3).
const INITIAL: State =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
