//! The files of a job: patterns, folders, and names beside the output's.

use std::ffi::OsString;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use glob::MatchOptions;

use super::format::{self, Format};
use crate::fault::Fault;

/// One input.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    /// `-` is standard input.
    pub(crate) path: PathBuf,
    pub(crate) format: Format,
}

impl Input {
    pub(crate) fn is_standard_input(&self) -> bool {
        is_stream(&self.path)
    }

    /// The name for messages.
    pub(crate) fn name(&self) -> String {
        if self.is_standard_input() { "standard input".into() } else { self.path.display().to_string() }
    }
}

/// `-` means standard input or output.
pub(crate) fn is_stream(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// All files that were asked for, in order.
pub(crate) fn inputs(given: &[PathBuf], format: Option<Format>) -> Result<Vec<Input>, Fault> {
    let mut paths = Vec::new();
    for path in given {
        expand(path, format.is_some(), &mut paths)?;
    }
    if paths.iter().filter(|path| is_stream(path)).count() > 1 {
        return Err(Fault::usage("standard input was given twice", "pass --input - once"));
    }
    let input = |path: PathBuf| {
        let Some(format) = format.or(format::of_name(&path).0) else { return Err(unknown(&path, "input")) };
        if format == Format::Parquet && is_stream(&path) {
            return Err(Fault::usage(
                "Parquet cannot be read from standard input: its table of contents stands at its end",
                "pass the name of a file",
            ));
        }
        Ok(Input { path, format })
    };
    paths.into_iter().map(input).collect()
}

/// A name that says nothing about the format.
pub(crate) fn unknown(path: &Path, which: &str) -> Fault {
    let name = if is_stream(path) { format!("standard {which}") } else { path.display().to_string() };
    Fault::usage(
        format_args!("the name of the {which} does not say its format: {name}"),
        format_args!("pass --{which}-format csv, tsv, ndjson or parquet"),
    )
}

/// A file that does not hold what it should.
pub(crate) fn damaged(path: &Path, why: &dyn Display) -> Fault {
    let hint = "make the file again, or leave it out of the job";
    Fault::usage(format_args!("{} is damaged: {why}", path.display()), hint)
}

/// A file as it is, a folder's files, or those that a pattern names.
fn expand(path: &Path, of_any_name: bool, paths: &mut Vec<PathBuf>) -> Result<(), Fault> {
    if is_stream(path) || path.is_file() {
        paths.push(path.into());
        return Ok(());
    }
    let before = paths.len();
    let is_table = |path: &PathBuf| of_any_name || format::of_name(path).0.is_some();
    if path.is_dir() {
        let read =
            || fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>();
        let entries = read().map_err(|error| Fault::file("read the folder", path, &error))?;
        paths.extend(entries.into_iter().filter(|path| path.is_file() && !is_hidden(path) && is_table(path)));
    } else if let Some(pattern) = path.to_str().filter(|text| text.contains(['*', '?', '['])) {
        let found = glob::glob_with(pattern, NO_HIDDEN_FILES).map_err(|error| {
            Fault::usage(format_args!("{pattern} is not a pattern: {error}"), "write it like 'logs/*.csv'")
        })?;
        for path in found {
            let path = path.map_err(|error| Fault::file("read", error.path(), error.error()))?;
            if path.is_file() {
                paths.push(path);
            }
        }
    } else {
        // It may be a pipe or a device; if it is nothing at all, opening it says so.
        paths.push(path.into());
    }
    paths[before..].sort();
    if paths.len() == before {
        return Err(Fault::usage(
            format_args!("there is no table in {}", path.display()),
            "pass files that end in .csv, .tsv, .ndjson or .parquet, or say their format with --input-format",
        ));
    }
    Ok(())
}

/// As in a shell, `*` means no name that begins with a dot.
const NO_HIDDEN_FILES: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// The file that is written until it is complete.
pub(crate) fn part(path: &Path) -> PathBuf {
    beside(path, ".usersig-part")
}

/// The file that says how far the job is.
pub(crate) fn journal(path: &Path) -> PathBuf {
    beside(path, ".usersig-journal")
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name: OsString = path.into();
    name.push(end);
    name.into()
}
