//! The web console of the usersig service: applications and their keys, tools for tickets, callers,
//! the audit log and statistics, in English, Chinese, Japanese and Korean.
//!
//! Pages are made on the server and work without scripts. [`router`] gives an axum `Router` that a
//! server mounts at `/`, beside its own addresses.
//!
//! ```
//! # async fn run() -> Result<(), usersig_store::StoreError> {
//! use std::sync::Arc;
//! use usersig_console::{Console, Settings};
//! use usersig_service::{Options, Service};
//! use usersig_store::{seal::{MasterKey, MasterKeys}, sqlite};
//!
//! # let folder = std::env::temp_dir().join(format!("usersig-console-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder).unwrap();
//! let keys = MasterKeys::from_file_or_new(&folder.join("master.key"))?;
//! let store = Arc::new(sqlite::open(&folder.join("usersig.db"), keys).await?);
//! let service = Service::start(store.clone(), Options::default()).await?;
//! let console = Console::new(store, service, Settings::new(false));
//! let router: axum::Router = usersig_console::router(console);
//! # std::fs::remove_dir_all(&folder).unwrap();
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run()).unwrap();
//! ```
//!
//! # What keeps it safe
//!
//! * Every request passes one gate (`gate.rs`): it finds the session, checks the origin and the token
//!   of every form, and puts a Content-Security-Policy on every answer that lets nothing foreign in.
//! * Every page names the role that it needs in its signature (`visit.rs`); the gate's answer to
//!   anybody else is a page that says so.
//! * A wrong name, a wrong password, a wrong code and an account that waits get the same answer
//!   after the same work (`credentials.rs`).
//! * Templates escape everything. There is no inline script or style.

#![forbid(unsafe_code)]

mod assets;
mod causes;
mod console;
mod cookies;
mod credentials;
mod failure;
mod form;
mod gate;
mod language;
mod moment;
mod pages;
mod security;
mod session;
mod throttle;
mod view;
mod visit;
mod words;

use std::sync::Arc;

use axum::{Router, middleware, routing::get};

pub use self::console::{ClientAddress, Console, Settings};
use self::failure::Failure;

/// The console's pages, from `/` on, and the page for addresses that do not exist.
///
/// The server puts a [`ClientAddress`] into each request's extensions.
pub fn router(console: Arc<Console>) -> Router {
    pages::routes()
        .route("/assets/{name}", get(assets::serve))
        .fallback(async || Failure::NotFound)
        .layer(middleware::from_fn_with_state(Arc::clone(&console), gate::pass))
        .with_state(console)
}
