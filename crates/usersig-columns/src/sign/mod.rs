//! A ticket for every row.

mod options;
mod rows;

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{Int32Array, RecordBatch};
use arrow_schema::{DataType, Schema, SchemaRef};
use usersig::{Claims, Error, Tickets, UserBuf, Validity};

pub use self::options::SignOptions;
use self::rows::{Asked, Rows};
pub(crate) use self::rows::{number, privileges};
use crate::error::ColumnError;
use crate::fault::Fault;
use crate::groups;
use crate::results::{Written, WrittenNumbers, field};
use crate::ring::KeyRing;

/// Signs a ticket for every row.
///
/// The results are [`sign_schema`]'s: `usersig` and `expires_at` (Unix seconds), null in a row
/// that cannot be served; `code`, 0 or Tencent's number; and `error`, null or why.
///
/// A row with a room gets a PrivateMapKey. Its application is the column's or the option's, and
/// the first of the application's keys that can sign is used.
///
/// # Errors
/// A [`ColumnError`] when the batch cannot be read at all.
pub fn sign(ring: &KeyRing, batch: &RecordBatch, options: &SignOptions) -> Result<RecordBatch, ColumnError> {
    let mut rows = Rows::new(ring, batch, options)?;
    let count = batch.num_rows();
    let mut results = Results::with_capacity(count);
    let mut group = Group::default();
    for start in (0..count).step_by(groups::ROWS) {
        group.sign(&mut rows, start..count.min(start + groups::ROWS), &mut results);
    }
    results.finish()
}

/// The schema of what [`sign`] answers.
#[must_use]
pub fn sign_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        field("usersig", DataType::Utf8),
        field("expires_at", DataType::Int64),
        field("code", DataType::Int32),
        field("error", DataType::Utf8),
    ]))
}

/// Memory of the rows that are signed side by side.
#[derive(Default)]
struct Group {
    userbufs: Vec<u8>,
    rows: Vec<usize>,
}

impl Group {
    fn sign(&mut self, rows: &mut Rows<'_>, range: Range<usize>, results: &mut Results) {
        let Self { userbufs, rows: of_application } = self;
        userbufs.clear();
        let asked: Vec<_> = range.map(|row| rows.ask(row, userbufs)).collect();
        let places: Vec<_> =
            asked.iter().map(|asked| asked.as_ref().ok().map(|asked| asked.signer)).collect();
        let mut calls: Vec<Tickets> = Vec::new();
        // Of each row, the call and the place in it.
        let mut tickets: Vec<Result<(usize, usize), Error>> = vec![Err(Error::SigningFailed); asked.len()];
        groups::by_application(&places, of_application, |signer, rows_of_it| {
            let Some(signer) = rows.signers.get(signer) else { return };
            let of_it = rows_of_it.iter().filter_map(|row| asked[*row].as_ref().ok());
            let claims: Vec<_> = of_it.map(|asked| claims(asked, userbufs)).collect();
            match signer.sign_many(&claims) {
                Ok(signed) => {
                    for (place, row) in rows_of_it.iter().enumerate() {
                        tickets[*row] = Ok((calls.len(), place));
                    }
                    calls.push(signed);
                }
                // One of them failed: each by itself tells which.
                Err(_) => {
                    for (row, claims) in rows_of_it.iter().zip(&claims) {
                        tickets[*row] = signer.sign_many(&[*claims]).map(|signed| {
                            calls.push(signed);
                            (calls.len() - 1, 0)
                        });
                    }
                }
            }
        });
        for (asked, ticket) in asked.iter().zip(tickets) {
            let signed = match asked {
                Err(fault) => Err(*fault),
                Ok(asked) => ticket.map_err(Fault::from).map(|(call, place)| (asked, call, place)),
            };
            match signed {
                Ok((asked, call, place)) => {
                    results.push(calls[call].get_bytes(place).unwrap_or_default(), asked.validity);
                }
                Err(fault) => results.push_fault(fault),
            }
        }
    }
}

fn claims<'a>(asked: &Asked<'a>, userbufs: &'a [u8]) -> Claims<'a> {
    let claims = Claims::new(asked.userid, asked.validity);
    // Its length was looked at before.
    let userbuf = asked.userbuf.clone().and_then(|range| UserBuf::new(&userbufs[range]).ok());
    userbuf.map_or(claims, |userbuf| claims.with_userbuf(userbuf))
}

struct Results {
    usersig: Written,
    expires_at: WrittenNumbers,
    code: Vec<i32>,
    error: Written,
}

impl Results {
    fn with_capacity(rows: usize) -> Self {
        Self {
            usersig: Written::with_capacity(rows, rows.saturating_mul(TYPICAL_CHARACTERS).min(MOST_AT_FIRST)),
            expires_at: WrittenNumbers::with_capacity(rows),
            code: Vec::with_capacity(rows),
            error: Written::with_capacity(rows, 0),
        }
    }

    #[inline]
    fn push(&mut self, ticket: &[u8], validity: Validity) {
        self.usersig.push(ticket);
        self.expires_at.push(Some(validity.expires_at()));
        self.code.push(0);
        self.error.push_null();
    }

    fn push_fault(&mut self, fault: Fault) {
        self.usersig.push_null();
        self.expires_at.push(None);
        self.code.push(fault.code());
        self.error.push_text(&fault);
    }

    fn finish(self) -> Result<RecordBatch, ColumnError> {
        let columns = vec![
            self.usersig.texts()?,
            self.expires_at.numbers(),
            Arc::new(Int32Array::from(self.code)) as _,
            self.error.texts()?,
        ];
        Ok(RecordBatch::try_new(sign_schema(), columns)?)
    }
}

/// A plain ticket's length, with a little more.
const TYPICAL_CHARACTERS: usize = 192;
/// Bytes that are asked for at once.
const MOST_AT_FIRST: usize = 1 << 26;
