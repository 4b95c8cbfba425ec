//! What SIGHUP changes while the server runs.

use std::net::IpAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::http::HeaderMap;

use crate::settings::{LoggedRequests, Settings};

/// What SIGHUP changes while the server runs.
pub(crate) struct Live(ArcSwap<Current>);

struct Current {
    trusted_proxies: Vec<IpAddr>,
    logged: LoggedRequests,
}

impl Live {
    pub(crate) fn new(settings: &Settings) -> Arc<Self> {
        Arc::new(Self(ArcSwap::from_pointee(Current::new(settings))))
    }

    pub(crate) fn take(&self, settings: &Settings) {
        self.0.store(Arc::new(Current::new(settings)));
    }

    pub(crate) fn logged(&self) -> LoggedRequests {
        self.0.load().logged
    }

    /// The peer, or the last address in X-Forwarded-For that is not a trusted proxy's.
    pub(crate) fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let current = self.0.load();
        let trusted = |address: &IpAddr| current.trusted_proxies.contains(&address.to_canonical());
        if !trusted(&peer) {
            return peer.to_canonical();
        }
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let hops = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.rsplit(','));
        let mut address = peer;
        for hop in hops {
            // What stands before an unreadable hop was written by a stranger.
            let Ok(hop) = hop.trim().parse::<IpAddr>() else { break };
            address = hop;
            if !trusted(&hop) {
                break;
            }
        }
        address.to_canonical()
    }
}

impl Current {
    fn new(settings: &Settings) -> Self {
        Self { trusted_proxies: settings.trusted_proxies.clone(), logged: settings.log.requests }
    }
}
