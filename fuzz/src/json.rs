//! JSON by serde_json, with nothing lost: member order, repeated members, depth.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string, unescaped.
    String(String),
    /// A number that is a canonical decimal below 2^64.
    Integer(u64),
    /// Any other number.
    Number,
    /// `true`, `false` or `null`.
    Word,
    Array(Vec<Self>),
    /// Members in the order of the text.
    Object(Vec<(String, Self)>),
}

/// Why serde_json did not read a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not JSON, or nests deeper than a ticket may.
    Syntax,
    /// A number is beyond what serde_json keeps, but the grammar is right.
    NumberRange,
}

/// Reads a whole text.
pub fn read(text: &[u8]) -> Result<Value, Fault> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let value = Any.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    match value {
        Ok(value) if value.depth() > MAX_DEPTH => Err(Fault::Syntax),
        Ok(value) => Ok(value),
        Err(error) if error.to_string().starts_with("number out of range") => {
            let grammar = serde_json::from_slice::<IgnoredAny>(text);
            Err(if grammar.is_ok() { Fault::NumberRange } else { Fault::Syntax })
        }
        Err(_) => Err(Fault::Syntax),
    }
}

impl Value {
    /// How many arrays and objects stand around each other at most.
    fn depth(&self) -> usize {
        let deepest =
            |values: &mut dyn Iterator<Item = &Self>| 1 + values.map(Self::depth).max().unwrap_or(0);
        match self {
            Self::Array(values) => deepest(&mut values.iter()),
            Self::Object(members) => deepest(&mut members.iter().map(|(_, value)| value)),
            _ => 0,
        }
    }
}

struct Any;

impl<'de> DeserializeSeed<'de> for Any {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Number)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Word)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Word)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = array.next_element_seed(Self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = object.next_key_seed(Self)? {
            let Value::String(name) = name else { return Err(A::Error::custom("a name is a string")) };
            members.push((name, object.next_value_seed(Self)?));
        }
        Ok(Value::Object(members))
    }
}

/// The deepest nesting of a ticket, its own object included.
const MAX_DEPTH: usize = 64;
