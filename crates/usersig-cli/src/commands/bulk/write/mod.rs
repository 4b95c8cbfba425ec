//! Outputs, written block by block.

pub(crate) mod cells;
pub(crate) mod pack;
pub(crate) mod parquet;
pub(crate) mod text;
