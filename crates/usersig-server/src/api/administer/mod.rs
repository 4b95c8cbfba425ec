//! Administration for API tokens with the scope `admin`.
//!
//! A key is never answered: revealing one needs a person who gives their password at the console, or
//! the command on the machine itself.

pub(crate) mod applications;
pub(crate) mod callers;
pub(crate) mod keys;
pub(crate) mod records;
pub(crate) mod schema;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use serde::Serialize;
use usersig_service::Act;
use usersig_store::Actor;

use crate::app::App;
use crate::body;
use crate::problem::Problem;

/// An administrator's request: who asks, and what the body says.
pub(crate) struct Asked {
    pub(crate) actor: Actor,
    pub(crate) bytes: Bytes,
}

/// Who asks, when they may, and the body.
pub(crate) async fn asked(
    app: &App,
    peer: SocketAddr,
    request: Request,
    sdkappid: Option<u32>,
) -> Result<Asked, Problem> {
    let (head, body) = request.into_parts();
    let caller = app.token(&head.headers, Act::Administer, sdkappid)?;
    let actor = caller.actor(app.address(peer, &head.headers).to_string());
    body::must_be_json(&head.headers)?;
    let bytes = body::read(body, app.limits.body_bytes, app.limits.body).await?;
    Ok(Asked { actor, bytes })
}

/// Makes the change known to the next request of this process.
pub(crate) async fn changed(app: &Arc<App>) {
    if let Err(error) = app.service.refresh().await {
        // The service's own watch catches up.
        tracing::warn!(%error, "a change is stored and not yet read again");
    }
}

/// The application as it is now.
pub(crate) async fn application(
    app: &Arc<App>,
    status: StatusCode,
    sdkappid: u32,
) -> Result<Response, Problem> {
    changed(app).await;
    Ok(body::answer(status, &app.service.store().application(sdkappid).await?))
}

/// A list.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Items<T> {
    /// The items.
    items: Vec<T>,
}

pub(crate) fn items<T: Serialize>(items: Vec<T>) -> Response {
    body::answer(StatusCode::OK, &Items { items })
}
