//! Values of settings, and where they come from.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::table::{Kind, Setting};
use crate::fault::Fault;

/// A value that was checked against its setting's kind.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Number(u64),
    Switch(bool),
    List(Vec<String>),
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Default,
    File { path: PathBuf, line: usize },
    Environment(String),
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => formatter.write_str("the default"),
            Self::File { path, line } => write!(formatter, "{}, line {line}", path.display()),
            Self::Environment(name) => write!(formatter, "the environment variable {name}"),
            Self::Flag(flag) => write!(formatter, "the option {flag}"),
        }
    }
}

impl Value {
    /// Reads a text, as it stands in the environment or in an option.
    pub(crate) fn from_text(setting: &Setting, text: &str, source: &Source) -> Result<Self, Fault> {
        let value = match setting.kind {
            Kind::Number(..) => text.trim().parse().map(Self::Number).ok(),
            Kind::Switch => match text.trim() {
                "true" | "1" | "yes" | "on" => Some(Self::Switch(true)),
                "false" | "0" | "no" | "off" => Some(Self::Switch(false)),
                _ => None,
            },
            Kind::List => {
                let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
                Some(Self::List(items.map(Into::into).collect()))
            }
            _ => Some(Self::Text(text.into())),
        };
        value.ok_or_else(|| wrong(setting, source))?.checked(setting, source)
    }

    /// Refuses what is not of the setting's kind.
    pub(crate) fn checked(self, setting: &Setting, source: &Source) -> Result<Self, Fault> {
        let fits = match (&self, setting.kind) {
            (Self::Number(number), Kind::Number(least, most)) => (least..=most).contains(number),
            (Self::Switch(_), Kind::Switch) | (Self::List(_), Kind::List) => true,
            (Self::Text(text), Kind::Choice(words)) => words.contains(&text.as_str()),
            (Self::Text(text), Kind::Address) => text.is_empty() || text.parse::<SocketAddr>().is_ok(),
            (Self::Text(text), Kind::Ratio) => {
                text.trim().parse::<f64>().is_ok_and(|ratio| (0.0..=1.0).contains(&ratio))
            }
            (Self::Number(number), Kind::Ratio) => *number <= 1,
            (Self::Text(_), Kind::Text | Kind::Secret | Kind::Location) => true,
            _ => false,
        };
        if fits { Ok(self) } else { Err(wrong(setting, source)) }
    }

    /// The value as it stands in the file, without what no one may see.
    pub(crate) fn shown(&self, setting: &Setting) -> String {
        match self {
            Self::Text(text) if text.is_empty() => "\"\"".into(),
            Self::Text(_) if setting.kind == Kind::Secret => "\"(set, not shown)\"".into(),
            Self::Text(text) if setting.kind == Kind::Ratio => text.trim().into(),
            Self::Text(text) if setting.kind == Kind::Location => quoted(&without_password(text)),
            Self::Text(text) => quoted(text),
            Self::Number(number) => number.to_string(),
            Self::Switch(on) => on.to_string(),
            Self::List(items) => {
                format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Value(…)")
    }
}

/// The message never repeats the value: it may be a secret in the wrong place.
fn wrong(setting: &Setting, source: &Source) -> Fault {
    let wants = match setting.kind {
        Kind::Number(least, most) => format!("a whole number from {least} to {most}"),
        Kind::Ratio => "a number from 0 to 1, for example 0.05".into(),
        Kind::Switch => "true or false".into(),
        Kind::List => "a list of texts".into(),
        Kind::Choice(words) => format!("one of {}", words.join(", ")),
        Kind::Address => "an address with a port, for example 127.0.0.1:7788 or [::]:7788".into(),
        Kind::Text | Kind::Secret | Kind::Location => "a text".into(),
    };
    Fault::settings(
        format!("the setting `{}` has a wrong value in {source}", setting.name),
        format!("it takes {wants}; `usersig serve --print-config` shows all settings"),
    )
}

pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            character if character.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(character)));
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// `postgres://user:secret@host/name` without the secret, and without one in the query.
pub(crate) fn without_password(location: &str) -> String {
    let Some((scheme, rest)) = location.split_once("://") else { return location.into() };
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let rest = match rest.rsplit_once('@') {
        Some((user, hosts)) => match user.split_once(':') {
            Some((user, _)) => format!("{user}:…@{hosts}"),
            None => format!("{user}@{hosts}"),
        },
        None => rest.into(),
    };
    let query = query.map(|query| {
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if name.contains("password") => format!("{name}=…"),
            _ => pair.into(),
        });
        format!("?{}", pairs.collect::<Vec<_>>().join("&"))
    });
    format!("{scheme}://{rest}{}", query.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_of_locations_are_not_shown() {
        for (location, shown) in [
            ("usersig.db", "usersig.db"),
            ("postgres://u:pw@h1,h2/db?sslmode=require", "postgres://u:…@h1,h2/db?sslmode=require"),
            ("postgres://u:p@w@h/db", "postgres://u:…@h/db"),
            ("postgres://u@h/db?password=pw&a=b", "postgres://u@h/db?password=…&a=b"),
        ] {
            assert_eq!(without_password(location), shown);
        }
    }

    #[test]
    fn odd_texts_are_quoted() {
        assert_eq!(quoted("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000A\"");
    }
}
