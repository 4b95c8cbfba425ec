//! The API under `/v1`.

pub(crate) mod administer;
pub(crate) mod direct;
pub(crate) mod issue;
pub(crate) mod row;
pub(crate) mod verify;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::{delete, get, post, put};
use bytes::Bytes;

use crate::app::App;
use crate::body;
use crate::problem::Problem;

/// The routes of `/v1`.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/apps/{sdkappid}/usersigs", post(issue::user_sig))
        .route("/v1/apps/{sdkappid}/usersigs:batch", post(issue::user_sigs))
        .route("/v1/apps/{sdkappid}/private-map-keys", post(issue::private_map_key))
        .route("/v1/apps/{sdkappid}/private-map-keys:batch", post(issue::private_map_keys))
        .route("/v1/apps/{sdkappid}/usersigs:verify", post(verify::verify))
        .route("/v1/apps/{sdkappid}/usersigs:inspect", post(verify::inspect))
        .route("/v1/apps/{sdkappid}/usersigs:diagnose", post(verify::diagnose))
        .merge(administration())
}

fn administration() -> Router<Arc<App>> {
    use administer::{applications as apps, callers, keys, records};
    Router::new()
        .route("/v1/apps", get(apps::list).post(apps::create))
        .route("/v1/apps/{sdkappid}", get(apps::show).patch(apps::change).delete(apps::delete))
        .route("/v1/apps/{sdkappid}/deletion", post(apps::request_deletion))
        .route("/v1/apps/{sdkappid}/state", put(apps::state))
        .route("/v1/apps/{sdkappid}/keys", post(keys::rotate))
        .route("/v1/apps/{sdkappid}/keys/{key}", delete(keys::retire))
        .route("/v1/apps/{sdkappid}/algorithm", put(keys::switch))
        .route("/v1/apps/{sdkappid}/issuers", post(callers::add_issuer))
        .route("/v1/apps/{sdkappid}/issuers/{issuer}", delete(callers::remove_issuer))
        .route("/v1/apps/{sdkappid}/revocations", get(records::revocations).post(records::revoke))
        .route("/v1/tokens", get(callers::tokens).post(callers::create_token))
        .route("/v1/tokens/{token}", delete(callers::revoke_token))
        .route("/v1/audit", get(records::audit))
        .route("/v1/audit/check", post(records::check_audit))
        .route("/v1/statistics", get(records::statistics))
}

/// The headers of a request and the bytes of its JSON body.
pub(crate) async fn parts(
    app: &App,
    request: Request<impl body::Incoming>,
    most: usize,
) -> Result<(HeaderMap, Bytes), Problem> {
    let (head, body) = request.into_parts();
    body::must_be_json(&head.headers)?;
    let bytes = body::read(body, most, app.limits.body).await?;
    Ok((head.headers, bytes))
}

/// No such path.
pub(crate) async fn not_found() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-path",
        "there is nothing at this path",
        "see /docs for the paths",
    )
}

/// The path is known, the method is not.
pub(crate) async fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method",
        "this path does not take this method",
        "see `Allow` in this answer, or /docs",
    )
}
