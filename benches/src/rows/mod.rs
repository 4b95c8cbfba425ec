//! The rows of the table, one file for each kind of operation.

mod legacy;
mod sign;
mod verify;

use crate::Result;
use crate::contest::Row;
use crate::peers::Peers;

/// All of them, in the order of the table.
pub fn all(peers: &mut Peers) -> Result<Vec<Row>> {
    let mut rows = sign::rows(peers)?;
    rows.extend(verify::rows(peers)?);
    rows.extend(legacy::rows(peers)?);
    Ok(rows)
}
