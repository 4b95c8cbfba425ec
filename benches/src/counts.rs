//! Allocations and stack, counted in processes of their own.

use std::path::PathBuf;
use std::process::Command;

use usersig_bench::Result;
use usersig_bench::calls::Call;

/// What came out.
pub struct Counts {
    /// By one call each.
    pub allocations: Vec<(Call, u64)>,
    /// Bytes that verifying a hostile ticket takes, to the KiB above: with a current key
    /// alone, and with legacy keys too.
    pub stack: [usize; 2],
}

pub fn count() -> Result<Counts> {
    let output = Command::new(calls_binary()?).arg("allocations").output()?;
    let mut allocations = Vec::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let (name, count) = line.split_once(' ').ok_or("calls: no count")?;
        allocations.push((Call::named(name).ok_or("calls: no such call")?, count.parse()?));
    }
    if allocations.len() != Call::ALL.len() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(Counts { allocations, stack: [least_stack("current")?, least_stack("legacy")?] })
}

/// The binary beside this one.
pub fn calls_binary() -> Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name("calls");
    if path.exists() { Ok(path) } else { Err("the binary `calls` is not built".into()) }
}

/// The least room on a thread's stack, in bytes and within a KiB, in which every hostile
/// ticket is verified.
fn least_stack(keys: &str) -> Result<usize> {
    let (mut low, mut high, mut room) = (SMALLEST_KIB, LARGEST_KIB, None);
    while low < high {
        let middle = (low + high) / 2;
        let output = Command::new(calls_binary()?).args(["stack", keys, &middle.to_string()]).output()?;
        if output.status.success() {
            room = Some(String::from_utf8(output.stdout)?.trim().parse()?);
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    room.ok_or_else(|| "no stack was large enough".into())
}

const SMALLEST_KIB: usize = 20;
const LARGEST_KIB: usize = 256;
