//! HMAC-SHA256 from prepared states.
//!
//! The kept `hmac` crate copies and wipes a block buffer for each message, which
//! costs a third of a ticket's MAC. The construction (RFC 2104) is a few lines
//! over the kept compression function, so it stands here.

use core::slice;

use sha2::block_api::compress256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::SMALL;
use crate::decimal::Decimal;
use crate::text::{Lines, Text};

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
            let mut buffer = BUFFER;
            let mut hash = MacStream::new(INITIAL, 0, &mut buffer);
            hash.put(key);
            block[..MAC_BYTES].copy_from_slice(&mac_bytes(&hash.finish()));
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

    /// The state after the key's first block.
    pub(super) const fn inner(&self) -> &State {
        &self.inner
    }

    /// The state after the key's second block.
    pub(super) const fn outer(&self) -> &State {
        &self.outer
    }

    /// The MAC of a text.
    #[inline(always)]
    pub(crate) fn mac(&self, text: &impl Text) -> [u8; MAC_BYTES] {
        let mut buffer = BUFFER;
        mac_bytes(&self.begin(&mut buffer, text).finish())
    }

    /// A MAC in steps. The processor waits for most of a hash, and does what stands
    /// between the steps meanwhile.
    #[inline(always)]
    pub(crate) fn begin<'b>(&'b self, buffer: &'b mut Buffer, text: &impl Text) -> PendingMac<'b> {
        let mut stream = MacStream::new(self.inner, BLOCK_BYTES, buffer);
        text.write(&mut stream);
        let end = stream.pad();
        let MacStream { mut state, buffer, .. } = stream;
        let (last, others) = buffer[..end].as_chunks().0.split_last().unwrap_or((&[0; BLOCK_BYTES], &[]));
        compress256(&mut state, others);
        PendingMac { state, last, outer: self.outer }
    }
}

/// What a MAC is taken from step by step.
pub(crate) trait Steps {
    /// What the first step leaves.
    type Half;

    /// The next to last step: the last block of the text.
    fn inner(&self) -> Self::Half;

    /// The last step: eight words, whose bytes are the most significant first.
    fn outer(half: &Self::Half) -> State;

    /// All that is left.
    #[inline(always)]
    fn finish(&self) -> State {
        Self::outer(&self.inner())
    }
}

/// A MAC that is there already has nothing left.
impl Steps for State {
    type Half = Self;

    #[inline(always)]
    fn inner(&self) -> Self {
        *self
    }

    #[inline(always)]
    fn outer(half: &Self) -> State {
        *half
    }
}

/// A MAC of which the last block of the text, and what follows, is still to be hashed.
pub(crate) struct PendingMac<'b> {
    state: State,
    last: &'b Block,
    outer: State,
}

/// A MAC whose text is hashed.
pub(crate) struct HalfMac {
    inner: State,
    outer: State,
}

impl Steps for PendingMac<'_> {
    type Half = HalfMac;

    #[inline(always)]
    fn inner(&self) -> HalfMac {
        let mut state = self.state;
        compress256(&mut state, slice::from_ref(self.last));
        HalfMac { inner: state, outer: self.outer }
    }

    #[inline(always)]
    fn outer(half: &HalfMac) -> State {
        let mut state = half.outer;
        compress256(&mut state, &[outer_block(&half.inner)]);
        state
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

/// Where a message is collected.
pub(crate) type Buffer = [u8; BUFFER_BYTES];

/// An empty one.
pub(crate) const BUFFER: Buffer = [0; BUFFER_BYTES];

/// Four blocks: most tickets' texts fit without being hashed in between.
const BUFFER_BYTES: usize = 4 * BLOCK_BYTES;
/// What padding takes at least: a one bit, and the length.
const PADDING_BYTES: usize = 9;

impl<'b> MacStream<'b> {
    #[inline(always)]
    pub(super) const fn new(state: State, hashed: usize, buffer: &'b mut Buffer) -> Self {
        Self { state, buffer, at: 0, hashed }
    }

    /// Writes the padding behind the message; returns where it ends.
    #[inline(always)]
    fn pad(&mut self) -> usize {
        let bits = (self.hashed + self.at) as u64 * 8;
        if self.at + PADDING_BYTES > BUFFER_BYTES {
            let whole = self.at - self.at % BLOCK_BYTES;
            self.state = turn_over(self.state, self.buffer, self.at);
            self.at -= whole;
        }
        let end = (self.at + PADDING_BYTES).next_multiple_of(BLOCK_BYTES);
        if let Some(byte) = self.buffer.get_mut(self.at) {
            *byte = 0x80;
        }
        self.buffer[end - 8..end].copy_from_slice(&bits.to_be_bytes());
        end
    }

    /// Writes the padding into a buffer that held another text before; returns where it
    /// ends. The text fits the buffer with its padding.
    #[inline(always)]
    pub(super) fn pad_again(mut self) -> usize {
        let end = (self.at + PADDING_BYTES).next_multiple_of(BLOCK_BYTES);
        // A whole block of zeros where there is room, because its size is fixed.
        match self.buffer.get_mut(self.at..self.at + BLOCK_BYTES) {
            Some(room) => room.fill(0),
            None => self.buffer[self.at..].fill(0),
        }
        self.pad().max(end)
    }

    /// Adds bytes, in one place.
    #[inline(never)]
    fn put_any(&mut self, bytes: &[u8]) {
        (self.state, self.at, self.hashed) = put_long(self.state, self.buffer, self.at, self.hashed, bytes);
    }

    /// Pads and hashes what is left.
    fn finish(mut self) -> State {
        let end = self.pad();
        compress256(&mut self.state, self.buffer[..end].as_chunks().0);
        self.state
    }
}

impl Lines for MacStream<'_> {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        if SMALL {
            return self.put_any(bytes);
        }
        if let Some(room) = self.buffer.get_mut(self.at..self.at + bytes.len()) {
            copy(room, bytes);
            self.at += bytes.len();
        } else {
            (self.state, self.at, self.hashed) =
                put_long(self.state, self.buffer, self.at, self.hashed, bytes);
        }
    }

    #[inline(always)]
    fn put_padded<const N: usize>(&mut self, bytes: &[u8; N], length: usize) {
        if SMALL {
            return self.put_any(&bytes[..length]);
        }
        // One store of fixed size; what is behind the text is zero, as the buffer is.
        if let Some(room) = self.buffer.get_mut(self.at..self.at + N) {
            room.copy_from_slice(bytes);
            self.at += length;
        } else {
            self.put(&bytes[..length]);
        }
    }

    #[inline(always)]
    fn put_number(&mut self, number: &Decimal) {
        if SMALL {
            return self.put_any(number.text().as_bytes());
        }
        // Words from registers: nothing has to wait for a store. Zeros stand behind the digits.
        let words = number.words();
        let used = number.len().div_ceil(8).max(2);
        match self.buffer.get_mut(self.at..self.at + 8 * used) {
            Some(room) => {
                for (eight, word) in room.as_chunks_mut::<8>().0.iter_mut().zip(words) {
                    *eight = word.to_le_bytes();
                }
                self.at += number.len();
            }
            None => self.put(number.text().as_bytes()),
        }
    }
}

