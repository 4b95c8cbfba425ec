//! SHA-256 compression of many independent messages side by side.
//!
//! One SHA-256 is a chain in which every round waits for the one before it, and leaves most
//! of a processor idle. Several messages at a time fill it. This crate compresses one block
//! into each of many states, with the widest code that pays on the processor at hand:
//!
//! ```
//! use usersig_simd::compress_each;
//!
//! // The messages "a" and "b", padded to one block each.
//! let mut blocks = [[0; 64]; 2];
//! for (block, letter) in blocks.iter_mut().zip(*b"ab") {
//!     block[0] = letter;
//!     block[1] = 0x80;
//!     block[63] = 8;
//! }
//! let start = [
//!     0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
//! ];
//!
//! let mut states = [start; 2];
//! compress_each(&mut states, &blocks);
//! assert_eq!([states[0][0], states[1][0]], [0xca978112, 0x3e23e816]);
//! ```
//!
//! It is the low level on purpose: padding, keys and the order of blocks are the caller's.
//! An HMAC of one block each, for example, is two calls.
//!
//! # What it does not do
//!
//! * It does not wipe. The compiler may leave copies of states and blocks on the stack, as
//!   it may in every caller. The time depends on the count of messages only, not on their
//!   bytes.
//! * It has no kernel of its own outside x86-64. There [`Kernel::Portable`], which is the
//!   crate `sha2`, uses the SHA instructions of ARMv8 one message at a time.
//!
//! # Unsafe code
//!
//! There are three kinds, each with its reason beside it: the loads and stores of one
//! vector, in a file of their own; the call of a kernel, next to the test that the
//! processor has its instructions; and the question who made the processor. The kernels
//! themselves are safe code. What it pays for, on an AMD Zen 4: 17 ns a block instead of 25
//! with SHA instructions, and 36 instead of 70 to 195 with AVX2 where there are none.
//! `cargo run --release --example kernels` prints the figures of a machine, and the script
//! `sanitize` beside the manifest runs the tests under AddressSanitizer and memcheck.

#![no_std]
#![warn(clippy::undocumented_unsafe_blocks)]

use core::borrow::Borrow;

mod kernel;
#[cfg_attr(target_arch = "x86_64", path = "x86/mod.rs")]
#[cfg_attr(not(target_arch = "x86_64"), path = "other.rs")]
mod machine;
mod portable;
mod signature;

pub use kernel::Kernel;
pub use signature::{EncodedMac, SymbolCode};

/// Compresses `blocks[i]` into `states[i]` with the [best](Kernel::best) kernel.
///
/// A state is the eight words of FIPS 180-4, section 6.2. Of slices of different lengths,
/// the longer one's end is left alone.
pub fn compress_each<B: Borrow<[u8; 64]>>(states: &mut [[u32; 8]], blocks: &[B]) {
    Kernel::best().compress_each(states, blocks);
}
