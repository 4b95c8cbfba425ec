//! Keys: rotate, retire, switch the algorithm.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::StatusCode;
use serde::Deserialize;
use usersig_store::application::{Algorithm, NewKey};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::{application, asked, schema};
use crate::app::App;
use crate::body;
use crate::problem::{Answer, Problem};

/// A new current key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RotateBody {
    /// The key that Tencent's console shows, or a legacy key in PEM; left out: an HMAC key is made.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password)]
    key: Option<Zeroizing<String>>,
    /// Until when the key before verifies, Unix seconds; left out: until it is retired.
    #[serde(default)]
    old_until: Option<u64>,
}

/// The algorithm of new tickets.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SwitchBody {
    /// `hmac` or `ecdsa`; the application needs a key of it.
    #[schema(value_type = schema::Algorithm)]
    algorithm: Algorithm,
}

/// Rotate: a new current key
#[utoipa::path(
    post, path = "/v1/apps/{sdkappid}/keys", tag = "Administer", operation_id = "rotateKey",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = RotateBody,
    responses(
        (status = 201, description = "The application with its new key", body = schema::Application),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn rotate(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let asked = asked(&app, peer, request, Some(sdkappid)).await?;
    let rotate: RotateBody = body::json(&asked.bytes)?;
    let key = rotate.key.map_or(NewKey::Make, NewKey::from_text);
    app.service.store().rotate_key(&asked.actor, sdkappid, key, rotate.old_until).await?;
    application(&app, StatusCode::CREATED, sdkappid).await
}

/// Retire a key
#[utoipa::path(
    delete, path = "/v1/apps/{sdkappid}/keys/{key}", tag = "Administer", operation_id = "retireKey",
    params(
        ("sdkappid" = u32, Path, description = "The application", minimum = 1),
        ("key" = u32, Path, description = "The key's number", minimum = 1),
    ),
    responses(
        (status = 200, description = "The application", body = schema::Application),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn retire(
    State(app): State<Arc<App>>,
    Path((sdkappid, key)): Path<(String, String)>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let (sdkappid, key) = (body::number(&sdkappid, "SDKAppID")?, body::number(&key, "key")?);
    let asked = asked(&app, peer, request, Some(sdkappid)).await?;
    app.service.store().retire_key(&asked.actor, sdkappid, key).await?;
    application(&app, StatusCode::OK, sdkappid).await
}

/// Switch the algorithm of new tickets
#[utoipa::path(
    put, path = "/v1/apps/{sdkappid}/algorithm", tag = "Administer", operation_id = "switchAlgorithm",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = SwitchBody,
    responses(
        (status = 200, description = "The application", body = schema::Application),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn switch(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let asked = asked(&app, peer, request, Some(sdkappid)).await?;
    let switch: SwitchBody = body::json(&asked.bytes)?;
    app.service.store().switch_algorithm(&asked.actor, sdkappid, switch.algorithm).await?;
    application(&app, StatusCode::OK, sdkappid).await
}
