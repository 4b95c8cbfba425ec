//! A server on a free port with a clock of its own, and a client.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tempfile::TempDir;
use usersig_server::{Server, Settings, Sources};
use usersig_service::{Clock, Service};
use usersig_store::application::{NewKey, Policy};
use usersig_store::caller::Scope;
use usersig_store::{Actor, Store};
use zeroize::Zeroizing;

pub(crate) const APP: u32 = 1_400_001_234;
pub(crate) const OTHER_APP: u32 = 1_400_005_678;
pub(crate) const KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

/// A running server with two applications and the tokens of their callers.
pub(crate) struct Harness {
    pub(crate) server: Server,
    pub(crate) folder: TempDir,
    pub(crate) clock: Arc<AtomicU64>,
    /// Scopes issue and verify, for APP.
    pub(crate) token: Zeroizing<String>,
    /// Scope admin, for all applications.
    pub(crate) admin: Zeroizing<String>,
    client: Client<HttpConnector, Body>,
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Harness {
    pub(crate) async fn new() -> Self {
        Self::with(&[]).await
    }

    /// With these settings besides the folder and the port.
    pub(crate) async fn with(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::at(folder, settings).await
    }

    pub(crate) async fn at(folder: TempDir, settings: &[(&str, &str)]) -> Self {
        let clock = Arc::new(AtomicU64::new(usersig::now().unwrap()));
        let server = Server::start(read(&folder, settings), shared(&clock)).await.unwrap();
        let store = Arc::clone(server.service().store());
        let actor = Actor::new("command:test", "");
        let key = || NewKey::from_text(Zeroizing::new(KEY.into()));
        for (id, name) in [(APP, "Chat"), (OTHER_APP, "Other")] {
            store.create_application(&actor, id, name, key(), Policy::default()).await.unwrap();
        }
        let scopes = [Scope::Issue, Scope::Verify];
        let (_, token) = store.create_token(&actor, "chat", &scopes, &[APP], None).await.unwrap();
        let (_, admin) = store.create_token(&actor, "admin", &[Scope::Admin], &[], None).await.unwrap();
        server.service().refresh().await.unwrap();
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { server, folder, clock, token, admin, client }
    }

    /// Another server with the same master key, the same clock and these settings.
    pub(crate) async fn replica(&self, settings: &[(&str, &str)]) -> Server {
        Server::start(read(&self.folder, settings), shared(&self.clock)).await.unwrap()
    }

    pub(crate) fn store(&self) -> &Arc<dyn Store> {
        self.server.service().store()
    }

    pub(crate) fn service(&self) -> &Arc<Service> {
        self.server.service()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address())
    }

    /// The server's clock, Unix seconds.
    pub(crate) fn now(&self) -> u64 {
        self.clock.load(Relaxed)
    }

    pub(crate) fn set_clock(&self, now: u64) {
        self.clock.store(now, Relaxed);
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.client.request(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Reply { status: head.status, headers: head.headers, body }
    }

    /// A request with a bearer credential and a JSON body, when there are some.
    pub(crate) async fn call(&self, method: Method, path: &str, bearer: &str, body: Option<&Value>) -> Reply {
        let mut request = Request::builder().method(method).uri(self.url(path));
        if !bearer.is_empty() {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str, bearer: &str) -> Reply {
        self.call(Method::GET, path, bearer, None).await
    }

    pub(crate) async fn post(&self, path: &str, bearer: &str, body: Value) -> Reply {
        self.call(Method::POST, path, bearer, Some(&body)).await
    }

    /// `POST /v1/apps/APP/…` with the back end's token.
    pub(crate) async fn ask(&self, what: &str, body: Value) -> Reply {
        self.post(&format!("/v1/apps/{APP}/{what}"), &self.token, body).await
    }

    /// The same of another server that has the same store.
    pub(crate) async fn post_to(&self, app: &str, what: &str, body: Value) -> Reply {
        let request = Request::post(format!("{app}/{what}"))
            .header("authorization", format!("Bearer {}", self.token.as_str()))
            .header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// A ticket for a user.
    pub(crate) async fn ticket(&self, userid: &str) -> String {
        let reply = self.ask("usersigs", json!({ "userid": userid })).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["ticket"].as_str().unwrap().into()
    }

    /// What verifying answers.
    pub(crate) async fn verify(&self, userid: &str, ticket: &str) -> Value {
        let reply = self.ask("usersigs:verify", json!({ "userid": userid, "ticket": ticket })).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }

    pub(crate) async fn end(self) {
        self.server.end().await;
    }
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// That it is a problem of this status and name.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16, problem: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let json = self.json();
        assert_eq!(json["problem"], problem, "{json}");
        assert_eq!(json["status"], status);
        assert_eq!(json["type"], format!("urn:usersig:problem:{problem}"));
        for member in ["title", "detail", "hint"] {
            assert!(!json[member].as_str().unwrap().is_empty(), "{member}: {json}");
        }
        json
    }
}

fn shared(clock: &Arc<AtomicU64>) -> Clock {
    let clock = Arc::clone(clock);
    Clock::from_fn(move || clock.load(Relaxed))
}

pub(crate) fn read(folder: &TempDir, settings: &[(&str, &str)]) -> Settings {
    let mut sources = Sources::default();
    let data = folder.path().join("data").to_str().unwrap().to_owned();
    for (name, value) in [("data", data.as_str()), ("listen", "127.0.0.1:0")].iter().chain(settings) {
        sources.flags.push(((*name).into(), (*value).into(), format!("--set {name}")));
    }
    Settings::read(&sources).unwrap()
}