// These two take and give back what a stream is made of, rather than the stream: whoever
// calls them keeps it in registers then.

/// Puts bytes that may not fit the buffer; returns the state, `at` and `hashed` after it.
#[cold]
#[inline(never)]
fn put_long(
    mut state: State,
    buffer: &mut Buffer,
    mut at: usize,
    mut hashed: usize,
    mut bytes: &[u8],
) -> (State, usize, usize) {
    while at + bytes.len() > BUFFER_BYTES {
        let (now, later) = bytes.split_at(BUFFER_BYTES - at);
        buffer[at..].copy_from_slice(now);
        compress256(&mut state, buffer.as_chunks().0);
        hashed += BUFFER_BYTES;
        *buffer = BUFFER;
        at = 0;
        bytes = later;
    }
    buffer[at..at + bytes.len()].copy_from_slice(bytes);
    (state, at + bytes.len(), hashed)
}

/// Hashes the whole blocks of `at` bytes, where the padding does not fit behind them.
#[cold]
#[inline(never)]
fn turn_over(mut state: State, buffer: &mut Buffer, at: usize) -> State {
    let whole = at - at % BLOCK_BYTES;
    compress256(&mut state, buffer[..whole].as_chunks().0);
    buffer.copy_within(whole..at, 0);
    buffer[at - whole..].fill(0);
    state
}

/// Copies a text, which is short nearly always, without a call and without a loop.
#[inline(always)]
fn copy(to: &mut [u8], from: &[u8]) {
    if !(copied::<16>(to, from) || copied::<8>(to, from) || copied::<4>(to, from)) {
        to.copy_from_slice(from);
    }
}

/// Copies `N` to `2 * N` bytes as two pieces that may overlap.
#[inline(always)]
fn copied<const N: usize>(to: &mut [u8], from: &[u8]) -> bool {
    if from.len() < N || from.len() > 2 * N || to.len() != from.len() {
        return false;
    }
    let behind = from.len() - N;
    to[..N].copy_from_slice(&from[..N]);
    to[behind..].copy_from_slice(&from[behind..]);
    true
}

#[inline(always)]
pub(super) fn outer_block(inner: &State) -> Block {
    let mut block = [0; BLOCK_BYTES];
    block[..MAC_BYTES].copy_from_slice(&mac_bytes(inner));
    block[MAC_BYTES] = 0x80;
    block[BLOCK_BYTES - 8..].copy_from_slice(&((BLOCK_BYTES + MAC_BYTES) as u64 * 8).to_be_bytes());
    block
}

/// The bytes of a MAC's words.
#[inline(always)]
pub(crate) fn mac_bytes(state: &State) -> [u8; MAC_BYTES] {
    let mut bytes = [0; MAC_BYTES];
    // Two words at a time: one swap of bytes for both.
    for (eight, two) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(state.as_chunks::<2>().0) {
        *eight = (u64::from(two[0]) << 32 | u64::from(two[1])).to_be_bytes();
    }
    bytes
}

/// The initial state of SHA-256 (FIPS 180-4, section 5.3.3).
const INITIAL: State =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
