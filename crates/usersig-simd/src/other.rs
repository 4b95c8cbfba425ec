//! Machines for which there is no kernel besides the portable one.

use crate::Kernel;

pub(crate) fn has(kernel: Kernel) -> bool {
    kernel == Kernel::Portable
}

pub(crate) fn best() -> Kernel {
    Kernel::Portable
}

pub(crate) fn compress(_: Kernel, _: &mut [[u32; 8]], _: &[[u8; 64]]) -> usize {
    0
}
