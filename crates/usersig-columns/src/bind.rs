//! From a role to the column that has it.

use arrow_array::{ArrayRef, RecordBatch};

use crate::error::ColumnError;
use crate::names::{Names, Role};
use crate::read::{Bytes, Numbers, Texts};

/// The columns of one batch, by their roles.
pub(crate) struct Columns<'a> {
    batch: &'a RecordBatch,
    names: &'a Names,
}

impl<'a> Columns<'a> {
    pub(crate) const fn new(batch: &'a RecordBatch, names: &'a Names) -> Self {
        Self { batch, names }
    }

    /// The texts of a column that has to be there.
    pub(crate) fn needed_texts(&self, role: Role) -> Result<Texts<'a>, ColumnError> {
        let name = self.names.get(role).unwrap_or(role.name());
        self.texts(role)?.ok_or_else(|| ColumnError::Missing { name: name.into() })
    }

    pub(crate) fn texts(&self, role: Role) -> Result<Option<Texts<'a>>, ColumnError> {
        self.bound(role, "text", Texts::new)
    }

    pub(crate) fn numbers(&self, role: Role) -> Result<Option<Numbers<'a>>, ColumnError> {
        self.bound(role, "an integer, or text of decimal digits", Numbers::new)
    }

    pub(crate) fn bytes(&self, role: Role) -> Result<Option<Bytes<'a>>, ColumnError> {
        self.bound(role, "binary, or text of standard base64", Bytes::new)
    }

    /// Numbers or, where they are none, texts.
    pub(crate) fn numbers_or_texts(&self, role: Role) -> Result<Option<NumbersOrTexts<'a>>, ColumnError> {
        self.bound(role, "an integer or text", |array| {
            let texts = Texts::new(array).map(NumbersOrTexts::Texts);
            texts.or_else(|| Numbers::new(array).map(NumbersOrTexts::Numbers))
        })
    }

    fn bound<T>(
        &self,
        role: Role,
        wanted: &'static str,
        bind: impl FnOnce(&'a ArrayRef) -> Option<T>,
    ) -> Result<Option<T>, ColumnError> {
        let Some((name, array)) = self.find(role)? else { return Ok(None) };
        let found = || ColumnError::Type { name: name.into(), wanted, found: array.data_type().clone() };
        bind(array).map(Some).ok_or_else(found)
    }

    fn find(&self, role: Role) -> Result<Option<(&'a str, &'a ArrayRef)>, ColumnError> {
        let Some(name) = self.names.get(role) else { return Ok(None) };
        let schema = self.batch.schema_ref();
        let mut columns = schema.fields().iter().zip(self.batch.columns());
        let found = columns.by_ref().find(|(field, _)| field.name() == name);
        if columns.any(|(field, _)| field.name() == name) {
            return Err(ColumnError::Ambiguous { name: name.into() });
        }
        match found {
            Some((_, array)) => Ok(Some((name, array))),
            None if self.names.given(role).is_some() => Err(ColumnError::Missing { name: name.into() }),
            None => Ok(None),
        }
    }
}

/// A column of either kind.
pub(crate) enum NumbersOrTexts<'a> {
    Numbers(Numbers<'a>),
    Texts(Texts<'a>),
}
