//! Which code compresses, and how it is chosen.

use crate::{machine, portable};
use core::borrow::Borrow;

/// A way to compress many messages.
///
/// Every kernel exists on every machine, gives the same results and takes every count of
/// messages. Where the processor lacks its instructions, or few messages are left over, a
/// narrower kernel does the work.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kernel {
    /// One message after the other, by the crate `sha2`. It uses SHA instructions itself
    /// where it finds them, on aarch64 too.
    Portable,
    /// x86-64 SHA instructions, four messages interleaved.
    ShaNi4,
    /// AVX2, eight messages in eight lanes.
    Avx2x8,
    /// AVX-512, sixteen messages in sixteen lanes.
    Avx512x16,
}

impl Kernel {
    /// The kernels that this processor can run, the narrowest first.
    pub fn available() -> impl Iterator<Item = Self> {
        [Self::Portable, Self::ShaNi4, Self::Avx2x8, Self::Avx512x16]
            .into_iter()
            .filter(|&kernel| machine::has(kernel))
    }

    /// The kernel that [`compress_each`](crate::compress_each) uses: the fastest for many
    /// messages on this processor.
    ///
    /// * [`Avx512x16`](Self::Avx512x16) on Intel's processors, where a block takes two
    ///   thirds of the time of SHA instructions, and on those without SHA instructions;
    /// * else [`ShaNi4`](Self::ShaNi4): on AMD's Zen 4 it is the fastest for every count;
    /// * else [`Avx2x8`](Self::Avx2x8), else [`Portable`](Self::Portable).
    ///
    /// Compiled with `USERSIG_KERNEL=portable` in the environment (or `sha-ni`, `avx2`,
    /// `avx512`) it is that one, for tests of every way on one machine.
    #[must_use]
    pub fn best() -> Self {
        match FORCED {
            Some(forced) => forced,
            None => machine::best(),
        }
    }

    /// How many messages the kernel takes at a time. Multiples of it are the fastest.
    #[must_use]
    pub const fn lanes(self) -> usize {
        match self {
            Self::Portable => 1,
            Self::ShaNi4 => 4,
            Self::Avx2x8 => 8,
            Self::Avx512x16 => 16,
        }
    }

    /// Compresses `blocks[i]` into `states[i]` with this kernel.
    ///
    /// Of slices of different lengths, the longer one's end is left alone.
    pub fn compress_each<B: Borrow<[u8; 64]>>(self, states: &mut [[u32; 8]], blocks: &[B]) {
        let count = states.len().min(blocks.len());
        let (states, blocks) = (&mut states[..count], &blocks[..count]);
        let done = machine::compress(self, states, blocks);
        portable::compress(&mut states[done..], &blocks[done..]);
    }
}

/// What the environment asked for while compiling.
pub(crate) const FORCED: Option<Kernel> = match option_env!("USERSIG_KERNEL") {
    None => None,
    Some(name) => Some(named(name.as_bytes())),
};

#[allow(clippy::panic, reason = "it ends the compilation, never a program")]
const fn named(name: &[u8]) -> Kernel {
    match name {
        b"portable" => Kernel::Portable,
        b"sha-ni" => Kernel::ShaNi4,
        b"avx2" => Kernel::Avx2x8,
        b"avx512" => Kernel::Avx512x16,
        _ => panic!("USERSIG_KERNEL is portable, sha-ni, avx2 or avx512"),
    }
}
