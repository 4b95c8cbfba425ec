//! Callers: API tokens, and the issuers of end users' sessions.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use usersig_service::Act;
use usersig_store::caller::{ApiToken, Issuer, IssuerKeys, Scope};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::{Items, application, asked, changed, items, schema};
use crate::app::App;
use crate::body;
use crate::problem::{Answer, Problem};

/// A new API token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenBody {
    /// A name for people.
    #[schema(example = "chat back end")]
    name: String,
    /// `issue`, `verify`, `admin`.
    #[schema(value_type = Vec<String>, example = json!(["issue", "verify"]))]
    scopes: Vec<Scope>,
    /// The applications that it is for; empty: all.
    #[serde(default)]
    applications: Vec<u32>,
    /// Unix seconds; left out: does not end.
    #[serde(default)]
    expires_at: Option<u64>,
}

/// A new API token with its secret, which is never shown again.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewToken<'a> {
    /// The token's record.
    #[schema(value_type = schema::Token)]
    token: &'a ApiToken,
    /// What to send as `Authorization: Bearer …`.
    #[schema(value_type = String)]
    secret: &'a str,
}

/// Where end users' sessions come from: name one of `jwks_url` and `shared_secret`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssuerBody {
    /// The `iss` that sessions must carry.
    #[schema(example = "https://accounts.example.com")]
    issuer: String,
    /// The `aud` that sessions must carry; empty: any.
    #[serde(default)]
    audience: String,
    /// The claim that holds the UserID; `sub` when left out.
    #[serde(default)]
    userid_claim: Option<String>,
    /// Whether a request may name another UserID than the claim's.
    #[serde(default)]
    userid_from_body: bool,
    /// The address of the public keys: https, or http on loopback.
    #[serde(default)]
    jwks_url: Option<String>,
    /// The secret of HS256 sessions, at least 32 bytes.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password)]
    shared_secret: Option<Zeroizing<String>>,
}

/// List API tokens
#[utoipa::path(
    get, path = "/v1/tokens", tag = "Administer", operation_id = "listTokens",
    responses(
        (status = 200, description = "Every token, revoked ones too, without secrets", body = Items<schema::Token>),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn tokens(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    app.token(&headers, Act::Administer, None)?;
    Ok(items(app.service.store().tokens().await?))
}

/// Create an API token
#[utoipa::path(
    post, path = "/v1/tokens", tag = "Administer", operation_id = "createToken",
    request_body = TokenBody,
    responses(
        (status = 201, description = "The token and its secret", body = NewToken),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn create_token(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let asked = asked(&app, peer, request, None).await?;
    let new: TokenBody = body::json(&asked.bytes)?;
    let store = app.service.store();
    let (token, secret) =
        store.create_token(&asked.actor, &new.name, &new.scopes, &new.applications, new.expires_at).await?;
    changed(&app).await;
    Ok(body::answer(StatusCode::CREATED, &NewToken { token: &token, secret: &secret }))
}

/// Revoke an API token
#[utoipa::path(
    delete, path = "/v1/tokens/{token}", tag = "Administer", operation_id = "revokeToken",
    params(("token" = u32, Path, description = "The token's number", minimum = 1)),
    responses(
        (status = 204, description = "It is good for nothing any more"),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn revoke_token(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let token = body::number(&token, "token")?;
    let asked = asked(&app, peer, request, None).await?;
    app.service.store().revoke_token(&asked.actor, token).await?;
    changed(&app).await;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Add an issuer of end users' sessions
#[utoipa::path(
    post, path = "/v1/apps/{sdkappid}/issuers", tag = "Administer", operation_id = "addIssuer",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = IssuerBody,
    responses(
        (status = 201, description = "The application with the issuer", body = schema::Application),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn add_issuer(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let asked = asked(&app, peer, request, Some(sdkappid)).await?;
    let new: IssuerBody = body::json(&asked.bytes)?;
    let (keys, secret) = match (new.jwks_url, new.shared_secret) {
        (Some(url), None) => (IssuerKeys::Jwks { url }, None),
        (None, Some(secret)) => (IssuerKeys::SharedSecret, Some(secret)),
        _ => {
            let detail = "the issuer names no keys, or two kinds";
            return Err(Problem::invalid("issuer", detail, "send one of `jwks_url` and `shared_secret`"));
        }
    };
    let mut issuer = Issuer::new(new.issuer, keys);
    issuer.audience = new.audience;
    issuer.userid_from_body = new.userid_from_body;
    if let Some(claim) = new.userid_claim {
        issuer.userid_claim = claim;
    }
    app.service.store().add_issuer(&asked.actor, sdkappid, issuer, secret).await?;
    application(&app, StatusCode::CREATED, sdkappid).await
}

/// Remove an issuer
#[utoipa::path(
    delete, path = "/v1/apps/{sdkappid}/issuers/{issuer}", tag = "Administer", operation_id = "removeIssuer",
    params(
        ("sdkappid" = u32, Path, description = "The application", minimum = 1),
        ("issuer" = u32, Path, description = "The issuer's number", minimum = 1),
    ),
    responses(
        (status = 200, description = "The application", body = schema::Application),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn remove_issuer(
    State(app): State<Arc<App>>,
    Path((sdkappid, issuer)): Path<(String, String)>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let (sdkappid, issuer) = (body::number(&sdkappid, "SDKAppID")?, body::number(&issuer, "issuer")?);
    let asked = asked(&app, peer, request, Some(sdkappid)).await?;
    app.service.store().remove_issuer(&asked.actor, sdkappid, issuer).await?;
    application(&app, StatusCode::OK, sdkappid).await
}
