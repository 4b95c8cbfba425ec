//! What is measured in rounds, one file for each kind of operation.

mod batch;
mod legacy;
mod parallel;
mod sign;
mod verify;

use usersig_bench::Result;

pub use self::batch::SIGN_MANY;
pub use self::verify::OURS;
use crate::contest::Row;
use crate::peers::Peers;

/// All rows, in the order of the tables.
pub fn all(peers: &mut Peers) -> Result<Vec<Row>> {
    let mut rows = sign::rows(peers)?;
    rows.extend(verify::rows(peers)?);
    rows.extend(batch::rows()?);
    rows.extend(parallel::rows()?);
    rows.extend(legacy::rows(peers)?);
    Ok(rows)
}
