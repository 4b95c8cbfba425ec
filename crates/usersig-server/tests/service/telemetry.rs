//! Traces: what a collector of this test gets, and that a dead one is nobody's trouble.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value::Value as Any};
use opentelemetry_proto::tonic::trace::v1::{Span, span::SpanKind};
use prost::Message as _;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use usersig_server::{Settings, Sources};

use crate::harness::{APP, Harness, KEY, Reply};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

/// Somebody who is asked by HTTP: it gives the same answer to all, and shows what it was sent.
struct Recorder {
    url: String,
    sent: mpsc::UnboundedReceiver<(String, Vec<u8>)>,
}

impl Recorder {
    async fn new(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (out, sent) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = Vec::new();
                let (head, length) = loop {
                    assert!(stream.read_buf(&mut bytes).await.unwrap() > 0);
                    let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
                    if let Some((head, _)) = text.split_once("\r\n\r\n") {
                        let length = head.split("content-length: ").nth(1);
                        let length = length.map_or(0, |rest| rest.lines().next().unwrap().parse().unwrap());
                        break (head.to_owned(), length);
                    }
                };
                while bytes.len() < head.len() + 4 + length {
                    assert!(stream.read_buf(&mut bytes).await.unwrap() > 0);
                }
                out.send((head.clone(), bytes.split_off(head.len() + 4))).unwrap();
                let length = answer.len();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{answer}"
                );
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, sent }
    }

    /// The spans that were sent so far, and the bytes that they came in.
    fn spans(&mut self) -> (Vec<Span>, Vec<u8>) {
        let (mut spans, mut all) = (Vec::new(), Vec::new());
        while let Ok((head, bytes)) = self.sent.try_recv() {
            assert!(head.starts_with("post /v1/traces http/1.1\r\n"), "{head}");
            assert!(head.contains("content-type: application/x-protobuf"), "{head}");
            let request = ExportTraceServiceRequest::decode(bytes.as_slice()).unwrap();
            for resource in request.resource_spans {
                let attributes = &resource.resource.as_ref().unwrap().attributes;
                assert_eq!(attribute(attributes, "service.name"), "tickets");
                spans.extend(resource.scope_spans.into_iter().flat_map(|scope| scope.spans));
            }
            all.extend(bytes);
        }
        (spans, all)
    }
}

