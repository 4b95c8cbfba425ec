//! Lines of NDJSON into columns of text.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::columns::TextColumns;
use super::delimited::Malformed;
use super::records::RecordBlock;

/// Reads lines of one job.
#[derive(Debug)]
pub(crate) struct JsonLines {
    /// The members that are taken, in the order of the columns they become.
    taken: Vec<Member>,
    /// The distinct names of `taken`.
    names: Vec<String>,
    /// Names that may come up beside them; `None` where any may.
    known: Option<Vec<String>>,
}

/// What was read of a range of lines.
pub(crate) struct JsonRows {
    pub(crate) columns: TextColumns,
    /// Lines that are no rows.
    pub(crate) malformed: Vec<(usize, Malformed)>,
    /// Names that come up and are not known: of each, the row where it does first. The first few.
    pub(crate) late: Vec<(usize, String)>,
}

/// A member that becomes a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) taken: Taken,
}

/// What becomes of a member's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Texts and whole numbers as text; anything else makes the row a bad one.
    Value,
    /// Texts as text, other values as they are written.
    Text,
    /// Every value as it is written, quotes included.
    Json,
}

impl JsonLines {
    pub(crate) fn new(taken: Vec<Member>, known: Option<Vec<String>>) -> Self {
        let mut names: Vec<String> = Vec::new();
        for member in &taken {
            if !names.contains(&member.name) {
                names.push(member.name.clone());
            }
        }
        Self { taken, names, known }
    }

    /// The rows of `range` of a block.
    pub(crate) fn read(&self, block: &RecordBlock, range: Range<usize>) -> JsonRows {
        let mut columns = TextColumns::new(self.taken.len(), range.len());
        let (mut malformed, mut late) = (Vec::new(), Vec::<(usize, String)>::new());
        let mut unknown = Vec::new();
        for (row, record) in range.enumerate() {
            let (start, end) = block.ranges[record];
            let line = &block.bytes[start as usize..end as usize];
            let read = if block.too_long.contains(&record) {
                Err(Malformed::TooLong)
            } else {
                self.line(line, &mut columns, &mut unknown)
            };
            if let Err(fault) = read {
                malformed.push((row, fault));
                columns.push_nulls();
                unknown.clear();
            }
            for name in unknown.drain(..) {
                if late.len() < MOST_LATE && !late.iter().any(|(_, known)| *known == name) {
                    late.push((row, name));
                }
            }
        }
        JsonRows { columns, malformed, late }
    }

    /// Adds a row; nothing of it when it is malformed.
    fn line(
        &self,
        line: &[u8],
        columns: &mut TextColumns,
        unknown: &mut Vec<String>,
    ) -> Result<(), Malformed> {
        let mut deserializer = serde_json::Deserializer::from_slice(line);
        let known = self.known.as_deref();
        let found = RowSeed { names: &self.names, known, unknown }
            .deserialize(&mut deserializer)
            .map_err(malformed)?;
        deserializer.end().map_err(malformed)?;
        let value = |member: &Member| {
            let at = self.names.iter().position(|name| *name == member.name);
            let raw = at.and_then(|at| found[at]).map(RawValue::get).filter(|raw| *raw != "null");
            raw.map(|raw| text_of(&member.name, raw, member.taken)).transpose()
        };
        let values = self.taken.iter().map(value).collect::<Result<Vec<_>, _>>()?;
        for (column, value) in values.iter().enumerate() {
            columns.push(column, value.as_deref().map(str::as_bytes));
        }
        Ok(())
    }
}

/// The names of the members of a line, in their order.
pub(crate) fn names(line: &[u8]) -> Vec<String> {
    serde_json::Deserializer::from_slice(line).deserialize_map(NamesVisitor).unwrap_or_default()
}

fn text_of<'a>(name: &str, raw: &'a str, taken: Taken) -> Result<Cow<'a, str>, Malformed> {
    let is_text = raw.starts_with('"');
    match taken {
        Taken::Json => Ok(raw.into()),
        Taken::Value if !is_text && !is_whole(raw) => {
            Err(Malformed::Json(format!("{name} is neither text nor a whole number")))
        }
        _ if !is_text => Ok(raw.into()),
        _ if raw.contains('\\') => serde_json::from_str(raw).map(Cow::Owned).map_err(malformed),
        _ => Ok(raw.get(1..raw.len() - 1).unwrap_or_default().into()),
    }
}

fn is_whole(raw: &str) -> bool {
    raw.strip_prefix('-').unwrap_or(raw).bytes().all(|byte| byte.is_ascii_digit())
}

fn malformed(error: serde_json::Error) -> Malformed {
    // The line is always 1 here; the row is told beside.
    let text = error.to_string();
    let text = text.split(" at line 1 column ").next().unwrap_or_default();
    Malformed::Json(format!("it is not a JSON object: {text} at column {}", error.column()))
}

/// Reads one object's names.
struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut names = Vec::new();
        while let Some((name, de::IgnoredAny)) = map.next_entry()? {
            names.push(name);
        }
        Ok(names)
    }
}

/// Reads one object; of each name, the value as it is written.
struct RowSeed<'n> {
    names: &'n [String],
    known: Option<&'n [String]>,
    unknown: &'n mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = Vec<Option<&'de RawValue>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = Vec<Option<&'de RawValue>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = vec![None; self.names.len()];
        while let Some(at) =
            map.next_key_seed(NameSeed { names: self.names, known: self.known, unknown: self.unknown })?
        {
            let value = map.next_value()?;
            if let Some(at) = at {
                if found[at].is_some() {
                    return Err(de::Error::custom(format_args!("{} stands there twice", self.names[at])));
                }
                found[at] = Some(value);
            }
        }
        Ok(found)
    }
}

/// Reads a member's name; the place of a known one.
struct NameSeed<'n> {
    names: &'n [String],
    known: Option<&'n [String]>,
    unknown: &'n mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameSeed<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let taken = self.names.iter().position(|name| name == text);
        let is_known = |known: &[String]| known.iter().any(|name| name == text);
        if taken.is_none() && self.known.is_some_and(|known| !is_known(known)) {
            self.unknown.push(text.to_owned());
        }
        Ok(taken)
    }
}

/// Names that are told of: a file whose names are its data has as many as lines.
pub(crate) const MOST_LATE: usize = 16;
