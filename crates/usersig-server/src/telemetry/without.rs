//! In the place of traces where the feature `telemetry` is off.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Response};

use crate::fault::Fault;
use crate::route::Route;
use crate::settings::Traces;

/// There is none.
pub(crate) struct Telemetry(Infallible);

/// There is none.
pub(crate) struct Trace(Infallible);

impl Telemetry {
    pub(crate) fn start(settings: &Traces) -> Result<Option<Arc<Self>>, Fault> {
        match settings.endpoint {
            None => Ok(None),
            Some(_) => Err(Fault::settings(
                "the setting `telemetry.otlp_endpoint` is set, and this program was built without traces",
                "leave it out, or build with the feature `telemetry`",
            )),
        }
    }

    pub(crate) fn begin(&self, _: &Method, _: &HeaderMap) -> Trace {
        match self.0 {}
    }

    pub(crate) async fn end(&self) {
        match self.0 {}
    }
}

impl Trace {
    pub(crate) async fn around<T>(&self, _: impl Future<Output = T>) -> T {
        match self.0 {}
    }

    pub(crate) fn finish(&self, _: Route, _: &Response<Body>, _: &str) {
        match self.0 {}
    }

    pub(crate) fn id(&self) -> String {
        match self.0 {}
    }
}

pub(crate) fn naming(router: Router) -> Router {
    router
}

pub(crate) fn hand_on(_: &mut HeaderMap) {}
