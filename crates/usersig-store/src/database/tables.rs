//! The tables of a backup, in an order in which they can be filled.

use serde_json::{Map, Value as Json};

use crate::engine::{Row, Value};
use crate::{StoreError, hex};

/// A table, by its columns; the first `key` ones are its primary key.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) key: usize,
    pub(super) columns: &'static [(&'static str, Kind)],
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Text,
    Bytes,
}

use Kind::{Bytes, Integer, Text};

/// The one row of `meta` without its number. Sessions are not kept: people sign in again.
pub(super) const META: Table = Table {
    name: "meta",
    key: 0,
    columns: &[
        ("revision", Integer),
        ("audit_number", Integer),
        ("audit_hash", Bytes),
        ("master_key", Text),
        ("last_token", Integer),
        ("last_administrator", Integer),
    ],
};

pub(super) static TABLES: [Table; 8] = [
    Table {
        name: "applications",
        key: 1,
        columns: &[
            ("sdkappid", Integer),
            ("name", Text),
            ("state", Text),
            ("deleting_since", Integer),
            ("algorithm", Text),
            ("policy", Text),
            ("created_at", Integer),
            ("last_key", Integer),
            ("last_issuer", Integer),
        ],
    },
    Table {
        name: "keys",
        key: 2,
        columns: &[
            ("sdkappid", Integer),
            ("id", Integer),
            ("algorithm", Text),
            ("role", Text),
            ("until", Integer),
            ("origin", Text),
            ("signs", Integer),
            ("fingerprint", Text),
            ("secret", Bytes),
            ("created_at", Integer),
        ],
    },
    Table {
        name: "issuers",
        key: 2,
        columns: &[
            ("sdkappid", Integer),
            ("id", Integer),
            ("issuer", Text),
            ("audience", Text),
            ("userid_claim", Text),
            ("userid_from_body", Integer),
            ("jwks_url", Text),
            ("secret", Bytes),
        ],
    },
    Table {
        name: "tokens",
        key: 1,
        columns: &[
            ("id", Integer),
            ("name", Text),
            ("hash", Bytes),
            ("scopes", Text),
            ("applications", Text),
            ("created_at", Integer),
            ("expires_at", Integer),
            ("revoked_at", Integer),
        ],
    },
    Table {
        name: "revocations",
        key: 2,
        columns: &[
            ("sdkappid", Integer),
            ("userid", Text),
            ("signed_before", Integer),
            ("created_at", Integer),
            ("revision", Integer),
        ],
    },
    Table {
        name: "administrators",
        key: 1,
        columns: &[
            ("id", Integer),
            ("name", Text),
            ("role", Text),
            ("password_hash", Text),
            ("must_change", Integer),
            ("secret", Bytes),
            ("totp_last_step", Integer),
            ("failures", Integer),
            ("locked_until", Integer),
            ("language", Text),
            ("created_at", Integer),
        ],
    },
    Table {
        name: "audit",
        key: 1,
        columns: &[
            ("number", Integer),
            ("at", Integer),
            ("actor", Text),
            ("address", Text),
            ("act", Text),
            ("sdkappid", Integer),
            ("detail", Text),
            ("hash", Bytes),
        ],
    },
    Table {
        name: "counts",
        key: 3,
        columns: &[("start", Integer), ("sdkappid", Integer), ("event", Text), ("amount", Integer)],
    },
];

impl Table {
    /// The names of all columns, or of the first ones.
    fn names(&self, first: usize) -> String {
        let names: Vec<_> = self.columns.iter().take(first).map(|(name, _)| *name).collect();
        names.join(", ")
    }

    /// Reads rows by their key: the first ones, or those after the key in `?1`…
    pub(super) fn select(&self, after: bool) -> String {
        let (columns, name) = (self.names(self.columns.len()), self.name);
        if self.key == 0 {
            return format!("SELECT {columns} FROM {name}");
        }
        let key = self.names(self.key);
        let after = if after { format!("WHERE ({key}) > ({})", marks(1, self.key)) } else { String::new() };
        format!("SELECT {columns} FROM {name} {after} ORDER BY {key} LIMIT {PAGE}")
    }

    /// Adds so many rows at once.
    pub(super) fn insert(&self, rows: usize) -> String {
        let width = self.columns.len();
        let values: Vec<_> = (0..rows).map(|row| format!("({})", marks(row * width + 1, width))).collect();
        format!("INSERT INTO {} ({}) VALUES {}", self.name, self.names(width), values.join(", "))
    }

    /// Changes the one row of `meta`.
    pub(super) fn update(&self) -> String {
        let set: Vec<_> = self
            .columns
            .iter()
            .enumerate()
            .map(|(place, (name, _))| format!("{name} = ?{}", place + 1))
            .collect();
        format!("UPDATE {} SET {}", self.name, set.join(", "))
    }

    /// The columns of a row.
    pub(super) fn read(&self, mut row: Row) -> Result<Vec<Value>, StoreError> {
        self.columns.iter().map(|_| row.value()).collect()
    }

    /// A row as JSON: bytes in hex.
    pub(super) fn to_json(&self, row: &[Value]) -> Json {
        let member = |((name, _), value): (&(&str, Kind), &Value)| {
            let value = match value {
                Value::Null => Json::Null,
                Value::Integer(integer) => (*integer).into(),
                Value::Text(text) => text.as_str().into(),
                Value::Bytes(bytes) => hex::encode(bytes).into(),
            };
            ((*name).to_owned(), value)
        };
        Json::Object(self.columns.iter().zip(row).map(member).collect())
    }

    /// A row from JSON; each column must be there, and nothing else.
    pub(super) fn parse(&self, mut row: Map<String, Json>) -> Result<Vec<Value>, StoreError> {
        let wrong = |column: &str| {
            StoreError::Invalid(format!("its table {} has a wrong {column}", self.name).into())
        };
        let mut values = Vec::with_capacity(self.columns.len());
        for (name, kind) in self.columns {
            values.push(match (row.remove(*name).ok_or_else(|| wrong(name))?, kind) {
                (Json::Null, _) => Value::Null,
                (Json::Number(number), Integer) => number.as_i64().ok_or_else(|| wrong(name))?.into(),
                (Json::String(text), Text) => text.into(),
                (Json::String(text), Bytes) => hex::decode(&text).ok_or_else(|| wrong(name))?.into(),
                _ => return Err(wrong(name)),
            });
        }
        match row.keys().next() {
            Some(unknown) => Err(wrong(unknown)),
            None => Ok(values),
        }
    }
}

fn marks(first: usize, count: usize) -> String {
    let marks: Vec<_> = (first..first + count).map(|place| format!("?{place}")).collect();
    marks.join(", ")
}

/// Rows that are read at once.
pub(super) const PAGE: usize = 1000;
