//! Opens the store that `usersig serve` uses, by the same settings.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use tokio::runtime::{Builder, Runtime};
use usersig_server::{Settings, Sources};
use usersig_store::{Actor, Database, StoreError};

use crate::fault::Fault;

/// Where the store is: the settings of `usersig serve`.
#[derive(Debug, ClapArgs)]
pub(crate) struct Place {
    /// Database: a path, or postgres://… (a password belongs into USERSIG_STORE or USERSIG_STORE_FILE)
    #[arg(long, global = true, value_name = "LOCATION")]
    store: Option<String>,

    /// Folder of the embedded database and the master key; usersig-data by default
    #[arg(long, global = true, value_name = "FOLDER")]
    data: Option<String>,

    /// File with settings, TOML; also USERSIG_CONFIG
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// The open store, and who acts in it.
pub(crate) struct Session {
    pub(crate) store: Database,
    pub(crate) actor: Actor,
    runtime: Runtime,
}

impl Session {
    /// Opens a store that is there. A mistyped name must not make an empty one.
    pub(crate) fn open(place: &Place) -> Result<Self, Fault> {
        let settings = place.settings()?;
        let file = Path::new(settings.store.as_str());
        if usersig_store::is_path(&settings.store) && !file.exists() {
            return Err(Fault::machine(
                format_args!("there is no store {}", file.display()),
                "name it with --data or --store; `usersig app create` and `usersig serve` make one",
            ));
        }
        Self::with(&settings)
    }

    /// Opens a store, and makes it if there is none.
    pub(crate) fn open_or_make(place: &Place) -> Result<Self, Fault> {
        Self::with(&place.settings()?)
    }

    fn with(settings: &Settings) -> Result<Self, Fault> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Fault::machine(format_args!("cannot start: {error}"), "try again"))?;
        let store = runtime.block_on(usersig_store::open_or_make(
            &settings.store,
            settings.master_key.as_ref().map(|text| text.as_str()),
            &settings.master_key_file,
        ));
        let store = store.map_err(fault)?;
        Ok(Self { store, actor: Actor::new(format!("command:{}", user()), ""), runtime })
    }

    /// Waits for the store's answer.
    pub(crate) fn run<T>(&self, answer: impl Future<Output = Result<T, StoreError>>) -> Result<T, Fault> {
        self.runtime.block_on(answer).map_err(fault)
    }
}

impl Place {
    fn settings(&self) -> Result<Settings, Fault> {
        let mut sources = Sources::of_process();
        sources.file.clone_from(&self.config);
        for (name, value) in [("data", &self.data), ("store", &self.store)] {
            if let Some(value) = value {
                sources.flags.push((name.into(), value.clone(), format!("--{name}")));
            }
        }
        Settings::read(&sources).map_err(server_fault)
    }
}

/// The person at the keyboard, for the audit log: also behind sudo.
fn user() -> String {
    let named = ["SUDO_USER", "USER", "LOGNAME"].into_iter().filter_map(|name| std::env::var(name).ok());
    named.into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| "unknown".into())
}

/// What the store refuses, with the next step.
pub(crate) fn fault(error: StoreError) -> Fault {
    match error {
        StoreError::NotFound { what, .. } => Fault::usage(error, not_found_hint(what)),
        StoreError::Conflict(_) => Fault::usage(error, "look at what is there with `show` or `list`"),
        StoreError::Invalid(_) => Fault::usage(error, "correct it and try again; nothing was changed"),
        StoreError::Sealed(_) => {
            Fault::machine(error, "settings `master_key_file` and `master_key` name the master key")
        }
        StoreError::Unavailable(_) => {
            Fault::machine(error, "check the database and the disk, then try again")
        }
        _ => Fault::machine(error, "restore a backup: `usersig store restore`"),
    }
}

fn not_found_hint(what: &str) -> &'static str {
    match what {
        "application" => "`usersig app list` shows all of them",
        "key" => "`usersig app show SDKAPPID` shows its keys",
        "issuer" => "`usersig issuer list SDKAPPID` shows all of them",
        "token" => "`usersig token list` shows all of them",
        "administrator" => "`usersig admin list` shows all of them",
        _ => "check its name or number",
    }
}

fn server_fault(fault: usersig_server::Fault) -> Fault {
    if fault.is_setting {
        Fault::usage(fault.message, fault.hint)
    } else {
        Fault::machine(fault.message, fault.hint)
    }
}
