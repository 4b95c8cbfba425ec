//! The shape of Chat's REST API: `/v4/{service}/{command}`.
//!
//! A Chat REST SDK that is pointed here learns whether its ticket is good: the answer is HTTP 200 with
//! `ActionStatus`, `ErrorInfo` and `ErrorCode`, as the original gives it. No Chat command is carried
//! out, but for `im_open_login_svc/kick`, which invalidates a user's tickets.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use usersig::codes;
use usersig_service::{Kind, Outcome, Refusal};
use usersig_store::Actor;
use utoipa::ToSchema;

use crate::app::App;
use crate::body;
use crate::query;

/// The answer of every command, always with HTTP 200.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RestAnswer {
    /// `OK` or `FAIL`.
    action_status: &'static str,
    /// Why, when it failed.
    error_info: String,
    /// 0, or Tencent's code.
    error_code: i32,
}

/// Whose tickets are invalidated.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Kick {
    /// The user.
    #[serde(rename = "UserID", alias = "Identifier")]
    userid: String,
}

/// Any command: is this ticket good?
#[utoipa::path(
    post, path = "/v4/{service}/{command}", tag = "REST shape", operation_id = "restCommand",
    params(
        ("service" = String, Path, description = "For example im_open_login_svc"),
        ("command" = String, Path, description = "For example kick, which invalidates the tickets of the user in the body"),
        ("sdkappid" = u32, Query, description = "The application"),
        ("identifier" = String, Query, description = "The user of the ticket; for kick one of `rest_administrators`"),
        ("usersig" = String, Query, description = "The ticket"),
        ("random" = Option<u32>, Query, description = "Passed over"),
        ("contenttype" = Option<String>, Query, description = "json"),
    ),
    request_body(content = Option<Kick>, description = "For kick"),
    responses((status = 200, description = "The outcome", body = RestAnswer)),
)]
pub(crate) async fn command(
    State(app): State<Arc<App>>,
    Path((service, command)): Path<(String, String)>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let answer = match check(&app, request.uri()) {
        Err(answer) => answer,
        Ok(_) if (service.as_str(), command.as_str()) != ("im_open_login_svc", "kick") => RestAnswer::ok(),
        Ok((_, identifier)) if !app.rest_administrators.contains(&identifier) => RestAnswer::fail(
            NEED_ADMINISTRATOR,
            "the identifier is no administrator of the application: see the setting rest_administrators",
        ),
        Ok((sdkappid, identifier)) => kick(&app, peer, request, sdkappid, &identifier).await,
    };
    body::answer(StatusCode::OK, &answer)
}

/// The application and the user of a good ticket.
fn check(app: &App, uri: &Uri) -> Result<(u32, String), RestAnswer> {
    let query = uri.query().unwrap_or_default();
    let only = |name: &str| {
        query::only(query, name)
            .map_err(|()| RestAnswer::fail(HTTP, format!("the parameter {name} cannot be read")))
    };
    let sdkappid = only("sdkappid")?.and_then(|text| text.parse().ok());
    let sdkappid =
        sdkappid.ok_or_else(|| RestAnswer::fail(NEED_SDKAPPID, "the address names no SDKAppID"))?;
    let identifier = only("identifier")?.filter(|text| !text.is_empty());
    let identifier =
        identifier.ok_or_else(|| RestAnswer::fail(ACCOUNT, "the address names no identifier"))?;
    let usersig = only("usersig")?.unwrap_or_default();
    match app.service.identify(sdkappid, Some(&identifier), &usersig) {
        Ok(Outcome::Valid(_)) => Ok((sdkappid, identifier)),
        Ok(Outcome::Rejected(rejected)) => Err(RestAnswer::fail(rejected.code(), rejected.to_string())),
        Ok(_) => Err(RestAnswer::fail(codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED, "the ticket is not good")),
        Err(refusal) => Err(RestAnswer::refused(refusal)),
    }
}

async fn kick(app: &App, peer: SocketAddr, request: Request, sdkappid: u32, identifier: &str) -> RestAnswer {
    let (head, body) = request.into_parts();
    let address = app.address(peer, &head.headers);
    let bytes = match body::read(body, app.limits.body_bytes, app.limits.body).await {
        Ok(bytes) => bytes,
        Err(_) => return RestAnswer::fail(HTTP, "the body cannot be read"),
    };
    let Ok(kick) = body::json::<Kick>(&bytes) else {
        return RestAnswer::fail(JSON, "the body is not {\"UserID\": \"…\"}");
    };
    let actor = Actor::new(format!("user:{sdkappid}:{identifier}"), address.to_string());
    match app.service.revoke_as(&actor, sdkappid, &kick.userid, None).await {
        Ok(_) => RestAnswer::ok(),
        Err(refusal) => RestAnswer::refused(refusal),
    }
}

impl RestAnswer {
    const fn ok() -> Self {
        Self { action_status: "OK", error_info: String::new(), error_code: 0 }
    }

    fn fail(code: i32, info: impl Into<String>) -> Self {
        Self { action_status: "FAIL", error_info: info.into(), error_code: code }
    }

    fn refused(refusal: Refusal) -> Self {
        let code = match (refusal.id, refusal.kind) {
            ("application-suspended", _) => SDKAPPID_DISABLED,
            ("userid-form", _) => ACCOUNT,
            (_, Kind::Unavailable) => TIMEOUT,
            _ => refusal.code.unwrap_or(HTTP),
        };
        Self::fail(code, refusal.message)
    }
}

/// The original's codes of its REST interface.
const HTTP: i32 = 60002;
const JSON: i32 = 60003;
const ACCOUNT: i32 = 60004;
const TIMEOUT: i32 = 60008;
const NEED_ADMINISTRATOR: i32 = 60010;
const NEED_SDKAPPID: i32 = 60012;
const SDKAPPID_DISABLED: i32 = 60016;
