//! The kernels of x86-64, and the only calls of them.
//!
//! The kernels are safe code apart from [`memory`], but may run only on a processor that
//! has their instructions. Each call stands next to the test that proves it.

mod avx2;
mod avx512;
mod constants;
mod lanes;
mod memory;
mod sha_ni;
mod signature;
mod vendor;

#[cfg(test)]
mod tests;

use crate::Kernel;
use crate::kernel::FORCED;
use crate::signature::{EncodedMac, SymbolCode};
use core::borrow::Borrow;

/// Whether this processor, and its operating system, can run `kernel`.
pub(crate) fn has(kernel: Kernel) -> bool {
    match kernel {
        Kernel::Portable => true,
        Kernel::ShaNi4 => sha_ni_detected::get(),
        Kernel::Avx2x8 => avx2_detected::get(),
        Kernel::Avx512x16 => avx512_detected::get(),
    }
}

/// The fastest kernel for large counts. See [`Kernel::best`] for the reasons.
pub(crate) fn best() -> Kernel {
    if has(Kernel::Avx512x16) && (!has(Kernel::ShaNi4) || vendor::is_intel()) {
        Kernel::Avx512x16
    } else if has(Kernel::ShaNi4) {
        Kernel::ShaNi4
    } else if has(Kernel::Avx2x8) {
        Kernel::Avx2x8
    } else {
        Kernel::Portable
    }
}

/// See [`SymbolCode::encode_mac`].
#[inline]
pub(crate) fn encode_mac(code: &SymbolCode, mac: &[u32; 8]) -> Option<EncodedMac> {
    if matches!(FORCED, Some(Kernel::Portable)) || !vbmi_detected::get() {
        return None;
    }
    // SAFETY: the processor has the features that the function enables, as just tested.
    Some(unsafe { signature::encode_mac(code, mac) })
}

/// Compresses with `kernel` and, for what is too little for it, with narrower ones.
/// Answers how many messages are done, counted from the first; the rest are untouched.
pub(crate) fn compress<B: Borrow<[u8; 64]>>(kernel: Kernel, states: &mut [[u32; 8]], blocks: &[B]) -> usize {
    let mut done = 0;
    if kernel == Kernel::Avx512x16 {
        done += compress_avx512(&mut states[done..], &blocks[done..]);
    }
    // Eight lanes take twice the time of eight messages by SHA instructions.
    if kernel == Kernel::Avx2x8 || (kernel == Kernel::Avx512x16 && !has(Kernel::ShaNi4)) {
        done += compress_avx2(&mut states[done..], &blocks[done..]);
    }
    if kernel != Kernel::Portable {
        done += compress_sha_ni(&mut states[done..], &blocks[done..]);
    }
    done
}

fn compress_avx512<B: Borrow<[u8; 64]>>(states: &mut [[u32; 8]], blocks: &[B]) -> usize {
    if !avx512_detected::get() {
        return 0;
    }
    let count = worthwhile(states.len(), 16, AVX512_LEAST);
    // SAFETY: the processor has the features that the function enables, as just tested.
    unsafe { avx512::compress(&mut states[..count], &blocks[..count]) };
    count
}

fn compress_avx2<B: Borrow<[u8; 64]>>(states: &mut [[u32; 8]], blocks: &[B]) -> usize {
    if !avx2_detected::get() {
        return 0;
    }
    let least = if sha_ni_detected::get() { AVX2_LEAST_BESIDE_SHA_NI } else { AVX2_LEAST };
    let count = worthwhile(states.len(), 8, least);
    // SAFETY: the processor has the features that the function enables, as just tested.
    unsafe { avx2::compress(&mut states[..count], &blocks[..count]) };
    count
}

fn compress_sha_ni<B: Borrow<[u8; 64]>>(states: &mut [[u32; 8]], blocks: &[B]) -> usize {
    if !sha_ni_detected::get() {
        return 0;
    }
    // SAFETY: the processor has the features that the function enables, as just tested.
    unsafe { sha_ni::compress(states, blocks) };
    states.len()
}

/// How many of `count` messages to give to a kernel of `lanes` lanes: all, or all but a
/// last group of fewer than `least`.
fn worthwhile(count: usize, lanes: usize, least: usize) -> usize {
    let rest = count % lanes;
    if rest < least { count - rest } else { count }
}

cpufeatures::new!(sha_ni_detected, "sha", "ssse3", "sse4.1");
cpufeatures::new!(avx2_detected, "avx2");
cpufeatures::new!(avx512_detected, "avx512f", "avx512bw");

cpufeatures::new!(vbmi_detected, "avx512f", "avx512bw", "avx512vbmi");

/// Sixteen lanes take as long as nine or ten messages by the next best kernel.
const AVX512_LEAST: usize = 9;
/// Eight lanes take as long as one and a half messages by `sha2` without SHA instructions,
const AVX2_LEAST: usize = 2;
/// and twice as long as eight with them.
const AVX2_LEAST_BESIDE_SHA_NI: usize = 8;
