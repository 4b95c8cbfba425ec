//! Having tickets verified, inspected and diagnosed.

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use usersig_report::{DiagnosisJson, UnreadableJson, UnverifiedJson, VerifiedJson};
use usersig_service::{Act, Expected, Kind, Outcome, Refusal, VerifyRequest};
use utoipa::ToSchema;

use super::issue::room;
use crate::app::App;
use crate::body;
use crate::problem::{Answer, Problem};

/// A ticket to verify.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerifyBody<'a> {
    /// The ticket.
    #[serde(borrow)]
    #[schema(value_type = String)]
    ticket: Cow<'a, str>,
    /// The user that presents it.
    #[serde(borrow)]
    #[schema(value_type = String, example = "xiaojun")]
    userid: Cow<'a, str>,
    /// The ticket must be a PrivateMapKey for this numeric room.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 4294967294_u64)]
    room_id: Option<u64>,
    /// The ticket must be a PrivateMapKey for this string room.
    #[serde(default)]
    room_str: Option<String>,
    /// With a room: privileges (bits) that it must give at least.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 255)]
    privileges: Option<u64>,
    /// The ticket must carry exactly this UserBuf, in standard base64.
    #[serde(default)]
    userbuf: Option<String>,
    /// The ticket must carry no UserBuf.
    #[serde(default)]
    no_userbuf: bool,
}

/// A ticket to inspect.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InspectBody<'a> {
    /// The ticket.
    #[serde(borrow)]
    #[schema(value_type = String)]
    ticket: Cow<'a, str>,
}

/// A ticket to diagnose.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DiagnoseBody<'a> {
    /// The ticket.
    #[serde(borrow)]
    #[schema(value_type = String)]
    ticket: Cow<'a, str>,
    /// The user that presented it, when that is known.
    #[serde(default)]
    userid: Option<String>,
}

/// What a verification found.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum VerifyAnswer<'a> {
    /// The ticket is good.
    Valid {
        /// What the ticket says: `valid` is true, with `algorithm`, `sdkappid`, `userid`, `time`,
        /// `expire`, `expires_at`, `userbuf`, `room` and `privileges`.
        #[serde(flatten)]
        #[schema(value_type = ValidSchema)]
        verified: VerifiedJson<'a>,
        /// The number of the key that signed it.
        key: u32,
    },
    /// The ticket is turned away.
    Rejected(RejectedAnswer),
}

/// A good ticket.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes another crate's type")]
pub(crate) struct ValidSchema {
    /// Always true.
    valid: bool,
    /// `hmac-sha256` or `ecdsa-sha256`.
    algorithm: String,
    /// The application.
    sdkappid: u32,
    /// The user.
    userid: String,
    /// Unix seconds of signing.
    time: u64,
    /// Seconds of validity.
    expire: u64,
    /// The last second of validity, Unix seconds.
    expires_at: u64,
    /// The UserBuf in standard base64.
    userbuf: Option<String>,
    /// `{"id": number}` or `{"str": text}` of a PrivateMapKey.
    room: Option<serde_json::Value>,
    /// The names of a PrivateMapKey's privileges.
    privileges: Option<Vec<String>>,
}

/// A ticket that is turned away.
#[derive(Serialize, ToSchema)]
pub(crate) struct RejectedAnswer {
    /// Always false.
    valid: bool,
    /// Tencent's code, 70001 to 70052.
    code: i32,
    /// Its name in Tencent's headers.
    name: &'static str,
    /// The reason, for a log.
    reason: String,
}

