//! What stops a command, what to do about it, and the exit code.

use std::fmt::Display;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use anstream::eprintln;
use serde::Serialize;

use crate::output::{ERROR, HINT};
use crate::secret::looks_like_key;

/// Rejected: the ticket is not valid.
pub(crate) const REJECTED: u8 = 1;
const WRONG_USE: u8 = 2;
const INPUT_OUTPUT: u8 = 3;

/// An error with a hint line and an exit code.
#[derive(Debug)]
pub(crate) struct Fault {
    message: String,
    hint: String,
    exit: u8,
}

impl Fault {
    /// Wrong use or bad input.
    pub(crate) fn usage(message: impl Display, hint: impl Display) -> Self {
        Self { message: message.to_string(), hint: hint.to_string(), exit: WRONG_USE }
    }

    /// The machine does not give what is needed: a port, a disk, a database.
    #[cfg(feature = "serve")]
    pub(crate) fn machine(message: impl Display, hint: impl Display) -> Self {
        Self { message: message.to_string(), hint: hint.to_string(), exit: INPUT_OUTPUT }
    }

    /// A file could not be read or written.
    pub(crate) fn file(doing: &str, path: &Path, error: &io::Error) -> Self {
        if path.file_name().is_some_and(|name| looks_like_key(&name.to_string_lossy())) {
            let message = format!("cannot {doing} a file whose name looks like a key: {error}");
            let hint = "pass the name of a file that holds the key, not the key";
            return Self { message, hint: hint.into(), exit: INPUT_OUTPUT };
        }
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "check the name of the file",
            io::ErrorKind::PermissionDenied => "check who may read and write it",
            io::ErrorKind::AlreadyExists => "choose another name, or remove the file first",
            _ => "check the file and the disk",
        };
        let message = format!("cannot {doing} {}: {error}", path.display());
        Self { message, hint: hint.into(), exit: INPUT_OUTPUT }
    }

    /// Standard input or output failed.
    pub(crate) fn stream(doing: &str, error: &io::Error) -> Self {
        let message = format!("cannot {doing}: {error}");
        Self { message, hint: "check what the command is connected to".into(), exit: INPUT_OUTPUT }
    }

    /// Prints the fault to standard error and gives the exit code.
    pub(crate) fn report(&self, json: bool) -> ExitCode {
        if json {
            let report = Report { error: &self.message, hint: &self.hint };
            eprintln!("{}", serde_json::to_string(&report).unwrap_or_default());
        } else {
            eprintln!("{ERROR}error:{ERROR:#} {}", self.message);
            eprintln!("{HINT}hint:{HINT:#} {}", self.hint);
        }
        ExitCode::from(self.exit)
    }
}

#[derive(Serialize)]
struct Report<'a> {
    error: &'a str,
    hint: &'a str,
}

impl From<usersig::Error> for Fault {
    fn from(error: usersig::Error) -> Self {
        let hint = match error {
            usersig::Error::UserId(usersig::UserIdFault::NotDocumented { .. }) => {
                "use A-Z a-z 0-9 _ - only, or pass --userid-form ascii or utf8"
            }
            usersig::Error::UserId(usersig::UserIdFault::NotAscii { .. }) => {
                "use printable ASCII only, or pass --userid-form utf8"
            }
            _ => error.hint(),
        };
        Self::usage(error, hint)
    }
}
