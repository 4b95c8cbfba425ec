//! `usersig app`: applications and their keys.

mod change;
mod policy;
mod show;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use usersig_store::application::{Algorithm, NewKey};
use zeroize::Zeroizing;

use super::store::open::Place;
use crate::duration;
use crate::fault::Fault;
use crate::keys::{VARIABLE, read_key_file};

/// What `usersig app` takes.
#[derive(Debug, ClapArgs)]
pub(crate) struct AppCommand {
    #[command(subcommand)]
    action: Action,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Add an application with a new HMAC key
    Create {
        /// Number of the application
        sdkappid: u32,
        /// Name for people
        #[arg(long)]
        name: String,
    },
    /// Add an application with the key that it has in Tencent's console, or with a legacy PEM key
    Import {
        /// Number of the application
        sdkappid: u32,
        /// Name for people
        #[arg(long)]
        name: String,
        #[command(flatten)]
        key: BroughtKey,
    },
    /// List the applications
    List,
    /// Show an application with its keys and policy
    Show {
        /// Number of the application
        sdkappid: u32,
    },
    /// Give an application another name
    Rename {
        /// Number of the application
        sdkappid: u32,
        /// Name for people
        name: String,
    },
    /// Make a new key, or bring one, that signs from now on; the old one goes on verifying
    ///
    /// A key of the other algorithm does not sign yet: see `usersig app switch`.
    Rotate {
        /// Number of the application
        sdkappid: u32,
        /// Make no new HMAC key but bring this one; `-` for standard input
        #[arg(long, value_name = "FILE")]
        key_file: Option<PathBuf>,
        /// How long the old key still verifies; until it is retired by default
        #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
        keep_old: Option<u64>,
    },
    /// Sign with the other algorithm from now on; both go on verifying
    Switch {
        /// Number of the application
        sdkappid: u32,
        /// Algorithm of new tickets
        to: AlgorithmName,
    },
    /// End a key that is not the one that signs
    Retire {
        /// Number of the application
        sdkappid: u32,
        /// Number of the key
        #[arg(long, value_name = "KEY")]
        key: u32,
    },
    /// Stop issuing and verifying
    Suspend {
        /// Number of the application
        sdkappid: u32,
    },
    /// Go on after a suspension, or after a request to delete
    Resume {
        /// Number of the application
        sdkappid: u32,
    },
    /// Ask to delete an application, which suspends it; with --yes, delete one that was asked for
    Delete {
        /// Number of the application
        sdkappid: u32,
        /// The second step: its keys are gone for ever
        #[arg(long)]
        yes: bool,
    },
    /// Print a key; the audit log says so
    Reveal {
        /// Number of the application
        sdkappid: u32,
        /// Number of the key; the one that signs by default
        #[arg(long, value_name = "KEY")]
        key: Option<u32>,
        /// Write it to a new file that only you can read
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Show or change what callers may ask for
    Policy(policy::PolicyChange),
}

/// A key from a file, standard input or the environment: never from the command line.
#[derive(Debug, ClapArgs)]
struct BroughtKey {
    /// File with the key, `-` for standard input; USERSIG_KEY without it
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

/// The algorithms, as they are typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum AlgorithmName {
    /// HMAC-SHA256, the current one
    Hmac,
    /// ECDSA, the legacy one
    Ecdsa,
}

impl From<AlgorithmName> for Algorithm {
    fn from(name: AlgorithmName) -> Self {
        match name {
            AlgorithmName::Hmac => Self::Hmac,
            AlgorithmName::Ecdsa => Self::Ecdsa,
        }
    }
}

pub(crate) fn run(args: &AppCommand, json: bool) -> Result<ExitCode, Fault> {
    let place = &args.place;
    match &args.action {
        Action::Create { sdkappid, name } => change::create(place, *sdkappid, name, NewKey::Make, json)?,
        Action::Import { sdkappid, name, key } => change::create(place, *sdkappid, name, key.read()?, json)?,
        Action::List => show::list(place, json)?,
        Action::Show { sdkappid } => show::one(place, *sdkappid, json)?,
        Action::Rename { sdkappid, name } => change::rename(place, *sdkappid, name, json)?,
        Action::Rotate { sdkappid, key_file, keep_old } => {
            let key = key_file.as_deref().map_or(Ok(NewKey::Make), brought)?;
            change::rotate(place, *sdkappid, key, *keep_old, json)?;
        }
        Action::Switch { sdkappid, to } => change::switch(place, *sdkappid, (*to).into(), json)?,
        Action::Retire { sdkappid, key } => change::retire(place, *sdkappid, *key, json)?,
        Action::Suspend { sdkappid } => change::suspend(place, *sdkappid, json)?,
        Action::Resume { sdkappid } => change::resume(place, *sdkappid, json)?,
        Action::Delete { sdkappid, yes } => change::delete(place, *sdkappid, *yes, json)?,
        Action::Reveal { sdkappid, key, output } => {
            show::reveal(place, *sdkappid, *key, output.as_deref(), json)?;
        }
        Action::Policy(change) => policy::run(place, change, json)?,
    }
    Ok(ExitCode::SUCCESS)
}

impl BroughtKey {
    fn read(&self) -> Result<NewKey, Fault> {
        if let Some(path) = &self.key_file {
            return brought(path);
        }
        match std::env::var(VARIABLE) {
            Ok(text) if !text.is_empty() => Ok(NewKey::from_text(Zeroizing::new(text))),
            _ => Err(Fault::usage(
                "no key was given",
                format_args!("pass --key-file FILE (`-` is standard input), or set {VARIABLE}"),
            )),
        }
    }
}

fn brought(path: &Path) -> Result<NewKey, Fault> {
    let bytes = read_key_file(path)?;
    let text = str::from_utf8(&bytes).map_err(|_| {
        Fault::usage(format_args!("{} holds no text", path.display()), "bring a key as text, or in PEM")
    })?;
    Ok(NewKey::from_text(Zeroizing::new(text.to_owned())))
}
