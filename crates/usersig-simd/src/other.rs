//! Machines for which there is no kernel besides the portable one.

use crate::Kernel;
use crate::signature::{EncodedMac, SymbolCode};

pub(crate) fn has(kernel: Kernel) -> bool {
    kernel == Kernel::Portable
}

pub(crate) fn best() -> Kernel {
    Kernel::Portable
}

pub(crate) fn compress<B>(_: Kernel, _: &mut [[u32; 8]], _: &[B]) -> usize {
    0
}

pub(crate) fn encode_mac(_: &SymbolCode, _: &[u32; 8]) -> Option<EncodedMac> {
    None
}
