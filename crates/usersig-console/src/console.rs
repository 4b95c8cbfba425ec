//! What every page shares: the store, the service and the settings.

use std::{net::IpAddr, sync::Arc};

use usersig_service::Service;
use usersig_store::{Actor, Store};

use crate::throttle::Throttle;

/// The console: its pages' way to the store and the service.
pub struct Console {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) service: Arc<Service>,
    pub(crate) settings: Settings,
    /// Failed sign-ins by address.
    pub(crate) throttle: Throttle,
}

/// How the console is served.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    /// Whether browsers reach it by TLS: cookies are then `Secure` and have the prefix `__Host-`.
    pub secure: bool,
    /// The origin that browsers see, as `https://console.example`, when a proxy changes the `Host` header;
    /// `None`: forms must come from the host that they are sent to.
    pub origin: Option<String>,
}

/// The address that a request comes from. The server puts it into the request's extensions; it goes
/// into the audit log and slows down guessing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientAddress(pub IpAddr);

impl Console {
    /// A console over a store and the service that answers from it.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, service: Arc<Service>, settings: Settings) -> Arc<Self> {
        Arc::new(Self { store, service, settings, throttle: Throttle::default() })
    }

    /// Unix seconds.
    pub(crate) fn now(&self) -> u64 {
        self.service.clock().now()
    }

    /// Makes what was just written known to the next request. The service's own watch does it
    /// too, so it does no harm when the database is away now.
    pub(crate) async fn changed(&self) {
        let _ = self.service.refresh().await;
    }
}

impl Settings {
    /// Settings for a console that is reached by TLS, or not.
    #[must_use]
    pub fn new(secure: bool) -> Self {
        Self { secure, origin: None }
    }

    /// The same with the origin that browsers see.
    #[must_use]
    pub fn with_origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = Some(origin.into());
        self
    }
}

impl ClientAddress {
    /// The address of the other end, or the one that a trusted proxy tells.
    #[must_use]
    pub const fn new(address: IpAddr) -> Self {
        Self(address)
    }
}

/// The actor of an administrator, for the audit log.
pub(crate) fn actor(name: &str, address: Option<ClientAddress>) -> Actor {
    let address = address.map(|address| address.0.to_string()).unwrap_or_default();
    Actor::new(format!("administrator:{name}"), address)
}
