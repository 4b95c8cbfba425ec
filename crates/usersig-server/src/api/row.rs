//! Batches: bounds, and one result for each row.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use usersig_service::{Issued, Refusal};
use utoipa::ToSchema;

use super::issue::IssuedAnswer;
use crate::app::App;
use crate::body;
use crate::problem::Problem;

/// One result for each row, in the order of the rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchAnswer<'a> {
    /// Rows with a ticket.
    issued: usize,
    /// Rows without one.
    refused: usize,
    /// The results.
    #[schema(value_type = Vec<RowAnswer>)]
    items: Vec<RowAnswer<'a>>,
}

/// A ticket, or why there is none.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum RowAnswer<'a> {
    /// The ticket.
    Issued(IssuedAnswer<'a>),
    /// Why there is none.
    Refused {
        /// The same as for a single request.
        error: Problem,
    },
}

/// Refuses a batch without rows, or with too many.
pub(crate) fn bounded(app: &App, rows: usize) -> Result<(), Problem> {
    let most = app.limits.batch_rows;
    if (1..=most).contains(&rows) {
        return Ok(());
    }
    Err(Problem::invalid(
        "batch-rows",
        format!("a batch has 1 to {most} rows, this one has {rows}"),
        "send more batches with fewer rows",
    ))
}

/// Does the work of many rows without holding up other requests.
pub(crate) fn apart<T>(rows: usize, work: impl FnOnce() -> T) -> T {
    if rows < FEW_ROWS { work() } else { tokio::task::block_in_place(work) }
}

pub(crate) fn answer(rows: Vec<Result<Issued, Refusal>>) -> Response {
    let issued = rows.iter().filter(|row| row.is_ok()).count();
    let items = rows.iter().map(|row| match row {
        Ok(issued) => RowAnswer::Issued(IssuedAnswer::new(issued)),
        Err(refusal) => RowAnswer::Refused { error: refusal.clone().into() },
    });
    let answer = BatchAnswer { issued, refused: rows.len() - issued, items: items.collect() };
    body::answer(StatusCode::OK, &answer)
}

/// Some dozens of legacy tickets take a few milliseconds.
const FEW_ROWS: usize = 32;
