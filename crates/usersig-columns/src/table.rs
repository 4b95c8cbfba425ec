//! Results beside what came in.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use crate::error::ColumnError;

/// A batch's own columns with its results behind them. Results take the place of columns that
/// have the same name.
///
/// # Errors
/// [`ColumnError::Arrow`] when the two have different numbers of rows.
pub fn with_results(batch: &RecordBatch, results: &RecordBatch) -> Result<RecordBatch, ColumnError> {
    let (schema, added) = (batch.schema(), results.schema());
    let is_kept = |name: &str| added.index_of(name).is_err();
    let kept = schema.fields().iter().zip(batch.columns()).filter(|(field, _)| is_kept(field.name()));
    let all = kept.chain(added.fields().iter().zip(results.columns()));
    let (fields, columns): (Vec<_>, Vec<_>) =
        all.map(|(field, column)| (field.clone(), column.clone())).unzip();
    let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
    Ok(RecordBatch::try_new(Arc::new(schema), columns)?)
}
