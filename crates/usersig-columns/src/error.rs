//! What keeps a table from being read at all.

use std::fmt;

use arrow_schema::{ArrowError, DataType};

/// A table that cannot be worked on. Nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnError {
    /// A column is needed and not there.
    Missing {
        /// Its name.
        name: String,
    },
    /// Two columns have this name.
    Ambiguous {
        /// Their name.
        name: String,
    },
    /// A column has a type that its meaning cannot have.
    Type {
        /// Its name.
        name: String,
        /// What it should be.
        wanted: &'static str,
        /// What it is.
        found: DataType,
    },
    /// The results of one batch pass 2 GiB in one column.
    TooLarge,
    /// Columns have different lengths, or the like.
    Arrow(String),
}

impl ColumnError {
    /// What a person can do about it, in one sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "say which column it is, or add it",
            Self::Ambiguous { .. } => "give the columns different names",
            Self::Type { .. } => "convert the column before",
            Self::TooLarge => "give smaller batches: 65536 rows are always few enough",
            Self::Arrow(_) => "check the table with the program that made it",
        }
    }
}

impl fmt::Display for ColumnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name } => write!(f, "there is no column {name:?}"),
            Self::Ambiguous { name } => write!(f, "there are two columns {name:?}"),
            Self::Type { name, wanted, found } => {
                write!(f, "the column {name:?} is {found} and should be {wanted}")
            }
            Self::TooLarge => f.write_str("the results of one batch pass 2 GiB"),
            Self::Arrow(text) => write!(f, "the table is not sound: {text}"),
        }
    }
}

impl std::error::Error for ColumnError {}

impl From<ArrowError> for ColumnError {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error.to_string())
    }
}
