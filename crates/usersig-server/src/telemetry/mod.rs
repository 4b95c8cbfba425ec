//! Traces: a span for each request, sent to an OpenTelemetry collector by OTLP over HTTP.
//!
//! A span says what kind of request it was and how it ended: method, route, status, number of the
//! request. It holds nothing that a caller wrote besides that number and `traceparent`.

mod collector;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, Method, Response};
use axum::middleware::{self, Next};
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::{
    FutureExt as _, SpanKind, Status, TraceContextExt as _, Tracer as _, TracerProvider as _,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::{HeaderExtractor, HeaderInjector};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider};

use self::collector::Collector;
use crate::fault::Fault;
use crate::route::Route;
use crate::settings::Traces;

/// Makes spans and sends them in the background.
pub(crate) struct Telemetry {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

/// The span of one request. It ends with [`Trace::finish`], or when the caller hangs up.
pub(crate) struct Trace(Context);

impl Telemetry {
    /// Begins to send, in a runtime of tokio. `None` when no collector is named.
    pub(crate) fn start(settings: &Traces) -> Result<Option<Arc<Self>>, Fault> {
        let Some(endpoint) = &settings.endpoint else { return Ok(None) };
        let collector = Collector::new(PATIENCE).map_err(|error| Fault::machine(error, "install them"))?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(collector)
            .with_endpoint(endpoint.clone())
            .with_protocol(Protocol::HttpBinary)
            .with_timeout(PATIENCE)
            .build();
        let exporter = exporter.map_err(|error| {
            Fault::settings(
                format!("traces cannot be sent to {endpoint}: {error}"),
                "check the setting `telemetry.otlp_endpoint` and the environment's OTEL_EXPORTER_OTLP_…",
            )
        })?;
        let resource = Resource::builder()
            .with_service_name(settings.service_name.clone())
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        // A caller who traces decides for the whole trace; we decide where it begins here.
        let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(settings.sample_ratio)));
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(sampler)
            .with_resource(resource)
            .build();
        let tracer = provider.tracer("usersig");
        Ok(Some(Arc::new(Self { provider, tracer })))
    }

    /// Begins the span of a request, within the caller's trace if there is one.
    pub(crate) fn begin(&self, method: &Method, headers: &HeaderMap) -> Trace {
        let parent =
            TraceContextPropagator::new().extract_with_context(&Context::new(), &HeaderExtractor(headers));
        let method = known(method);
        let span = self
            .tracer
            .span_builder(method)
            .with_kind(SpanKind::Server)
            .with_attributes([KeyValue::new("http.request.method", method)])
            .start_with_context(&self.tracer, &parent);
        Trace(parent.with_span(span))
    }

    /// Sends what is left. A collector that does not answer is not waited for long.
    pub(crate) async fn end(&self) {
        let provider = self.provider.clone();
        let ended = tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(PATIENCE)).await;
        if !matches!(ended, Ok(Ok(()))) {
            tracing::warn!("the last traces did not reach the collector");
        }
    }
}

impl Trace {
    /// Does something within the span, so that [`hand_on`] finds it.
    pub(crate) async fn around<T>(&self, work: impl Future<Output = T>) -> T {
        work.with_context(self.0.clone()).await
    }

    /// Ends the span with what came of the request.
    pub(crate) fn finish(&self, route: Route, response: &Response<Body>, request_id: &str) {
        let span = self.0.span();
        if !span.is_recording() {
            return;
        }
        let status = response.status();
        if let Some(template) = response.extensions().get::<Template>() {
            span.update_name(format!("{} {}", template.method, template.path.as_str()));
            span.set_attribute(KeyValue::new("http.route", template.path.as_str().to_owned()));
        }
        span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
        span.set_attribute(KeyValue::new("usersig.operation", route.name()));
        span.set_attribute(KeyValue::new("usersig.request_id", request_id.to_owned()));
        if status.is_server_error() {
            span.set_status(Status::error(""));
        }
        span.end();
    }

    /// The number of the trace, for the log.
    pub(crate) fn id(&self) -> String {
        self.0.span().span_context().trace_id().to_string()
    }
}

/// Writes the trace of the request that is being answered into the headers of a request to somebody else.
pub(crate) fn hand_on(headers: &mut HeaderMap) {
    TraceContextPropagator::new().inject(&mut HeaderInjector(headers));
}

/// The route of an answer, as the router writes it: `/v1/apps/{sdkappid}/usersigs`.
#[derive(Clone)]
struct Template {
    method: &'static str,
    path: MatchedPath,
}

/// The same router, which notes the route in each answer. A path itself may hold what is secret.
pub(crate) fn naming(router: Router) -> Router {
    router.layer(middleware::from_fn(name))
}

async fn name(request: Request, next: Next) -> Response<Body> {
    let method = known(request.method());
    let path = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(path) = path {
        response.extensions_mut().insert(Template { method, path });
    }
    response
}

/// A method that HTTP knows: a caller may send any word as one.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "_OTHER",
    }
}

/// What the collector gets for an answer, and for the last spans at the end.
const PATIENCE: Duration = Duration::from_secs(5);
