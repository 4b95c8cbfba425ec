//! Asking for tickets.

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use usersig_service::{Issued, PrivateMapKeyRequest, Refusal, RoomRequest, UserSigRequest};
use utoipa::ToSchema;

use super::row::{self, BatchAnswer};
use crate::app::App;
use crate::body;
use crate::problem::{Answer, Problem};

/// A UserSig that is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserSigBody<'a> {
    /// The user. An end user's session may leave it out.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "xiaojun")]
    userid: Option<Cow<'a, str>>,
    /// Seconds of validity; the policy's default when left out.
    #[serde(default)]
    #[schema(example = 86400, minimum = 1)]
    expire: Option<u64>,
}

/// A PrivateMapKey that is asked for: name one of `room_id` and `room_str`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrivateMapKeyBody<'a> {
    /// The user. An end user's session may leave it out.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "xiaojun")]
    userid: Option<Cow<'a, str>>,
    /// Seconds of validity; the policy's default when left out.
    #[serde(default)]
    #[schema(example = 21600, minimum = 1)]
    expire: Option<u64>,
    /// A numeric room, 1 to 4294967294.
    #[serde(default)]
    #[schema(example = 10000, minimum = 1, maximum = 4294967294_u64)]
    room_id: Option<u64>,
    /// A string room: "123" is another room than the numeric 123.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>)]
    room_str: Option<Cow<'a, str>>,
    /// Bits: 1 create room, 2 enter, 4 send audio, 8 receive audio, 16 send video, 32 receive video,
    /// 64 send substream, 128 receive substream; 255 is everything.
    #[schema(example = 255, minimum = 0, maximum = 255)]
    privileges: u64,
}

/// Many rows at once.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>"))]
pub(crate) struct Batch<T> {
    /// The rows; at most as many as the setting `limits.batch_rows` says, 1,000 by default.
    #[serde(deserialize_with = "body::objects")]
    items: Vec<T>,
}

/// A ticket.
#[derive(Serialize, ToSchema)]
pub(crate) struct IssuedAnswer<'a> {
    /// The ticket. Whoever has it can log in as its user until it expires.
    #[schema(value_type = String)]
    ticket: &'a str,
    /// The application.
    sdkappid: u32,
    /// The user.
    #[schema(value_type = String)]
    userid: &'a str,
    /// `hmac-sha256` or `ecdsa-sha256`.
    #[schema(value_type = String)]
    algorithm: &'a str,
    /// The number of the key that signed.
    key: u32,
    /// Unix seconds of signing.
    time: u64,
    /// Seconds of validity.
    expire: u64,
    /// The last second of validity, Unix seconds.
    expires_at: u64,
    /// When to ask for the next ticket, Unix seconds.
    renew_at: u64,
}

impl<'a> IssuedAnswer<'a> {
    pub(crate) fn new(issued: &'a Issued) -> Self {
        Self {
            ticket: &issued.ticket,
            sdkappid: issued.sdkappid,
            userid: &issued.userid,
            algorithm: issued.algorithm,
            key: issued.key,
            time: issued.time,
            expire: issued.expire,
            expires_at: issued.expires_at,
            renew_at: issued.renew_at,
        }
    }
}

/// Issue a UserSig
#[utoipa::path(
    post, path = "/v1/apps/{sdkappid}/usersigs", tag = "Issue", operation_id = "issueUserSig",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = UserSigBody,
    responses(
        (status = 200, description = "The ticket", body = IssuedAnswer),
        (status = "4XX", description = "Not issued", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []), ("session" = []))
)]
pub(crate) async fn user_sig(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    request: Request,
) -> Answer {
    give_user_sig(&app, body::number(&sdkappid, "SDKAppID")?, request).await
}

/// Answers a request for a UserSig, wherever it comes from.
pub(crate) async fn give_user_sig(
    app: &App,
    sdkappid: u32,
    request: axum::http::Request<impl body::Incoming>,
) -> Answer {
    let (headers, bytes) = super::parts(app, request, app.limits.body_bytes).await?;
    let caller = app.caller(&headers, sdkappid).await?;
    let asked: UserSigBody<'_> = body::json(&bytes)?;
    let issued = app.service.issue_user_sig(&caller, sdkappid, &asked.request())?;
    Ok(body::answer(StatusCode::OK, &IssuedAnswer::new(&issued)))
}

