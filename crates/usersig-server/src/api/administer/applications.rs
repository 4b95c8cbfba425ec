//! Applications: create, look, change, suspend, delete in two steps.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::{Map, Value};
use usersig_service::Act;
use usersig_store::application::{NewKey, Policy};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::{Items, application, asked, changed, items, schema};
use crate::app::App;
use crate::body;
use crate::problem::{Answer, Problem};

/// A new application.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateBody {
    /// The SDKAppID.
    #[schema(minimum = 1, example = 1400000001)]
    sdkappid: u32,
    /// A name for people, 1 to 100 characters.
    #[schema(example = "My app")]
    name: String,
    /// A key from Tencent's console, or a legacy key in PEM; left out: an HMAC key is made.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password)]
    key: Option<Zeroizing<String>>,
    /// What callers may ask for; members that are left out get their default.
    #[serde(default)]
    #[schema(value_type = Option<schema::Policy>)]
    policy: Option<Map<String, Value>>,
}

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeBody {
    /// Another name.
    #[serde(default)]
    name: Option<String>,
    /// Members of the policy.
    #[serde(default)]
    #[schema(value_type = Option<schema::Policy>)]
    policy: Option<Map<String, Value>>,
}

/// Whether the application issues and verifies.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StateBody {
    /// `active` or `suspended`.
    state: StateWord,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum StateWord {
    Active,
    Suspended,
}

/// List applications
#[utoipa::path(
    get, path = "/v1/apps", tag = "Administer", operation_id = "listApps",
    responses(
        (status = 200, description = "The applications that the token is for", body = Items<schema::Application>),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let caller = app.service.authenticate_token(crate::app::bearer(&headers)?)?;
    let all = app.service.store().applications().await?;
    let mut own: Vec<_> =
        all.into_iter().filter(|one| caller.allow(Act::Administer, Some(one.sdkappid)).is_ok()).collect();
    if own.is_empty() {
        // Tells a token without the scope apart from one without applications.
        caller
            .allow(Act::Administer, None)
            .or_else(|refusal| if refusal.id == "scope" { Err(refusal) } else { Ok(()) })?;
    }
    own.sort_by_key(|one| one.sdkappid);
    Ok(items(own))
}

/// Create or import an application
#[utoipa::path(
    post, path = "/v1/apps", tag = "Administer", operation_id = "createApp",
    request_body = CreateBody,
    responses(
        (status = 201, description = "The application", body = schema::Application),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let asked = asked(&app, peer, request, None).await?;
    let create: CreateBody = body::json(&asked.bytes)?;
    let key = create.key.map_or(NewKey::Make, NewKey::from_text);
    let policy = merged(&Policy::default(), create.policy)?;
    app.service.store().create_application(&asked.actor, create.sdkappid, &create.name, key, policy).await?;
    application(&app, StatusCode::CREATED, create.sdkappid).await
}

/// Show an application
#[utoipa::path(
    get, path = "/v1/apps/{sdkappid}", tag = "Administer", operation_id = "showApp",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    responses(
        (status = 200, description = "The application", body = schema::Application),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    app.token(&headers, Act::Administer, Some(sdkappid))?;
    Ok(body::answer(StatusCode::OK, &app.service.store().application(sdkappid).await?))
}

/// Change the name or the policy
#[utoipa::path(
    patch, path = "/v1/apps/{sdkappid}", tag = "Administer", operation_id = "changeApp",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = ChangeBody,
    responses(
        (status = 200, description = "The application", body = schema::Application),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let asked = asked(&app, peer, request, Some(sdkappid)).await?;
    let change: ChangeBody = body::json(&asked.bytes)?;
    let store = app.service.store();
    let current = store.application(sdkappid).await?;
    let policy = change.policy.map(|policy| merged(&current.policy, Some(policy))).transpose()?;
    if let Some(name) = &change.name {
        store.rename_application(&asked.actor, sdkappid, name).await?;
    }
    if let Some(policy) = policy {
        store.set_policy(&asked.actor, sdkappid, policy).await?;
    }
    application(&app, StatusCode::OK, sdkappid).await
}

/// Suspend or resume an application
#[utoipa::path(
    put, path = "/v1/apps/{sdkappid}/state", tag = "Administer", operation_id = "setAppState",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    request_body = StateBody,
    responses(
        (status = 200, description = "The application", body = schema::Application),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn state(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let asked = asked(&app, peer, request, Some(sdkappid)).await?;
    let store = app.service.store();
    match body::json::<StateBody>(&asked.bytes)?.state {
        StateWord::Active => store.resume_application(&asked.actor, sdkappid).await?,
        StateWord::Suspended => store.suspend_application(&asked.actor, sdkappid).await?,
    }
    application(&app, StatusCode::OK, sdkappid).await
}

/// Ask for deletion: the first step, which suspends
#[utoipa::path(
    post, path = "/v1/apps/{sdkappid}/deletion", tag = "Administer", operation_id = "requestAppDeletion",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    responses(
        (status = 200, description = "The application, suspended and marked", body = schema::Application),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn request_deletion(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let asked = asked(&app, peer, request, Some(sdkappid)).await?;
    app.service.store().request_deletion(&asked.actor, sdkappid).await?;
    application(&app, StatusCode::OK, sdkappid).await
}

/// Delete an application: the second step
#[utoipa::path(
    delete, path = "/v1/apps/{sdkappid}", tag = "Administer", operation_id = "deleteApp",
    params(("sdkappid" = u32, Path, description = "The application", minimum = 1)),
    responses(
        (status = 204, description = "Deleted with its keys"),
        (status = "4XX", description = "Not done", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not now", body = Problem, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    Path(sdkappid): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Answer {
    let sdkappid = body::number(&sdkappid, "SDKAppID")?;
    let asked = asked(&app, peer, request, Some(sdkappid)).await?;
    app.service.store().delete_application(&asked.actor, sdkappid).await?;
    changed(&app).await;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A policy with some members changed; a member that no policy has is refused.
fn merged(policy: &Policy, members: Option<Map<String, Value>>) -> Result<Policy, Problem> {
    let wrong = |detail: String| Problem::invalid("policy", detail, "see the schema Policy in /docs");
    let mut value = serde_json::to_value(policy).map_err(|_| wrong("the policy cannot be written".into()))?;
    if let Value::Object(all) = &mut value {
        for (name, member) in members.unwrap_or_default() {
            match all.get_mut(&name) {
                Some(place) => *place = member,
                None => return Err(wrong(format!("a policy has no member `{}`", shown(&name)))),
            }
        }
    }
    serde_json::from_value(value).map_err(|error| wrong(format!("the policy makes no sense: {error}")))
}

fn shown(name: &str) -> String {
    name.chars().filter(|character| !character.is_control()).take(40).collect()
}
