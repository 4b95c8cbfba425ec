//! What the store needs of a database: transactions over the same SQL text.
//!
//! Statements are written once, with `?1`, `?2`… as parameters and only what SQLite and PostgreSQL
//! both understand. Columns are integers of 64 bits, texts or bytes.

use async_trait::async_trait;

use crate::StoreError;

/// A database.
#[async_trait]
pub(crate) trait Engine: Send + Sync {
    /// Begins a transaction. Reads of one transaction see one state of the database.
    async fn begin(&self, access: Access) -> Result<Box<dyn Transaction>, StoreError>;
    /// A short name for messages: the file, or the host.
    fn location(&self) -> &str;
}

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Reads only.
    Read,
    /// Writes; each statement sees what others committed before it.
    Write,
}

/// A transaction. Dropping it undoes it.
#[async_trait]
pub(crate) trait Transaction: Send {
    /// The rows that a statement answers.
    async fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError>;
    /// The number of rows that a statement changed.
    async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError>;
    /// Keeps what was written; when this returns it is on the disk.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

impl dyn Transaction + '_ {
    /// The only row, or none.
    pub(crate) async fn query_one(&mut self, sql: &str, values: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, values).await?.into_iter().next())
    }
}

/// A value of a column or parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u64> for Value {
    /// No time, number or count comes near 2⁶³; one from outside that does is as good as the largest.
    fn from(value: u64) -> Self {
        Self::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Integer(value.into())
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.into())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The parameters of a statement.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::engine::Value::from($value)),*] };
}
pub(crate) use values;

/// A row, read column by column from the left.
#[derive(Debug)]
pub(crate) struct Row(std::vec::IntoIter<Value>);

impl Row {
    pub(crate) fn new(columns: Vec<Value>) -> Self {
        Self(columns.into_iter())
    }

    /// The next column, whatever it holds.
    pub(crate) fn value(&mut self) -> Result<Value, StoreError> {
        self.0.next().ok_or_else(|| StoreError::Damaged("a row is too short".into()))
    }

    /// The next column: a number that is not negative and fits.
    pub(crate) fn number<T: TryFrom<i64>>(&mut self) -> Result<T, StoreError> {
        self.number_or_null()?.ok_or_else(|| unexpected("no number"))
    }

    /// The next column: such a number, or NULL.
    pub(crate) fn number_or_null<T: TryFrom<i64>>(&mut self) -> Result<Option<T>, StoreError> {
        match self.value()? {
            Value::Null => Ok(None),
            Value::Integer(value) => {
                T::try_from(value).map(Some).map_err(|_| unexpected("too large a number"))
            }
            Value::Text(_) | Value::Bytes(_) => Err(unexpected("no number")),
        }
    }

    /// The next column: 0 or 1.
    pub(crate) fn boolean(&mut self) -> Result<bool, StoreError> {
        Ok(self.number::<u8>()? != 0)
    }

    /// The next column: a text.
    pub(crate) fn text(&mut self) -> Result<String, StoreError> {
        self.text_or_null()?.ok_or_else(|| unexpected("no text"))
    }

    /// The next column: a text, or NULL.
    pub(crate) fn text_or_null(&mut self) -> Result<Option<String>, StoreError> {
        match self.value()? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            Value::Integer(_) | Value::Bytes(_) => Err(unexpected("no text")),
        }
    }

    /// The next column: bytes.
    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        self.bytes_or_null()?.ok_or_else(|| unexpected("no bytes"))
    }

    /// The next column: bytes, or NULL.
    pub(crate) fn bytes_or_null(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        match self.value()? {
            Value::Null => Ok(None),
            Value::Bytes(bytes) => Ok(Some(bytes)),
            Value::Integer(_) | Value::Text(_) => Err(unexpected("no bytes")),
        }
    }

    /// The next column: a SHA-256.
    pub(crate) fn hash(&mut self) -> Result<[u8; 32], StoreError> {
        self.bytes()?.try_into().map_err(|_| unexpected("no SHA-256"))
    }

    /// The next column: JSON, or the word of an enumeration.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let text = self.text()?;
        serde_json::from_str(&text).map_err(|error| StoreError::Damaged(format!("a column holds no {error}")))
    }

    /// The next column: the word of an enumeration, as serde writes it.
    pub(crate) fn word<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let word = self.text()?;
        serde_json::from_value(serde_json::Value::String(word))
            .map_err(|error| StoreError::Damaged(format!("a column holds an {error}")))
    }
}

/// The word of an enumeration, as serde writes it.
pub(crate) fn word(value: &impl serde::Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(StoreError::Invalid("this value has no word in the database".into())),
    }
}

/// JSON for a text column.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Invalid(format!("not a JSON value: {error}").into()))
}

fn unexpected(what: &str) -> StoreError {
    StoreError::Damaged(format!("{what} where one belongs"))
}
