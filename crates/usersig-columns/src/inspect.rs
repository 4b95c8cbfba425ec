//! What every row's ticket claims.

use std::sync::Arc;

use arrow_array::{Int32Array, RecordBatch};
use arrow_schema::{DataType, Schema, SchemaRef};
use usersig::{Rejection, Unverified};

use crate::bind::Columns;
use crate::error::ColumnError;
use crate::names::{Names, Role};
use crate::results::{Written, WrittenClaims, WrittenNumbers, field};

/// How [`inspect`] reads tickets.
#[derive(Debug, Clone, Default)]
pub struct InspectOptions {
    names: Names,
}

impl InspectOptions {
    /// The roles of columns that [`inspect`] looks for.
    pub const ROLES: &[Role] = &[Role::UserSig];

    /// The usual ones.
    #[must_use]
    pub const fn new() -> Self {
        Self { names: Names::new() }
    }

    /// The names of the columns.
    #[must_use]
    pub fn with_names(mut self, names: Names) -> Self {
        self.names = names;
        self
    }
}

/// Says what the ticket of every row claims. Nothing of it is verified.
///
/// The results are [`inspect_schema`]'s: `sdkappid`, `userid` and the rest of what a ticket says,
/// null when it cannot be read; `code`, 0 or Tencent's number; and `reason`, null or why.
///
/// # Errors
/// A [`ColumnError`] when the batch cannot be read at all.
pub fn inspect(batch: &RecordBatch, options: &InspectOptions) -> Result<RecordBatch, ColumnError> {
    let tickets = Columns::new(batch, &options.names).needed_texts(Role::UserSig)?;
    let mut results = Results::with_capacity(batch.num_rows());
    for row in 0..batch.num_rows() {
        results.push(usersig::inspect(tickets.get(row).unwrap_or_default()));
    }
    results.finish()
}

/// The schema of what [`inspect`] answers.
#[must_use]
pub fn inspect_schema() -> SchemaRef {
    let mut fields = vec![field("sdkappid", DataType::Int64), field("userid", DataType::Utf8)];
    fields.extend(WrittenClaims::fields());
    fields.extend([field("code", DataType::Int32), field("reason", DataType::Utf8)]);
    Arc::new(Schema::new(fields))
}

struct Results {
    sdkappid: WrittenNumbers,
    userid: Written,
    claims: WrittenClaims,
    code: Vec<i32>,
    reason: Written,
}

impl Results {
    fn with_capacity(rows: usize) -> Self {
        Self {
            sdkappid: WrittenNumbers::with_capacity(rows),
            userid: Written::with_capacity(rows, 0),
            claims: WrittenClaims::with_capacity(rows),
            code: Vec::with_capacity(rows),
            reason: Written::with_capacity(rows, 0),
        }
    }

    fn push(&mut self, read: Result<Unverified, Rejection>) {
        match read {
            Ok(unverified) => {
                self.sdkappid.push(Some(unverified.sdkappid().into()));
                self.userid.push(unverified.userid().as_bytes());
                self.claims.push(unverified.algorithm(), unverified.validity(), unverified.userbuf());
                self.code.push(0);
                self.reason.push_null();
            }
            Err(rejection) => {
                self.sdkappid.push(None);
                self.userid.push_null();
                self.claims.push_null();
                self.code.push(rejection.code());
                self.reason.push_text(&rejection);
            }
        }
    }

    fn finish(self) -> Result<RecordBatch, ColumnError> {
        let mut columns = vec![self.sdkappid.numbers(), self.userid.texts()?];
        columns.extend(self.claims.columns()?);
        columns.extend([Arc::new(Int32Array::from(self.code)) as _, self.reason.texts()?]);
        Ok(RecordBatch::try_new(inspect_schema(), columns)?)
    }
}