fn attribute(attributes: &[KeyValue], name: &str) -> String {
    let found = attributes.iter().find(|attribute| attribute.key == name);
    match found.and_then(|attribute| attribute.value.as_ref()?.value.as_ref()) {
        Some(Any::StringValue(text)) => text.clone(),
        Some(Any::IntValue(number)) => number.to_string(),
        other => panic!("{name}: {other:?}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn traced(url: &str, ratio: &str) -> Harness {
    Harness::with(&[
        ("telemetry.otlp_endpoint", url),
        ("telemetry.service_name", "tickets"),
        ("telemetry.sample_ratio", ratio),
    ])
    .await
}

/// A request within a trace of the caller's.
async fn within(harness: &Harness, method: &str, path: &str, bearer: &str, body: &str) -> Reply {
    let request = Request::builder()
        .method(method)
        .uri(harness.url(path))
        .header("traceparent", format!("00-{TRACE}-{PARENT}-01"))
        .header("authorization", format!("Bearer {bearer}"))
        .header("content-type", "application/json")
        .header("x-request-id", "number-7");
    harness.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_a_span_within_its_callers_trace_without_a_secret() {
    let mut collector = Recorder::new("").await;
    let harness = traced(&collector.url, "1").await;
    let path = format!("/v1/apps/{APP}/usersigs");
    let token = harness.token.to_string();
    let reply = within(&harness, "POST", &path, &token, "{\"userid\":\"somebody-7\"}").await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let ticket = reply.json()["ticket"].as_str().unwrap().to_owned();
    // Wherever a caller puts a secret, it is not in a span.
    harness
        .post(&format!("{path}:verify"), &token, json!({ "userid": "somebody-7", "ticket": ticket }))
        .await;
    within(&harness, "GET", &format!("/v1/{ticket}?usersig={ticket}"), &token, "").await;
    within(&harness, "GET", &format!("/v1/apps/{APP}/authz/{ticket}"), &ticket, "").await;
    within(&harness, "SOMEBODY-7", &path, &token, "").await;
    harness.get("/sign-in", "").await;
    harness.get("/healthz", "").await;
    harness.end().await;

    let (spans, bytes) = collector.spans();
    let names: Vec<_> = spans.iter().map(|span| span.name.as_str()).collect();
    let issue = format!("POST /v1/apps/{{sdkappid}}/{}", "usersigs");
    let wanted = [
        issue.as_str(),
        "POST /v1/apps/{sdkappid}/usersigs:verify",
        "GET",
        "GET /v1/apps/{sdkappid}/authz/{*path}",
        "_OTHER /v1/apps/{sdkappid}/usersigs",
        "GET /sign-in",
    ];
    assert_eq!(names, wanted);
    let span = &spans[0];
    assert_eq!((hex(&span.trace_id), hex(&span.parent_span_id)), (TRACE.into(), PARENT.into()));
    assert_eq!(span.kind, SpanKind::Server as i32);
    assert!(span.end_time_unix_nano >= span.start_time_unix_nano);
    for (name, value) in [
        ("http.request.method", "POST"),
        ("http.route", "/v1/apps/{sdkappid}/usersigs"),
        ("http.response.status_code", "200"),
        ("usersig.operation", "issue"),
        ("usersig.request_id", "number-7"),
    ] {
        assert_eq!(attribute(&span.attributes, name), value);
    }
    assert!(spans[1].parent_span_id.is_empty() && hex(&spans[1].trace_id) != TRACE);
    assert_eq!(attribute(&spans[2].attributes, "http.response.status_code"), "404");
    let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
    for secret in [&ticket[..30], &token, &token[4..30], KEY, "somebody-7", "usersig=", "1400001234"] {
        assert!(!text.contains(&secret.to_ascii_lowercase()), "{secret}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trace_is_handed_on_to_an_issuer() {
    let mut collector = Recorder::new("").await;
    let mut issuer = Recorder::new("{\"keys\":[]}").await;
    let harness = traced(&collector.url, "1").await;
    let record = json!({ "issuer": "i", "jwks_url": format!("{}/keys", issuer.url) });
    let made = harness.post(&format!("/v1/apps/{APP}/issuers"), &harness.admin, record).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({ "iss": "i", "sub": "u", "exp": harness.now() + 60 });
    let session = format!("{}.{}.AAAA", part(json!({ "alg": "RS256", "kid": "1" })), part(claims));
    let reply = within(&harness, "POST", &format!("/v1/apps/{APP}/usersigs"), &session, "{}").await;
    assert_eq!(reply.status, 401, "{}", reply.text());
    let (head, _) = issuer.sent.recv().await.unwrap();
    harness.end().await;
    let (spans, _) = collector.spans();
    let span = spans.iter().find(|span| hex(&span.trace_id) == TRACE).unwrap();
    let line = format!("traceparent: 00-{TRACE}-{}-01", hex(&span.span_id));
    assert!(head.contains(&line), "{line}\n{head}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ratio_of_nothing_leaves_the_traces_of_callers() {
    let mut collector = Recorder::new("").await;
    let harness = traced(&collector.url, "0").await;
    for _ in 0..50 {
        harness.ticket("u").await;
    }
    let token = harness.token.to_string();
    within(&harness, "POST", &format!("/v1/apps/{APP}/usersigs"), &token, "{\"userid\":\"u\"}").await;
    harness.end().await;
    let (spans, _) = collector.spans();
    assert_eq!(spans.len(), 1);
    assert_eq!(hex(&spans[0].trace_id), TRACE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_dead_or_silent_takes_nothing_from_requests() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = format!("http://{}", listener.local_addr().unwrap());
    let dead = {
        let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", gone.local_addr().unwrap())
    };
    for url in [dead, silent] {
        let harness = traced(&url, "1").await;
        // More than are kept while nobody takes them.
        for number in 0..3000 {
            harness.ticket(&format!("u{number}")).await;
        }
        tokio::time::timeout(Duration::from_secs(60), harness.end()).await.expect("the service ends");
    }
    drop(listener);
}

#[test]
fn a_wrong_collector_is_named_without_its_password() {
    let read = |name: &str, value: &str| {
        let mut sources = Sources::default();
        sources.flags.push((format!("telemetry.{name}"), value.into(), format!("--set telemetry.{name}")));
        Settings::read(&sources)
    };
    for value in ["collector:4318", "ftp://collector", "http://", "http://u:hunter2@c", "http://c/?k=hunter2"]
    {
        let fault = read("otlp_endpoint", value).unwrap_err();
        let text = format!("{} {}", fault.message, fault.hint);
        assert!(text.contains("`telemetry.otlp_endpoint`") && !text.contains("hunter2"), "{text}");
    }
    for value in ["2", "-0.1", "NaN", "half", ""] {
        let fault = read("sample_ratio", value).unwrap_err();
        assert!(fault.hint.contains("from 0 to 1"), "{value}: {}", fault.hint);
    }
    for (value, whole) in [
        ("http://c:4318", "http://c:4318/v1/traces"),
        ("https://c/otlp/", "https://c/otlp/v1/traces"),
        ("https://c/v1/traces", "https://c/v1/traces"),
    ] {
        let settings = read("otlp_endpoint", value).unwrap();
        assert_eq!(settings.telemetry.endpoint.as_deref(), Some(whole));
    }
    let settings = read("sample_ratio", "0.05").unwrap();
    assert!((settings.telemetry.sample_ratio - 0.05).abs() < f64::EPSILON);
    assert!(settings.print().contains("sample_ratio = 0.05  # the option"), "{}", settings.print());
    // In a file it is a number.
    let folder = tempfile::tempdir().unwrap();
    let mut sources = Sources::default();
    sources.file = Some(folder.path().join("usersig.toml"));
    let read = |ratio: &str| {
        let file = sources.file.as_ref().unwrap();
        std::fs::write(file, format!("[telemetry]\nsample_ratio = {ratio}\n")).unwrap();
        Settings::read(&sources)
    };
    assert!((read("0.25").unwrap().telemetry.sample_ratio - 0.25).abs() < f64::EPSILON);
    assert!(read("0").unwrap().telemetry.sample_ratio < f64::EPSILON);
    assert!(read("1.5").unwrap_err().message.contains("usersig.toml, line 2"));
}
