//! What the usersig service keeps: applications and their keys, who may ask for tickets, revocations,
//! administrators, the audit log and statistics.
//!
//! [`Store`] is the one trait; [`sqlite`] (embedded) and [`postgres`] implement it. Secrets are sealed
//! before they reach a database (see [`seal`]); every administrative act and its audit entry are one
//! transaction. The service answers from a [`Snapshot`] in memory and takes a new one when
//! [`Store::revision`] says that something changed, so it goes on while the database is away.
//!
//! ```
//! use usersig_store::application::{NewKey, Policy};
//! use usersig_store::seal::{MasterKey, MasterKeys};
//! use usersig_store::{Actor, Store, sqlite};
//!
//! # async fn run() -> Result<(), usersig_store::StoreError> {
//! # let folder = std::env::temp_dir().join(format!("usersig-store-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder).unwrap();
//! let keys = MasterKeys::from_file_or_new(&folder.join("master.key"))?;
//! let store = sqlite::open(&folder.join("usersig.db"), keys).await?;
//!
//! let me = Actor::new("command:root", "");
//! store.create_application(&me, 1_400_000_000, "Demo", NewKey::Make, Policy::default()).await?;
//! assert_eq!(store.check_audit().await?.entries, 1);
//! # drop(store);
//! # std::fs::remove_dir_all(&folder).unwrap();
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run()).unwrap();
//! ```

pub mod administrator;
pub mod application;
pub mod audit;
pub mod caller;
mod check;
mod clock;
mod database;
mod engine;
mod error;
mod hex;
mod objection;
mod open;
pub mod postgres;
mod random;
pub mod revocation;
mod schema;
pub mod seal;
pub mod snapshot;
pub mod sqlite;
pub mod statistics;
mod store;
mod watch;

pub use clock::Clock;
pub use database::{Database, Restored, Rotation};
pub use error::StoreError;
pub use objection::Objection;
pub use open::{is_path, open, open_or_make};
pub use snapshot::Snapshot;
pub use store::{Actor, Store};

/// A secret text; wiped from memory when it is dropped.
type SecretText = zeroize::Zeroizing<String>;

/// Secret bytes; wiped from memory when they are dropped.
type SecretBytes = zeroize::Zeroizing<Vec<u8>>;
