//! Answers of requests that are not served: `application/problem+json` (RFC 9457).

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use usersig_service::{Kind, Refusal};
use usersig_store::StoreError;
use utoipa::ToSchema;

/// Why a request is not served. Boxed, because most results hold none.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Problem(Box<Content>);

/// Why a request is not served.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Content {
    /// A name of the kind of problem: `urn:usersig:problem:` and the member `problem`.
    #[serde(rename = "type")]
    #[schema(example = "urn:usersig:problem:expire-too-long")]
    kind: String,
    /// The status in words.
    title: &'static str,
    /// The status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What is wrong.
    detail: Cow<'static, str>,
    /// A short name that programs compare.
    #[schema(example = "expire-too-long")]
    problem: &'static str,
    /// Tencent's code, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<i32>,
    /// What to do next.
    hint: Cow<'static, str>,
    #[serde(skip)]
    retry_after: Option<u64>,
}

impl utoipa::PartialSchema for Problem {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        Content::schema()
    }
}

impl ToSchema for Problem {
    fn name() -> Cow<'static, str> {
        "Problem".into()
    }
}

/// The answer to a request: a response, or a problem.
pub(crate) type Answer = Result<Response, Problem>;

impl Problem {
    pub(crate) fn new(
        status: StatusCode,
        problem: &'static str,
        detail: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Content {
            kind: format!("urn:usersig:problem:{problem}"),
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            detail: detail.into(),
            problem,
            code: None,
            hint: hint.into(),
            retry_after: None,
        }))
    }

    pub(crate) fn invalid(
        problem: &'static str,
        detail: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(StatusCode::BAD_REQUEST, problem, detail, hint)
    }

    pub(crate) fn set_code(&mut self, code: i32) {
        self.0.code = Some(code);
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.kind {
            Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Invalid => StatusCode::BAD_REQUEST,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        let mut problem = Self::new(status, refusal.id, refusal.message, refusal.hint);
        problem.0.code = refusal.code;
        problem.0.retry_after = refusal.retry_after;
        problem
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if !matches!(error, StoreError::NotFound { .. } | StoreError::Conflict(_) | StoreError::Invalid(_)) {
            tracing::error!(%error, "the store refused");
        }
        Refusal::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"usersig\""));
        }
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
