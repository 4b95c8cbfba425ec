//! The HTTP face of the usersig service: the API, the answers for gateways, the REST shape, the
//! console, and what operators need.
//!
//! [`run`] is `usersig serve`. [`Server`] is the same without a process around it, for tests and for
//! programs that serve other things too. [`Settings`] come from a file, the environment and options.
//!
//! A request passes `listen` (connections, TLS), `exchange` (its number, the caller's address,
//! metrics, log), a route of `api`, `authz`, `rest`, `health` or `documents`, and then the
//! [`usersig_service::Service`], which decides.

#![forbid(unsafe_code)]

mod api;
mod app;
mod authz;
mod body;
mod documents;
mod exchange;
mod fault;
mod first;
mod health;
mod jwks;
mod listen;
mod live;
mod log;
mod metrics;
mod outgoing;
mod problem;
mod query;
mod rest;
mod route;
mod run;
mod server;
pub mod settings;
mod stall;
#[cfg_attr(not(feature = "telemetry"), path = "telemetry/without.rs")]
mod telemetry;
mod tls;

pub use documents::openapi;
pub use fault::Fault;
pub use first::{Demo, FirstStart};
pub use run::run;
pub use server::Server;
pub use settings::{Settings, Sources};
