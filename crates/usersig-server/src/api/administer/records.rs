//! Revocations, the audit log, and statistics.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use serde::{Deserialize, Serialize};
use usersig_service::Act;
use usersig_store::audit::Filter;
use utoipa::ToSchema;

use super::{Items, items, schema};
use crate::app::App;
use crate::body;
use crate::problem::{Answer, Problem};
use crate::query;

/// Whose tickets are invalidated.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevokeBody {
    /// The user.
    #[schema(example = "xiaojun")]
    userid: String,
    /// Tickets signed before this moment are invalid, Unix seconds; left out: now.
    #[serde(default)]
    signed_before: Option<u64>,
}

/// What was invalidated.
#[derive(Serialize, ToSchema)]
pub(crate) struct RevokeAnswer {
    /// Tickets signed before this moment are invalid, Unix seconds.
    signed_before: u64,
}

/// Invalidate a user's tickets
#[utoipa::path(
    post, path = "/v1/apps/{sdkappid}/revocations", tag = "Administer", operation_id = "revokeUser",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = RevokeBody,
    responses(
        (status = 200, description = "Verifying answers 70052 for them from now on", body = RevokeAnswer),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let asked = super::asked(&app, peer, request, Some(sdkappid)).await?;
    let revoke: RevokeBody = body::json(&asked.bytes)?;
    let signed_before =
        app.service.revoke_as(&asked.actor, sdkappid, &revoke.userid, revoke.signed_before).await?;
    Ok(body::answer(StatusCode::OK, &RevokeAnswer { signed_before }))
}

/// List revocations
#[utoipa::path(
    get, path = "/v1/apps/{sdkappid}/revocations", tag = "Administer", operation_id = "listRevocations",
    params(
        ("sdkappid" = u32, Path, description = "The application", minimum = 1),
        ("offset" = Option<u64>, Query, description = "How many to pass over"),
    ),
    responses(
        (status = 200, description = "The newest first, at most 100", body = Items<schema::Revocation>),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn revocations(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    app.token(&headers, Act::Look, Some(sdkappid))?;
    let offset = number(&uri, "offset")?.unwrap_or(0);
    Ok(items(app.service.store().revocations(sdkappid, offset).await?))
}

/// Read the audit log
#[utoipa::path(
    get, path = "/v1/audit", tag = "Administer", operation_id = "listAudit",
    params(
        ("before" = Option<u64>, Query, description = "Entries with a smaller number only"),
        ("sdkappid" = Option<u32>, Query, description = "About this application only"),
        ("actor" = Option<String>, Query, description = "By this actor only"),
        ("act" = Option<String>, Query, description = "Acts that begin so"),
        ("limit" = Option<u32>, Query, description = "At most so many, 1 to 1000", minimum = 1, maximum = 1000),
    ),
    responses(
        (status = 200, description = "The newest first", body = Items<schema::AuditEntry>),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn audit(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Answer {
    app.token(&headers, Act::Look, None)?;
    let mut filter = Filter::default();
    filter.before = number(&uri, "before")?;
    filter.sdkappid = small(&uri, "sdkappid")?;
    filter.actor = text(&uri, "actor")?;
    filter.act = text(&uri, "act")?;
    filter.limit = small(&uri, "limit")?.unwrap_or(100).clamp(1, 1000);
    Ok(items(app.service.store().audit(&filter).await?))
}

/// Check the chain of the audit log
#[utoipa::path(
    post, path = "/v1/audit/check", tag = "Administer", operation_id = "checkAudit",
    responses(
        (status = 200, description = "`broken_at` is null when it is whole", body = schema::ChainReport),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn check_audit(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    app.token(&headers, Act::Look, None)?;
    Ok(body::answer(StatusCode::OK, &app.service.store().check_audit().await?))
}

/// Read statistics
#[utoipa::path(
    get, path = "/v1/statistics", tag = "Administer", operation_id = "listStatistics",
    params(
        ("sdkappid" = Option<u32>, Query, description = "This application only"),
        ("from" = Option<u64>, Query, description = "Unix seconds; an hour ago when left out"),
        ("to" = Option<u64>, Query, description = "Unix seconds; now when left out"),
    ),
    responses(
        (status = 200, description = "Counts by application, minute and event", body = Items<schema::Count>),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn statistics(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Answer {
    let sdkappid = small(&uri, "sdkappid")?;
    app.token(&headers, Act::Look, sdkappid)?;
    let now = app.service.clock().now();
    let to = number(&uri, "to")?.unwrap_or(now + 60);
    let from = number(&uri, "from")?.unwrap_or(now.saturating_sub(3600));
    if from > to || to - from > LONGEST_SPAN {
        let detail = "`from` lies after `to`, or the span is longer than 31 days";
        return Err(Problem::invalid("span", detail, "ask for a shorter span"));
    }
    Ok(items(app.service.store().counts(sdkappid, from, to).await?))
}

fn text(uri: &Uri, name: &'static str) -> Result<Option<String>, Problem> {
    query::only(uri.query().unwrap_or_default(), name).map_err(|()| wrong(name))
}

fn number(uri: &Uri, name: &'static str) -> Result<Option<u64>, Problem> {
    let number = |text: String| text.parse().ok().filter(|number| *number <= i64::MAX as u64);
    text(uri, name)?.map(|text| number(text).ok_or_else(|| wrong(name))).transpose()
}

fn small(uri: &Uri, name: &'static str) -> Result<Option<u32>, Problem> {
    number(uri, name)?.map(|number| number.try_into().map_err(|_| wrong(name))).transpose()
}

fn wrong(name: &'static str) -> Problem {
    Problem::invalid("query", format!("the parameter `{name}` makes no sense"), "send it once, as /docs says")
}

const LONGEST_SPAN: u64 = 31 * 86_400;
