//! Reading settings: defaults, then the file, then the environment, then options.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::table::{Kind, SETTINGS, Setting, find};
use super::value::{Source, Value};
use crate::fault::Fault;

/// Where settings are read from, besides the defaults.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Sources {
    /// The file; it has to be there when it is named.
    pub file: Option<PathBuf>,
    /// The environment's variables.
    pub environment: Vec<(OsString, OsString)>,
    /// Options: the setting's name, its text, and the option as it was typed.
    pub flags: Vec<(String, String, String)>,
}

/// Each setting's value and where it comes from.
pub(crate) type Values = BTreeMap<&'static str, (Value, Source)>;

impl Sources {
    /// The environment of this process, and nothing else yet.
    #[must_use]
    pub fn of_process() -> Self {
        Self { environment: std::env::vars_os().collect(), ..Self::default() }
    }

    /// The file that is read: the one that was named, or `USERSIG_CONFIG`.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        self.file.clone().or_else(|| self.variable("USERSIG_CONFIG").map(PathBuf::from))
    }

    /// Variables that look like settings and are none: misspelt ones, most likely.
    #[must_use]
    pub fn unknown_variables(&self) -> Vec<String> {
        let names = self.environment.iter().filter_map(|(name, _)| name.to_str());
        let known = |name: &str| {
            let bare = name.strip_suffix("_FILE").unwrap_or(name);
            OTHER_VARIABLES.contains(&name)
                || SETTINGS.iter().any(|setting| setting.variable() == name || setting.variable() == bare)
        };
        names.filter(|name| name.starts_with("USERSIG_") && !known(name)).map(Into::into).collect()
    }

    pub(crate) fn read(&self) -> Result<Values, Fault> {
        let mut values = Values::new();
        for setting in SETTINGS {
            values.insert(setting.name, (default(setting)?, Source::Default));
        }
        if let Some(path) = self.file() {
            read_file(&path, &mut values)?;
        }
        for setting in SETTINGS {
            if let Some(found) = self.in_environment(setting)? {
                values.insert(setting.name, found);
            }
        }
        for (name, text, flag) in &self.flags {
            let source = Source::Flag(flag.clone());
            let setting = find(name).ok_or_else(|| unknown(name, &source))?;
            values.insert(setting.name, (Value::from_text(setting, text, &source)?, source));
        }
        Ok(values)
    }

    fn in_environment(&self, setting: &'static Setting) -> Result<Option<(Value, Source)>, Fault> {
        let variable = setting.variable();
        if let Some(text) = self.variable(&variable) {
            let source = Source::Environment(variable);
            return Ok(Some((Value::from_text(setting, &text, &source)?, source)));
        }
        // `master_key_file` is a setting itself: the store checks who may read that file.
        if !matches!(setting.kind, Kind::Secret | Kind::Location)
            || find(&format!("{}_file", setting.name)).is_some()
        {
            return Ok(None);
        }
        let variable = format!("{variable}_FILE");
        let Some(path) = self.variable(&variable) else { return Ok(None) };
        let text = std::fs::read_to_string(&path).map_err(|error| {
            Fault::settings(
                format!("cannot read {path}, named by {variable}: {error}"),
                "check the name of the file and who may read it",
            )
        })?;
        let source = Source::Environment(variable);
        Ok(Some((Value::from_text(setting, text.trim_end_matches(['\r', '\n']), &source)?, source)))
    }

    fn variable(&self, name: &str) -> Option<String> {
        let found = self.environment.iter().find(|(variable, _)| variable == name)?;
        found.1.to_str().filter(|text| !text.is_empty()).map(Into::into)
    }
}

fn default(setting: &Setting) -> Result<Value, Fault> {
    let text = setting.default.trim_matches(['[', ']']).replace('"', "");
    Value::from_text(setting, &text, &Source::Default)
}

fn read_file(path: &Path, values: &mut Values) -> Result<(), Fault> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Fault::settings(
            format!("cannot read the settings in {}: {error}", path.display()),
            "check the name of the file and who may read it",
        )
    })?;
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let root = DeTable::parse(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| line(span.start));
        Fault::settings(
            format!("{}, line {line}, is not TOML: {}", path.display(), error.message()),
            "write settings as `name = value`; `usersig serve --print-config` shows all of them",
        )
    })?;
    let mut pending = vec![(String::new(), root.get_ref())];
    while let Some((section, table)) = pending.pop() {
        for (key, value) in table {
            let name = format!("{section}{}", key.get_ref());
            let source = Source::File { path: path.into(), line: line(key.span().start) };
            match value.get_ref() {
                DeValue::Table(inner) => pending.push((format!("{name}."), inner)),
                _ => {
                    let setting = find(&name).ok_or_else(|| unknown(&name, &source))?;
                    let value = from_toml(value).ok_or_else(|| wrong_type(setting, &source))?;
                    values.insert(setting.name, (value.checked(setting, &source)?, source));
                }
            }
        }
    }
    Ok(())
}

fn from_toml(value: &Spanned<DeValue<'_>>) -> Option<Value> {
    match value.get_ref() {
        DeValue::String(text) => Some(Value::Text(text.clone().into_owned())),
        DeValue::Float(number) => Some(Value::Text(number.as_str().into())),
        DeValue::Boolean(on) => Some(Value::Switch(*on)),
        DeValue::Integer(number) => {
            u64::from_str_radix(number.as_str(), number.radix()).ok().map(Value::Number)
        }
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| item.get_ref().as_str().map(Into::into));
            texts.collect::<Option<_>>().map(Value::List)
        }
        _ => None,
    }
}

fn wrong_type(setting: &Setting, source: &Source) -> Fault {
    // Checking a value of no kind gives the message with what the setting takes.
    let odd = if setting.kind == Kind::Switch { Value::Number(0) } else { Value::Switch(true) };
    odd.checked(setting, source).err().unwrap_or_else(|| unknown(setting.name, source))
}

fn unknown(name: &str, source: &Source) -> Fault {
    let close = SETTINGS.iter().map(|setting| setting.name).find(|known| {
        known.rsplit('.').next() == name.rsplit('.').next()
            || known.replace('.', "_") == name.replace('.', "_")
    });
    let hint = match close {
        Some(known) => format!("did you mean `{known}`?"),
        None => "`usersig serve --print-config` shows all settings".into(),
    };
    Fault::settings(format!("there is no setting `{name}`, in {source}"), hint)
}

/// Variables of the command and of tests that are no settings.
const OTHER_VARIABLES: &[&str] =
    &["USERSIG_CONFIG", "USERSIG_KEY", "USERSIG_KERNEL", "USERSIG_SKIP_PEERS", "USERSIG_BIN"];
