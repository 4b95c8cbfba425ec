//! Memory that goes round: blocks are read into it and written from it.

use super::read::records::RecordBlock;

/// Memory of one block in flight. There is a fixed number of them, which bounds the job's memory.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    pub(crate) records: RecordBlock,
    pub(crate) output: Vec<u8>,
    pub(crate) errors: Vec<u8>,
}
