//! Keys from files, standard input, the environment or the command line.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anstream::eprintln;
use usersig::Key;
use zeroize::Zeroizing;

use crate::args::KeySource;
use crate::fault::Fault;
use crate::output::WARNING;

/// The environment variable with the key.
pub(crate) const VARIABLE: &str = "USERSIG_KEY";
const LARGEST_KEY_BYTES: u64 = 1 << 20;

/// A key's text; wiped from memory when it is dropped.
pub(crate) type KeyText = Zeroizing<Vec<u8>>;

impl KeySource {
    /// The one key to sign with.
    pub(crate) fn signing_key(&self) -> Result<Key, Fault> {
        let texts = self.texts()?;
        let [text] = texts.as_slice() else {
            return Err(Fault::usage(
                "more than one key was given",
                "sign with one key; a ring is for verifying",
            ));
        };
        Ok(Key::from_text(text)?)
    }

    /// All keys, for verifying.
    pub(crate) fn ring(&self) -> Result<Vec<Key>, Fault> {
        self.texts()?.iter().map(|text| Ok(Key::from_text(text)?)).collect()
    }

    /// Whether standard input is taken by a key.
    pub(crate) fn uses_standard_input(&self) -> bool {
        self.key_file.iter().any(|path| path.as_os_str() == "-")
    }

    /// The texts of all keys; at least one, or the fault says how to give one.
    pub(crate) fn texts(&self) -> Result<Vec<KeyText>, Fault> {
        let texts = self.texts_if_any()?;
        if texts.is_empty() {
            return Err(Fault::usage(
                "no key was given",
                format_args!("pass --key-file FILE, or set the environment variable {VARIABLE}"),
            ));
        }
        Ok(texts)
    }

    /// The texts of all keys, in the order of the command line.
    pub(crate) fn texts_if_any(&self) -> Result<Vec<KeyText>, Fault> {
        if self.key_file.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
            return Err(Fault::usage("standard input was given twice", "pass --key-file - once"));
        }
        let mut texts = Vec::new();
        for path in &self.key_file {
            texts.push(read_key_file(path)?);
        }
        if let Some(key) = &self.key {
            eprintln!(
                "{WARNING}warning:{WARNING:#} other users of this machine can read a key on the command line; \
                 use --key-file or {VARIABLE}"
            );
            texts.push(Zeroizing::new(key.as_bytes().to_vec()));
        }
        if texts.is_empty()
            && let Some(key) = std::env::var_os(VARIABLE)
            && !key.is_empty()
        {
            texts.push(Zeroizing::new(key.into_encoded_bytes()));
        }
        Ok(texts)
    }
}

/// Reads a file with a secret; the line end after it is dropped.
pub(crate) fn read_key_file(path: &Path) -> Result<KeyText, Fault> {
    let mut text = Zeroizing::new(Vec::new());
    let read = if path.as_os_str() == "-" {
        io::stdin().lock().take(LARGEST_KEY_BYTES + 1).read_to_end(&mut text)
    } else {
        File::open(path).and_then(|file| file.take(LARGEST_KEY_BYTES + 1).read_to_end(&mut text))
    };
    read.map_err(|error| Fault::file("read the key from", path, &error))?;
    if text.len() as u64 > LARGEST_KEY_BYTES {
        return Err(Fault::usage(
            format_args!("{} is larger than any key", path.display()),
            "pass the file that holds the key alone",
        ));
    }
    // An editor ends the last line; the key does not have that line end.
    if text.ends_with(b"\n") {
        text.pop();
    }
    if text.ends_with(b"\r") {
        text.pop();
    }
    Ok(text)
}
