//! Why the store refuses what it was asked, for programs and for people.

use std::borrow::Cow;
use std::fmt;

/// Why the store refuses: a name that programs compare, an English text that says what to do, and the
/// names and numbers in that text, so that it can be said in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Objection {
    /// Its name, for example `application-known`; `other` where only operators meet it.
    pub id: &'static str,
    /// What stands in the text: the name of the place and the value.
    pub values: Vec<(&'static str, String)>,
    text: Cow<'static, str>,
}

impl Objection {
    pub(crate) fn new(id: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self { id, values: Vec::new(), text: text.into() }
    }

    /// The same with a value that stands in the text.
    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}

impl fmt::Display for Objection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl From<String> for Objection {
    fn from(text: String) -> Self {
        Self::new("other", text)
    }
}

impl From<&'static str> for Objection {
    fn from(text: &'static str) -> Self {
        Self::new("other", text)
    }
}
