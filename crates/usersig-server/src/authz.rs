//! `/v1/authz`: what gateways ask before they let a request through.
//!
//! The answer is 204 with `X-UserSig-User`, `-App` and `-Expires`, or 401 or 403, and nothing else. The
//! body and every incoming header of those names are ignored.
//!
//! `/v1/authz` takes its configuration from its query, which the gateway writes:
//! `?sdkappid=N&from=bearer|header:NAME|cookie:NAME|query:NAME`. Gateways that append the caller's own
//! path and query (Envoy) use `/v1/apps/{sdkappid}/authz/…`, where no query is believed.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use usersig_service::{Outcome, Valid};

use crate::app::{App, bearer};
use crate::problem::Problem;
use crate::query;

/// Where the ticket is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum From {
    /// `Authorization: Bearer …`
    #[default]
    Bearer,
    /// A header of this name, its whole value.
    Header(HeaderName),
    /// A cookie of this name.
    Cookie(String),
    /// A parameter of the original request's query, which the gateway passes in `X-Original-URI`
    /// (nginx), `X-Forwarded-Uri` (Traefik, APISIX).
    Query(String),
}

impl From {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once(':').unwrap_or((text, ""));
        match kind {
            "bearer" if name.is_empty() => Some(Self::Bearer),
            "header" => HeaderName::try_from(name).ok().map(Self::Header),
            "cookie" if is_name(name) => Some(Self::Cookie(name.into())),
            "query" if is_name(name) => Some(Self::Query(name.into())),
            _ => None,
        }
    }

    fn find(&self, headers: &HeaderMap) -> Option<String> {
        match self {
            Self::Bearer => bearer(headers).ok().map(Into::into),
            Self::Header(name) => only(headers, name),
            Self::Cookie(name) => {
                let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
                let pairs =
                    lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
                let mut found =
                    pairs.filter(|(cookie, _)| cookie == name).map(|(_, value)| value.trim_matches('"'));
                // Two cookies of one name: which of them a back end reads is anybody's guess.
                found.next().filter(|_| found.next().is_none()).map(Into::into)
            }
            Self::Query(name) => {
                let uri = ["x-original-uri", "x-forwarded-uri"]
                    .iter()
                    .find_map(|header| only(headers, &HeaderName::from_static(header)))?;
                query::only(uri.split_once('?')?.1, name).ok()?
            }
        }
    }
}

/// Any method of `/v1/authz`
#[utoipa::path(
    get, path = "/v1/authz", tag = "Gateways", operation_id = "authorize",
    params(
        ("sdkappid" = Option<u32>, Query, description = "The application; when left out, the one that the ticket is for"),
        ("from" = Option<String>, Query, description = "Where the ticket is: bearer, header:NAME, cookie:NAME or query:NAME"),
    ),
    responses(
        (status = 204, description = "The ticket is good: X-UserSig-User (percent-encoded), X-UserSig-App, X-UserSig-Expires"),
        (status = 401, description = "No ticket, or not a good one", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "No such application, or the route's query makes no sense", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn by_query(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Response {
    let query = uri.query().unwrap_or_default();
    let read = || -> Result<_, ()> {
        let sdkappid = query::only(query, "sdkappid")?;
        let sdkappid = sdkappid.map(|text| text.parse::<u32>().map_err(|_| ())).transpose()?;
        let from = match query::only(query, "from")? {
            Some(text) => From::parse(&text).ok_or(())?,
            None => app.authz_from.clone(),
        };
        Ok((sdkappid, from))
    };
    match read() {
        Ok((sdkappid, from)) => answer(&app, sdkappid, &from, &headers),
        Err(()) => refuse(
            StatusCode::FORBIDDEN,
            "authz-query",
            "the query of the forward-auth route makes no sense",
            "write ?sdkappid=N&from=bearer|header:NAME|cookie:NAME|query:NAME, each once",
        ),
    }
}

/// Any method of `/v1/apps/{sdkappid}/authz/…`
#[utoipa::path(
    get, path = "/v1/apps/{sdkappid}/authz", tag = "Gateways", operation_id = "authorizeApp",
    params(("sdkappid" = u32, Path, description = "The application; anything may follow in the path", minimum = 1)),
    responses(
        (status = 204, description = "The ticket is good: X-UserSig-User (percent-encoded), X-UserSig-App, X-UserSig-Expires"),
        (status = 401, description = "No ticket, or not a good one", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "No such application", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn by_path(
    State(app): State<Arc<App>>,
    Path(path): Path<Vec<(String, String)>>,
    request: Request,
) -> Response {
    match path.first().and_then(|(_, text)| text.parse().ok()) {
        Some(sdkappid) => answer(&app, Some(sdkappid), &app.authz_from, request.headers()),
        None => unknown_application(),
    }
}

fn answer(app: &App, sdkappid: Option<u32>, from: &From, headers: &HeaderMap) -> Response {
    let Some(ticket) = from.find(headers) else {
        return refuse(
            StatusCode::UNAUTHORIZED,
            "ticket-missing",
            "the request carries no ticket, or more than one",
            "send one where the gateway's configuration looks for it",
        );
    };
    let Some(sdkappid) = sdkappid.or_else(|| app.service.claimed_application(&ticket)) else {
        return refuse(
            StatusCode::UNAUTHORIZED,
            "ticket",
            "the ticket cannot be read, or is for no application of this service",
            "get a new ticket",
        );
    };
    match app.service.identify(sdkappid, None, &ticket) {
        Ok(Outcome::Valid(valid)) => allow(&valid),
        Ok(Outcome::Rejected(rejected)) => {
            let reason = rejected.to_string();
            let mut problem = Problem::new(StatusCode::UNAUTHORIZED, "ticket", reason, "get a new ticket");
            problem.set_code(rejected.code());
            problem.into_response()
        }
        Ok(_) => unknown_application(),
        Err(refusal) => {
            // A gateway takes 401 and 403 as answers, everything else as an accident.
            let mut problem = Problem::new(StatusCode::FORBIDDEN, refusal.id, refusal.message, refusal.hint);
            if let Some(code) = refusal.code {
                problem.set_code(code);
            }
            problem.into_response()
        }
    }
}

fn allow(valid: &Valid) -> Response {
    let user = utf8_percent_encode(&valid.userid, NOT_IN_HEADERS).to_string();
    let Ok(user) = HeaderValue::try_from(user) else { return unknown_application() };
    let expires = valid.verified.validity().expires_at();
    let headers = [
        (HeaderName::from_static("x-usersig-user"), user),
        (HeaderName::from_static("x-usersig-app"), HeaderValue::from(valid.verified.sdkappid().get())),
        (HeaderName::from_static("x-usersig-expires"), HeaderValue::from(expires)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

fn unknown_application() -> Response {
    refuse(
        StatusCode::FORBIDDEN,
        "unknown-application",
        "there is no such application",
        "check the SDKAppID in the gateway's configuration",
    )
}

fn refuse(status: StatusCode, problem: &'static str, detail: &'static str, hint: &'static str) -> Response {
    Problem::new(status, problem, detail, hint).into_response()
}

/// The value of a header that stands there once.
fn only(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().filter(|_| values.next().is_none())?;
    value.to_str().ok().filter(|text| !text.is_empty()).map(Into::into)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// Everything but visible ASCII, and the sign of the encoding itself.
const NOT_IN_HEADERS: &AsciiSet = &CONTROLS.add(b' ').add(b'%');
