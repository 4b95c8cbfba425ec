//! `/healthz`, `/readyz` and `/metrics`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::body;

/// Whether this replica should get requests.
#[derive(Serialize, ToSchema)]
pub(crate) struct Readiness {
    /// Whether it should.
    ready: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// Milliseconds since the database last answered. Issuing and verifying go on from memory.
    store_cut_off_milliseconds: u64,
    /// Revision of the store that is answered from.
    store_revision: u64,
}

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready)).route("/metrics", get(metrics))
}

/// Is the process alive?
#[utoipa::path(
    get, path = "/healthz", tag = "Operate", operation_id = "healthz",
    responses((status = 200, description = "It is", body = String, content_type = "text/plain")),
)]
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// Should this replica get requests?
#[utoipa::path(
    get, path = "/readyz", tag = "Operate", operation_id = "readyz",
    responses(
        (status = 200, description = "It should", body = Readiness),
        (status = 503, description = "It is ending, or cut off from the database for too long", body = Readiness),
    ),
)]
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Response {
    let cut_off = app.service.cut_off_for();
    let reason = if app.is_draining() {
        Some("the service is ending")
    } else if u128::from(cut_off) > app.ready_cut_off.as_millis() {
        Some("cut off from the database: what changed elsewhere is not known here")
    } else if app.service.now().is_err() {
        Some("the clock of this machine cannot be right")
    } else {
        None
    };
    let readiness = Readiness {
        ready: reason.is_none(),
        reason,
        store_cut_off_milliseconds: cut_off,
        store_revision: app.service.revision(),
    };
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    body::answer(status, &readiness)
}

/// Numbers for Prometheus
#[utoipa::path(
    get, path = "/metrics", tag = "Operate", operation_id = "metrics",
    responses((status = 200, description = "OpenMetrics text", body = String, content_type = "application/openmetrics-text")),
)]
pub(crate) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], app.metrics.text(&app.service)).into_response()
}
