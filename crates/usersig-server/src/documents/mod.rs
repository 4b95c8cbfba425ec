//! The OpenAPI document, made from the code, and a page that shows it to people.

mod page;

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::api::administer::{self, applications, callers, keys, records, schema};
use crate::api::{issue, row, verify};
use crate::app::App;
use crate::{authz, health, problem, rest};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "usersig",
        description = "Issues and verifies UserSig tickets and PrivateMapKeys. Every problem is \
                       `application/problem+json` with a `problem` that programs compare and a `hint` for people.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        issue::user_sig, issue::user_sigs, issue::private_map_key, issue::private_map_keys,
        verify::verify, verify::inspect, verify::diagnose,
        authz::by_query, authz::by_path, rest::command,
        applications::list, applications::create, applications::show, applications::change, applications::state,
        applications::request_deletion, applications::delete,
        keys::rotate, keys::retire, keys::switch,
        callers::add_issuer, callers::remove_issuer, callers::tokens, callers::create_token, callers::revoke_token,
        records::revoke, records::revocations, records::audit, records::check_audit, records::statistics,
        health::alive, health::ready, health::metrics,
    ),
    components(schemas(
        issue::UserSigBody, issue::PrivateMapKeyBody, issue::IssuedAnswer, row::BatchAnswer, row::RowAnswer,
        verify::VerifyBody, verify::InspectBody, verify::DiagnoseBody, verify::VerifyAnswer, verify::ValidSchema,
        verify::RejectedAnswer, problem::Problem, rest::RestAnswer, rest::Kick, health::Readiness,
        schema::Application, schema::Algorithm, schema::Key, schema::Policy, schema::Issuer, schema::Token,
        schema::State, schema::KeyRole, schema::KeyOrigin, schema::IssuerKeys, schema::Event,
        schema::AuditEntry, schema::ChainReport, schema::Revocation, schema::Count,
        applications::CreateBody, applications::ChangeBody, applications::StateBody,
        keys::RotateBody, keys::SwitchBody, callers::TokenBody, callers::NewToken, callers::IssuerBody,
        records::RevokeBody, records::RevokeAnswer,
        administer::Items<schema::Application>,
    )),
    modifiers(&Security),
    tags(
        (name = "Issue", description = "Tickets for users: with an API token of the scope `issue`, or with the end user's own session"),
        (name = "Verify", description = "With an API token of the scope `verify`"),
        (name = "Gateways", description = "For nginx auth_request, APISIX, Traefik and Envoy: 204, 401 or 403 for any method"),
        (name = "REST shape", description = "The shape of Chat's REST API: always HTTP 200"),
        (name = "Administer", description = "With an API token of the scope `admin`"),
        (name = "Operate", description = "For orchestrators and Prometheus"),
    )
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_with(Default::default);
        let bearer = |what: &str, format: &str| {
            let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(what));
            SecurityScheme::Http(scheme.bearer_format(format).build())
        };
        components.add_security_scheme("token", bearer("An API token", "ust_…"));
        components.add_security_scheme("session", bearer("The end user's session with the app", "JWT"));
    }
}

/// The OpenAPI document as JSON with line breaks, as it is committed in `docs/openapi.json`.
#[must_use]
pub fn openapi() -> String {
    let mut text = Document::openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/openapi.json", get(async || typed("application/json", &OPENAPI)))
        .route("/docs", get(async || html(&PAGE)))
        .route("/docs.css", get(async || typed("text/css; charset=utf-8", page::STYLE)))
}

fn typed(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

fn html(text: &'static str) -> Response {
    let policy =
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (headers, text).into_response()
}

static OPENAPI: LazyLock<String> = LazyLock::new(openapi);

static PAGE: LazyLock<String> = LazyLock::new(|| {
    let document = serde_json::from_str(&OPENAPI).unwrap_or_default();
    page::render(&document)
});
