//! Who made the processor.

use core::arch::x86_64::__cpuid;
use core::sync::atomic::{AtomicU8, Ordering};

/// Whether the processor is Intel's. The answer is kept, because a virtual machine can
/// take microseconds for the instruction.
///
/// # Panics
/// Never. Call it only where a feature was detected, so that the instruction may run.
pub(super) fn is_intel() -> bool {
    static ANSWER: AtomicU8 = AtomicU8::new(UNKNOWN);
    // Relaxed, because nothing but the number itself is shared.
    match ANSWER.load(Ordering::Relaxed) {
        UNKNOWN => {
            let answer = ask();
            ANSWER.store(u8::from(answer), Ordering::Relaxed);
            answer
        }
        answer => answer == 1,
    }
}

#[cold]
fn ask() -> bool {
    // Not allowed in an SGX enclave.
    if cfg!(target_env = "sgx") {
        return false;
    }
    // Safe in newer compilers only.
    #[allow(unused_unsafe)]
    // SAFETY: every x86-64 processor has the instruction and its leaf 0.
    let name = unsafe { __cpuid(0) };
    [name.ebx, name.edx, name.ecx].map(u32::to_le_bytes).as_flattened() == b"GenuineIntel"
}

const UNKNOWN: u8 = 2;
