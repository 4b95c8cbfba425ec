//! The MACs of several texts with one key, hashed side by side.

use super::mac::{Buffer, MacKey, MacStream, State, outer_block};
use crate::text::Text;

/// Texts on their way to their MACs.
pub(crate) struct MacBatch {
    texts: [Padded; Self::MOST],
    count: usize,
    macs: [State; Self::MOST],
}

/// A text as whole blocks.
#[derive(Clone, Copy)]
struct Padded {
    bytes: Buffer,
    /// 0 for a text whose MAC is not asked for here.
    blocks: usize,
}

type Block = [u8; 64];

impl MacBatch {
    /// Texts that are hashed together. The widest kernel takes 16 at a time.
    pub(crate) const MOST: usize = 16;
    /// Longest text, in bytes.
    pub(crate) const LONGEST: usize = size_of::<Buffer>() - 9;

    pub(crate) const fn new() -> Self {
        let text = Padded { bytes: [0; size_of::<Buffer>()], blocks: 0 };
        Self { texts: [text; Self::MOST], count: 0, macs: [[0; 8]; Self::MOST] }
    }

    /// Forgets the texts.
    pub(crate) const fn clear(&mut self) {
        self.count = 0;
    }

    /// Adds a text of at most [`LONGEST`](Self::LONGEST) bytes, or none, whose place is
    /// kept. There may be [`MOST`](Self::MOST).
    #[inline(always)]
    pub(crate) fn push(&mut self, text: Option<&impl Text>) {
        let Some(padded) = self.texts.get_mut(self.count) else { return };
        self.count += 1;
        padded.blocks = match text {
            None => 0,
            Some(text) => {
                let mut stream = MacStream::new([0; 8], size_of::<Block>(), &mut padded.bytes);
                text.write(&mut stream);
                stream.pad_again() / size_of::<Block>()
            }
        };
    }

    /// The MAC of the text at `place`, after [`finish`](Self::finish); `None` of a missing one.
    #[inline(always)]
    pub(crate) fn mac(&self, place: usize) -> Option<&State> {
        if self.texts.get(place)?.blocks == 0 { None } else { self.macs.get(place) }
    }

    /// Makes the MACs of the texts.
    pub(crate) fn finish(&mut self, key: &MacKey) {
        let texts = &self.texts[..self.count];
        for blocks in 1..=size_of::<Buffer>() / size_of::<Block>() {
            let mut places = [0; Self::MOST];
            let mut count = 0;
            for (place, text) in texts.iter().enumerate() {
                places[count & (Self::MOST - 1)] = place;
                count += usize::from(text.blocks == blocks);
            }
            if count == 0 {
                continue;
            }
            let places = &places[..count];
            let mut states = [*key.inner(); Self::MOST];
            for step in 0..blocks {
                let mut at_step = [&texts[0].bytes.as_chunks().0[0]; Self::MOST];
                for (block, &place) in at_step.iter_mut().zip(places) {
                    *block = &texts[place].bytes.as_chunks().0[step];
                }
                compress_each(&mut states[..count], &at_step[..count]);
            }
            let last = states.map(|state| outer_block(&state));
            let mut states = [*key.outer(); Self::MOST];
            compress_each(&mut states[..count], &last.each_ref()[..count]);
            for (state, &place) in states.iter().zip(places) {
                self.macs[place] = *state;
            }
        }
    }
}

#[cfg(feature = "simd")]
use usersig_simd::compress_each;

/// Compresses `blocks[i]` into `states[i]`.
#[cfg(not(feature = "simd"))]
fn compress_each(states: &mut [State], blocks: &[&Block]) {
    for (state, block) in states.iter_mut().zip(blocks) {
        sha2::block_api::compress256(state, core::slice::from_ref(block));
    }
}
