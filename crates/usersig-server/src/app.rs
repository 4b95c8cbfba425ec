//! What every request can reach.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use axum::http::{HeaderMap, header};
use tokio::sync::Semaphore;
use usersig_service::{Act, Caller, Refusal, Service};

use crate::authz::From;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::settings::{Limits, Settings};
use crate::telemetry::Telemetry;

/// What every request can reach.
pub(crate) struct App {
    pub(crate) service: Arc<Service>,
    pub(crate) limits: Limits,
    pub(crate) authz_from: From,
    pub(crate) rest_administrators: Vec<String>,
    pub(crate) ready_cut_off: std::time::Duration,
    /// What SIGHUP changes.
    pub(crate) live: Arc<Live>,
    pub(crate) metrics: Arc<Metrics>,
    /// Traces, when they are wanted.
    pub(crate) telemetry: Option<Arc<Telemetry>>,
    /// Diagnoses take their time: one at a time.
    pub(crate) diagnosing: Semaphore,
    /// Set when the service is about to end.
    pub(crate) draining: AtomicBool,
}

impl App {
    pub(crate) fn new(
        service: Arc<Service>,
        settings: &Settings,
        live: Arc<Live>,
        metrics: Arc<Metrics>,
        telemetry: Option<Arc<Telemetry>>,
    ) -> Self {
        Self {
            service,
            limits: settings.limits.clone(),
            authz_from: From::parse(&settings.authz_from).unwrap_or_default(),
            rest_administrators: settings.rest_administrators.clone(),
            ready_cut_off: settings.ready_cut_off,
            live,
            metrics,
            telemetry,
            diagnosing: Semaphore::new(1),
            draining: AtomicBool::new(false),
        }
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Relaxed)
    }

    /// Who asks for tickets of an application: a back end's token, or an end user's session.
    pub(crate) async fn caller(&self, headers: &HeaderMap, sdkappid: u32) -> Result<Caller, Problem> {
        let credential = bearer(headers)?;
        if Service::looks_like_token(credential) {
            return Ok(self.service.authenticate_token(credential)?);
        }
        // Apart, so that requests with a token do not carry the room that this takes.
        Ok(Box::pin(self.service.authenticate_session(sdkappid, credential)).await?)
    }

    /// The holder of an API token that may do this.
    pub(crate) fn token(
        &self,
        headers: &HeaderMap,
        act: Act,
        sdkappid: Option<u32>,
    ) -> Result<Caller, Problem> {
        let caller = self.service.authenticate_token(bearer(headers)?)?;
        caller.allow(act, sdkappid)?;
        Ok(caller)
    }

    /// The caller's address: the peer's, or what a trusted proxy says.
    pub(crate) fn address(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        self.live.address(peer.ip(), headers)
    }
}

/// The credential of `Authorization: Bearer …`.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    let refuse =
        |message| Refusal::new(usersig_service::Kind::Unauthenticated, "authorization", message, HINT);
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next().ok_or_else(|| refuse("the request carries no Authorization"))?;
    if values.next().is_some() {
        return Err(refuse("the request carries Authorization twice"));
    }
    let text = value.to_str().map_err(|_| refuse("the Authorization is not plain text"))?;
    let (scheme, credential) = text.split_once(' ').unwrap_or((text, ""));
    let credential = credential.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || credential.is_empty() {
        return Err(refuse("the Authorization is not of the form `Bearer …`"));
    }
    Ok(credential)
}

const HINT: &str =
    "send `Authorization: Bearer …` with an API token, or with a session token of the application";
