//! How many rows, and which of them are bad.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::read::json::MOST_LATE;

/// How many rows, and which of them are bad.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tally {
    pub(crate) rows: u64,
    /// By Tencent's code.
    pub(crate) bad: BTreeMap<i32, Bad>,
    /// Members of NDJSON that came up too late to be columns, in their order; the first few.
    #[serde(default)]
    pub(crate) late: Vec<Late>,
}

/// A member of NDJSON that came up too late to be a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Late {
    pub(crate) name: String,
    pub(crate) input: String,
    /// The first row with it, counted from 1.
    pub(crate) row: u64,
}

/// Bad rows of one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bad {
    pub(crate) rows: u64,
    pub(crate) first: Example,
}

/// A bad row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Example {
    pub(crate) input: String,
    /// Its number in its input, counted from 1.
    pub(crate) row: u64,
    pub(crate) error: String,
}

impl Tally {
    /// Counts one bad row.
    pub(crate) fn add_bad(&mut self, code: i32, example: impl FnOnce() -> Example) {
        self.bad.entry(code).or_insert_with(|| Bad { rows: 0, first: example() }).rows += 1;
    }

    /// Notes a member that is not written.
    pub(crate) fn add_late(&mut self, late: Late) {
        if self.late.len() < MOST_LATE && !self.late.iter().any(|known| known.name == late.name) {
            self.late.push(late);
        }
    }

    /// Adds what was counted of later rows.
    pub(crate) fn add(&mut self, later: Self) {
        self.rows += later.rows;
        for (code, bad) in later.bad {
            match self.bad.get_mut(&code) {
                Some(known) => known.rows += bad.rows,
                None => {
                    self.bad.insert(code, bad);
                }
            }
        }
        later.late.into_iter().for_each(|late| self.add_late(late));
    }

    pub(crate) fn bad_rows(&self) -> u64 {
        self.bad.values().map(|bad| bad.rows).sum()
    }
}
