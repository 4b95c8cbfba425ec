//! Columns of text while they are read.

use std::sync::Arc;

use arrow_array::builder::BinaryBuilder;
use arrow_array::{ArrayRef, StringArray};
use arrow_schema::ArrowError;

/// Columns of text that grow row by row.
pub(crate) struct TextColumns(Vec<BinaryBuilder>);

impl TextColumns {
    pub(crate) fn new(columns: usize, rows: usize) -> Self {
        let column = || BinaryBuilder::with_capacity(rows, rows * TYPICAL_BYTES);
        Self((0..columns).map(|_| column()).collect())
    }

    #[inline]
    pub(crate) fn push(&mut self, column: usize, value: Option<&[u8]>) {
        let Some(column) = self.0.get_mut(column) else { return };
        match value {
            Some(value) => column.append_value(value),
            None => column.append_null(),
        }
    }

    /// A row without any value.
    pub(crate) fn push_nulls(&mut self) {
        self.0.iter_mut().for_each(BinaryBuilder::append_null);
    }

    /// The columns, whose values have to be UTF-8.
    pub(crate) fn finish(self) -> Result<Vec<ArrayRef>, ArrowError> {
        let text = |mut column: BinaryBuilder| {
            let (offsets, values, nulls) = column.finish().into_parts();
            Ok(Arc::new(StringArray::try_new(offsets, values, nulls)?) as ArrayRef)
        };
        self.0.into_iter().map(text).collect()
    }
}

const TYPICAL_BYTES: usize = 16;
