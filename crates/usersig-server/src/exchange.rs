//! What is done around every request: its number, the caller's address, metrics, the log, its trace.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::task::Poll;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Version, header,
};
use axum::response::IntoResponse;
use hyper::body::Incoming;
use tower_service::Service as _;

use crate::api::direct::Direct;
use crate::app::App;
use crate::problem::Problem;
use crate::route::Route;
use crate::settings::LoggedRequests;
use crate::telemetry::Trace;

/// What the requests of one listener have in common.
pub(crate) struct Exchange {
    pub(crate) app: Arc<App>,
    router: Router,
    console: Option<Router>,
    hsts: bool,
    /// Whether the API is served here.
    api: bool,
    /// The beginning of request numbers, different for each process.
    series: u32,
    number: AtomicU64,
}

impl Exchange {
    pub(crate) fn new(app: Arc<App>, router: Router, console: Option<Router>, series: u32) -> Self {
        Self { app, router, console, hsts: false, api: false, series, number: AtomicU64::new(1) }
    }

    /// The same for browsers that reach it by TLS: they are told to stay with it.
    pub(crate) const fn with_hsts(mut self, hsts: bool) -> Self {
        self.hsts = hsts;
        self
    }

    /// The same for the listener of the API, whose most frequent requests go past the router.
    pub(crate) const fn with_api(mut self) -> Self {
        self.api = true;
        self
    }

    /// Answers one request.
    pub(crate) async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
        peer: SocketAddr,
    ) -> Response<Body> {
        let began = Instant::now();
        let route = Route::of(request.uri().path());
        let method = request.method().clone();
        let old = request.version() < Version::HTTP_2;
        let id = self.id(request.headers());
        let address = self.app.address(peer, request.headers());
        let trace = self.trace(route, request.method(), request.headers());
        // The router knows the route's name, which a trace bears.
        let direct = if self.api && trace.is_none() { Direct::of(route, &request) } else { None };
        let mut response = match direct {
            Some(direct) => unwinding(direct.answer(&self.app, request)).await,
            None => {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                request.extensions_mut().insert(usersig_console::ClientAddress::new(address));
                let mut router = match &self.console {
                    Some(console) if route == Route::Console => console.clone(),
                    _ => self.router.clone(),
                };
                let answer = unwinding(router.call(request));
                match &trace {
                    Some(trace) => trace.around(answer).await,
                    None => answer.await,
                }
            }
        };

        let took = began.elapsed();
        let status = response.status();
        self.app.metrics.count(route, status.as_u16(), took);
        let request_id = id.to_str().unwrap_or_default();
        if let Some(trace) = &trace {
            trace.finish(route, &response, request_id);
        }
        let logged = match self.app.live.logged() {
            LoggedRequests::All => true,
            LoggedRequests::Errors => status.is_server_error(),
            LoggedRequests::None => false,
        };
        if logged {
            let (route, status) = (route.name(), status.as_u16());
            let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
            let (request, trace) = (request_id, trace.as_ref().map(Trace::id));
            tracing::info!(request, %method, route, status, microseconds, %address, trace, "request");
        }
        let headers = response.headers_mut();
        headers.insert(REQUEST_ID, id);
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if self.hsts {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
        }
        if old && self.app.is_draining() {
            // The caller's next request opens a connection to somebody who stays.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    /// The request's trace, when traces are wanted. Balancers ask for health all the time: nobody looks at that.
    fn trace(&self, route: Route, method: &Method, headers: &HeaderMap) -> Option<Trace> {
        let telemetry = self.app.telemetry.as_ref().filter(|_| route != Route::Health)?;
        Some(telemetry.begin(method, headers))
    }

    /// The caller's number for the request, when it has a harmless one; else our own.
    fn id(&self, headers: &HeaderMap) -> HeaderValue {
        let harmless = |value: &&HeaderValue| {
            (1..=64).contains(&value.len())
                && value.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
        };
        headers.get(REQUEST_ID).filter(harmless).cloned().unwrap_or_else(|| self.next_id())
    }

    fn next_id(&self) -> HeaderValue {
        let number = self.number.fetch_add(1, Relaxed);
        let mut text = [b'0'; 18];
        for (at, place) in text.iter_mut().enumerate() {
            let nibble = match at {
                0..8 => self.series >> (28 - 4 * at),
                8 => {
                    *place = b'-';
                    continue;
                }
                // Nine digits are enough for sixty billion requests.
                _ => (number >> (4 * (17 - at))) as u32,
            };
            *place = char::from_digit(nibble & 15, 16).map_or(b'0', |digit| digit as u8);
        }
        HeaderValue::from_bytes(&text).unwrap_or(HeaderValue::from_static("-"))
    }
}

/// Answers a 500 when a handler panics: the other requests of the connection go on.
async fn unwinding<E>(future: impl Future<Output = Result<Response<Body>, E>>) -> Response<Body> {
    let mut future = pin!(future);
    let polled = std::future::poll_fn(|context| {
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(poll) => poll.map(Some),
            Err(_) => Poll::Ready(None),
        }
    });
    match polled.await {
        Some(Ok(response)) => response,
        Some(Err(_)) | None => {
            tracing::error!("a request could not be answered: this is a defect of usersig");
            let detail = "the request could not be answered: this is a defect";
            let hint = "tell the operator the number of the request, X-Request-Id";
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "defect", detail, hint).into_response()
        }
    }
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