/// Issue many UserSigs
#[utoipa::path(
    post, path = "/v1/apps/{sdkappid}/usersigs:batch", tag = "Issue", operation_id = "issueUserSigs",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = Batch<UserSigBody>,
    responses(
        (status = 200, description = "One result for each row, in their order", body = BatchAnswer),
        (status = "4XX", description = "No row was looked at", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []), ("session" = []))
)]
pub(crate) async fn user_sigs(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let (headers, bytes) = super::parts(&app, request, app.limits.batch_body_bytes).await?;
    let caller = app.caller(&headers, sdkappid).await?;
    let batch: Batch<UserSigBody<'_>> = body::json(&bytes)?;
    row::bounded(&app, batch.items.len())?;
    let requests: Vec<_> = batch.items.iter().map(UserSigBody::request).collect();
    let rows = row::apart(requests.len(), || app.service.issue_user_sigs(&caller, sdkappid, &requests))?;
    Ok(row::answer(rows))
}

/// Issue a PrivateMapKey
#[utoipa::path(
    post, path = "/v1/apps/{sdkappid}/private-map-keys", tag = "Issue", operation_id = "issuePrivateMapKey",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = PrivateMapKeyBody,
    responses(
        (status = 200, description = "The ticket", body = IssuedAnswer),
        (status = "4XX", description = "Not issued", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []), ("session" = []))
)]
pub(crate) async fn private_map_key(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    request: Request,
) -> Answer {
    give_private_map_key(&app, body::number(&sdkappid, "SDKAppID")?, request).await
}

/// Answers a request for a PrivateMapKey, wherever it comes from.
pub(crate) async fn give_private_map_key(
    app: &App,
    sdkappid: u32,
    request: axum::http::Request<impl body::Incoming>,
) -> Answer {
    let (headers, bytes) = super::parts(app, request, app.limits.body_bytes).await?;
    let caller = app.caller(&headers, sdkappid).await?;
    let asked: PrivateMapKeyBody<'_> = body::json(&bytes)?;
    let issued = app.service.issue_private_map_key(&caller, sdkappid, &asked.request()?)?;
    Ok(body::answer(StatusCode::OK, &IssuedAnswer::new(&issued)))
}

/// Issue many PrivateMapKeys
#[utoipa::path(
    post, path = "/v1/apps/{sdkappid}/private-map-keys:batch", tag = "Issue",
    operation_id = "issuePrivateMapKeys",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = Batch<PrivateMapKeyBody>,
    responses(
        (status = 200, description = "One result for each row, in their order", body = BatchAnswer),
        (status = "4XX", description = "No row was looked at", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []), ("session" = []))
)]
pub(crate) async fn private_map_keys(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let (headers, bytes) = super::parts(&app, request, app.limits.batch_body_bytes).await?;
    let caller = app.caller(&headers, sdkappid).await?;
    let batch: Batch<PrivateMapKeyBody<'_>> = body::json(&bytes)?;
    row::bounded(&app, batch.items.len())?;
    // Rows that name no room, or two, are answered in their place without being asked for.
    let read: Vec<_> = batch.items.iter().map(PrivateMapKeyBody::request).collect();
    let requests: Vec<_> = read.iter().filter_map(|row| row.as_ref().ok().copied()).collect();
    let issued =
        row::apart(requests.len(), || app.service.issue_private_map_keys(&caller, sdkappid, &requests))?;
    let mut issued = issued.into_iter();
    let rows = read.into_iter().filter_map(|row| match row {
        Ok(_) => issued.next(),
        Err(refusal) => Some(Err(refusal)),
    });
    Ok(row::answer(rows.collect()))
}

impl UserSigBody<'_> {
    fn request(&self) -> UserSigRequest<'_> {
        UserSigRequest::new(self.userid.as_deref()).with_expire(self.expire)
    }
}

impl PrivateMapKeyBody<'_> {
    fn request(&self) -> Result<PrivateMapKeyRequest<'_>, Refusal> {
        let room =
            room(self.room_id, self.room_str.as_deref())?.ok_or_else(|| wrong_room("names no room"))?;
        let request = PrivateMapKeyRequest::new(self.userid.as_deref(), room, self.privileges);
        Ok(request.with_expire(self.expire))
    }
}

/// The room that a body names, if it names one.
pub(crate) fn room(id: Option<u64>, text: Option<&str>) -> Result<Option<RoomRequest<'_>>, Refusal> {
    match (id, text) {
        (Some(id), None) => Ok(Some(RoomRequest::Id(id))),
        (None, Some(text)) => Ok(Some(RoomRequest::Str(text))),
        (None, None) => Ok(None),
        (Some(_), Some(_)) => Err(wrong_room("names two rooms")),
    }
}

fn wrong_room(what: &str) -> Refusal {
    Refusal::new(
        usersig_service::Kind::Invalid,
        "room",
        format!("the request {what}"),
        "send one of `room_id` (a number) and `room_str` (a text)",
    )
}
