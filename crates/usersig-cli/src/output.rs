//! Printing: lines for people, JSON for programs.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use serde::Serialize;
use usersig::Privileges;
use usersig_report::privilege_names;

use crate::fault::Fault;

pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(crate) const HINT: Style = AnsiColor::Cyan.on_default().bold();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const DIM: Style = Style::new().dimmed();

/// Prints one line to standard output, coloured only on a terminal.
pub(crate) fn line(text: impl std::fmt::Display) -> Result<(), Fault> {
    written(writeln!(anstream::stdout().lock(), "{text}"))
}

/// Prints `name` and `value` below one another's.
pub(crate) fn field(name: &str, value: impl std::fmt::Display) -> Result<(), Fault> {
    line(format_args!("  {DIM}{name:<12}{DIM:#} {value}"))
}

/// Prints one JSON value on one line.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Fault> {
    let text = serde_json::to_string(value).map_err(|error| Fault::stream("write JSON", &error.into()))?;
    written(writeln!(io::stdout().lock(), "{text}"))
}

/// Prints bytes as they are.
pub(crate) fn bytes(bytes: &[u8]) -> Result<(), Fault> {
    written(io::stdout().lock().write_all(bytes))
}

fn written(result: io::Result<()>) -> Result<(), Fault> {
    match result {
        // Whoever reads us has enough, for example `head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(|error| Fault::stream("write to standard output", &error)),
    }
}

/// Unix seconds as RFC 3339, or as they are where that has no date for them.
pub(crate) fn date(seconds: u64) -> String {
    let timestamp = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    timestamp.map_or_else(|| format!("{seconds} (Unix seconds)"), |timestamp| timestamp.to_string())
}

/// Privileges as a person reads them.
pub(crate) fn privilege_text(privileges: Privileges) -> String {
    let names = privilege_names(privileges);
    let names = if names.is_empty() { "none".into() } else { names.join(", ") };
    format!("{} ({names})", privileges.bits())
}
