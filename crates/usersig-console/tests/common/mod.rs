//! A console over a new store, and a browser's part played by hand.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::{
    collections::BTreeMap,
    net::Ipv4Addr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use tower::ServiceExt;
use usersig_console::{ClientAddress, Console, Settings};
use usersig_service::{Clock, Options, Service, password};
use usersig_store::{
    Actor, Store,
    administrator::Role,
    application::{NewKey, Policy},
    seal::{MasterKey, MasterKeys},
    sqlite,
};

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const APP: u32 = 1_400_000_000;
pub(crate) const HOST: &str = "console.example";

/// A console, its store and its clock.
pub(crate) struct House {
    pub(crate) router: Router,
    pub(crate) store: Arc<dyn Store>,
    clock: Arc<AtomicU64>,
    _folder: tempfile::TempDir,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// A browser: its cookies, and the form token of the last page.
pub(crate) struct Browser<'a> {
    house: &'a House,
    cookies: BTreeMap<String, String>,
    pub(crate) csrf: String,
    pub(crate) address: Ipv4Addr,
}

impl House {
    /// A console with an owner, an operator, an auditor and one application.
    pub(crate) async fn new() -> Self {
        Self::with(Settings::new(false)).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicU64::new(1_800_000_000));
        let (for_store, for_service) = (Arc::clone(&clock), Arc::clone(&clock));
        let keys = MasterKeys::of(MasterKey::generate().unwrap());
        let database = sqlite::open(&folder.path().join("usersig.db"), keys).await.unwrap();
        let database =
            database.with_clock(usersig_store::Clock::new(move || for_store.load(Ordering::SeqCst) * 1000));
        let store: Arc<dyn Store> = Arc::new(database);
        let me = Actor::new("command:test", "");
        let hash = password::hash(PASSWORD.to_owned().into()).await.unwrap();
        for (name, role) in [("olga", Role::Owner), ("oto", Role::Operator), ("ada", Role::Auditor)] {
            store.create_administrator(&me, name, role, &hash, false).await.unwrap();
        }
        store.create_application(&me, APP, "Demo", NewKey::Make, Policy::default()).await.unwrap();
        let mut options = Options::default();
        options.clock = Clock::from_fn(move || for_service.load(Ordering::SeqCst));
        let service = Service::start(Arc::clone(&store), options).await.unwrap();
        let router = usersig_console::router(Console::new(Arc::clone(&store), service, settings));
        Self { router, store, clock, _folder: folder }
    }

    pub(crate) fn now(&self) -> u64 {
        self.clock.load(Ordering::SeqCst)
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser {
            house: self,
            cookies: BTreeMap::new(),
            csrf: String::new(),
            address: Ipv4Addr::new(192, 0, 2, 1),
        }
    }

    /// Somebody who is signed in.
    pub(crate) async fn signed_in(&self, name: &str) -> Browser<'_> {
        let mut browser = self.browser();
        let answer = browser.sign_in(name, PASSWORD, "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser.get("/settings").await;
        browser
    }
}

impl Browser<'_> {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header(header::HOST, HOST);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form with the token of the last page and this console's origin.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.clone();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.post_as(path, &all, Some("http://console.example")).await
    }

    pub(crate) async fn post_as(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        origin: Option<&str>,
    ) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let mut request = Request::post(path)
            .header(header::HOST, HOST)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        self.send(request.body(Body::from(form.finish())).unwrap()).await
    }

    pub(crate) async fn sign_in(&mut self, name: &str, password: &str, code: &str) -> Answer {
        self.get("/sign-in").await;
        self.post("/sign-in", &[("name", name), ("password", password), ("code", code)]).await
    }

    pub(crate) async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        request.extensions_mut().insert(ClientAddress::new(self.address.into()));
        let response = self.house.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if let Some(start) = body.find("name=\"csrf\" value=\"") {
            self.csrf = body[start + 19..].chars().take_while(|character| *character != '"').collect();
        }
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }
}

impl Answer {
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }
}

/// Every address that shows a page to the owner.
pub(crate) const PAGES: [&str; 29] = [
    "/",
    "/apps",
    "/apps/new",
    "/apps/1400000000",
    "/apps/1400000000/keys",
    "/apps/1400000000/keys/new",
    "/apps/1400000000/keys/1/reveal",
    "/apps/1400000000/keys/1/retire",
    "/apps/1400000000/policy",
    "/apps/1400000000/issuers",
    "/apps/1400000000/state",
    "/apps/1400000000/delete",
    "/tools/generate",
    "/tools/verify",
    "/tools/diagnose",
    "/tools/private-map-key",
    "/revocations",
    "/tokens",
    "/tokens/new",
    "/statistics",
    "/statistics?range=hour",
    "/statistics?range=month",
    "/audit",
    "/administrators",
    "/administrators/oto/reset",
    "/administrators/oto/remove",
    "/settings",
    "/settings/totp",
    "/about",
];
