//! One message after the other, by the crate `sha2`.

use core::borrow::Borrow;
use core::slice;

use sha2::block_api::compress256;

/// Compresses `blocks[i]` into `states[i]`.
///
/// Out of line: on x86-64 `sha2` runs SHA instructions, which are slow between a caller's
/// wide-vector code.
#[inline(never)]
pub(crate) fn compress<B: Borrow<[u8; 64]>>(states: &mut [[u32; 8]], blocks: &[B]) {
    for (state, block) in states.iter_mut().zip(blocks) {
        compress256(state, slice::from_ref(block.borrow()));
    }
}
