//! Why the store could not do what it was asked.

use crate::Objection;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such application, key, token, administrator or session.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its name or number.
        id: String,
    },
    /// It exists already, or somebody changed it at the same time.
    #[error("{0}")]
    Conflict(Objection),
    /// The request makes no sense: says what is wrong and what to do.
    #[error("{0}")]
    Invalid(Objection),
    /// A sealed secret cannot be opened: another master key, or a changed record.
    #[error("{0}")]
    Sealed(String),
    /// The database cannot be reached or refuses; trying again may help.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// The database answered what it must not: a damaged file, a missing table.
    #[error("the database is not as it should be: {0}")]
    Damaged(String),
}