/// Verify a ticket
#[utoipa::path(
    post, path = "/v1/apps/{sdkappid}/usersigs:verify", tag = "Verify", operation_id = "verifyUserSig",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = VerifyBody,
    responses(
        (status = 200, description = "The outcome: `valid` says which", body = VerifyAnswer),
        (status = "4XX", description = "Not looked at", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn verify(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    request: Request,
) -> Answer {
    verify_here(&app, body::number(&sdkappid, "SDKAppID")?, request).await
}

/// Answers a request to verify, wherever it comes from.
pub(crate) async fn verify_here(
    app: &App,
    sdkappid: u32,
    request: axum::http::Request<impl body::Incoming>,
) -> Answer {
    let (headers, bytes) = super::parts(app, request, app.limits.body_bytes).await?;
    let caller = app.token(&headers, Act::Verify, Some(sdkappid))?;
    let asked: VerifyBody<'_> = body::json(&bytes)?;
    let userbuf = asked.userbuf.as_deref().map(decode).transpose()?;
    let request =
        VerifyRequest::new(&asked.ticket, &asked.userid).expecting(asked.expected(userbuf.as_deref())?);
    let outcome = app.service.verify(&caller, sdkappid, &request)?;
    let answer = match &outcome {
        Outcome::Valid(valid) => VerifyAnswer::Valid {
            verified: VerifiedJson::new(&valid.verified, &valid.userid),
            key: valid.key,
        },
        Outcome::Rejected(rejected) => VerifyAnswer::Rejected(RejectedAnswer {
            valid: false,
            code: rejected.code(),
            name: rejected.name(),
            reason: rejected.to_string(),
        }),
        _ => return Err(unknown()),
    };
    Ok(body::answer(StatusCode::OK, &answer))
}

/// Show what a ticket claims, without checking it
#[utoipa::path(
    post, path = "/v1/apps/{sdkappid}/usersigs:inspect", tag = "Verify", operation_id = "inspectUserSig",
    params(("sdkappid" = u32, Path, description = "The application whose token asks", minimum = 1)),
    request_body = InspectBody,
    responses(
        (status = 200, description = "What it claims, never verified; or the code of a ticket that cannot be read", body = serde_json::Value),
        (status = "4XX", description = "Not looked at", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn inspect(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let (headers, bytes) = super::parts(&app, request, app.limits.body_bytes).await?;
    app.token(&headers, Act::Verify, Some(sdkappid))?;
    let asked: InspectBody<'_> = body::json(&bytes)?;
    Ok(match usersig_service::inspect(&asked.ticket) {
        Ok(unverified) => body::answer(StatusCode::OK, &UnverifiedJson::new(&unverified)),
        Err(rejection) => body::answer(StatusCode::OK, &UnreadableJson::new(&rejection)),
    })
}

/// Explain why a ticket is rejected
#[utoipa::path(
    post, path = "/v1/apps/{sdkappid}/usersigs:diagnose", tag = "Verify", operation_id = "diagnoseUserSig",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = DiagnoseBody,
    responses(
        (status = 200, description = "`rejection`, `causes` with advice, `repaired` and `unverified`", body = serde_json::Value),
        (status = "4XX", description = "Not looked at", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn diagnose(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let (headers, bytes) = super::parts(&app, request, app.limits.body_bytes).await?;
    let caller = app.token(&headers, Act::Verify, Some(sdkappid))?;
    let asked: DiagnoseBody<'_> = body::json(&bytes)?;
    let (ticket, userid) = (asked.ticket.into_owned(), asked.userid);
    // One at a time: it tries keys and repairs, and is for people.
    let _turn = app.diagnosing.acquire().await.map_err(|_| unknown())?;
    let service = Arc::clone(&app.service);
    let work = move || service.diagnose(&caller, sdkappid, userid.as_deref(), &ticket);
    let diagnosis = tokio::task::spawn_blocking(work).await.map_err(|_| unknown())??;
    Ok(body::answer(StatusCode::OK, &DiagnosisJson::new(&diagnosis)))
}

impl VerifyBody<'_> {
    fn expected<'e>(&'e self, userbuf: Option<&'e [u8]>) -> Result<Expected<'e>, Refusal> {
        let room = room(self.room_id, self.room_str.as_deref())?;
        let conditions = [room.is_some(), userbuf.is_some(), self.no_userbuf];
        if conditions.into_iter().filter(|asked| *asked).count() > 1 {
            return Err(wrong("a room, `userbuf` and `no_userbuf` exclude each other"));
        }
        match (room, userbuf) {
            (None, _) if self.privileges.is_some() => Err(wrong("`privileges` needs a room")),
            (Some(room), _) => Ok(Expected::Room(room, self.privileges.unwrap_or_default())),
            (None, Some(bytes)) => Ok(Expected::UserBuf(bytes)),
            (None, None) if self.no_userbuf => Ok(Expected::NoUserBuf),
            (None, None) => Ok(Expected::Anything),
        }
    }
}

fn decode(text: &str) -> Result<Vec<u8>, Refusal> {
    STANDARD.decode(text).map_err(|_| wrong("`userbuf` is not standard base64"))
}

fn wrong(message: &'static str) -> Refusal {
    Refusal::new(Kind::Invalid, "expectation", message, "say what the ticket must carry in one way")
}

fn unknown() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "ending", "the service is ending", "ask again")
}
