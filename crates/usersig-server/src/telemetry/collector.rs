//! The way to the collector: the service's own HTTP client under OpenTelemetry's exporter.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use axum::body::Body;
use http_body_util::{BodyExt as _, Limited};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use tokio::runtime::Handle;

use crate::outgoing::{self, Client, chain};

/// Sends to the collector. The exporter runs on a thread of its own, the client on those of tokio.
#[derive(Debug)]
pub(super) struct Collector {
    client: Client,
    runtime: Handle,
    patience: Duration,
    /// Whether it was said that the collector does not take traces: once is enough.
    away: AtomicBool,
}

impl Collector {
    pub(super) fn new(patience: Duration) -> Result<Self, String> {
        let client = outgoing::client()?;
        Ok(Self { client, runtime: Handle::current(), patience, away: AtomicBool::new(false) })
    }

    fn note(&self, error: Option<&str>) {
        match error {
            Some(error) if !self.away.swap(true, Relaxed) => {
                tracing::warn!(error, "the collector does not take traces; they are lost meanwhile");
            }
            None if self.away.swap(false, Relaxed) => tracing::info!("the collector takes traces again"),
            _ => {}
        }
    }
}

#[async_trait::async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let sent = self.runtime.spawn(send(self.client.clone(), request, self.patience)).await;
        let answer = sent.unwrap_or_else(|_| Err("the service is ending".into()));
        match &answer {
            Ok(response) if response.status().is_success() => self.note(None),
            Ok(response) => self.note(Some(&format!("it answers {}", response.status()))),
            Err(error) => self.note(Some(error)),
        }
        Ok(answer?)
    }
}

async fn send(
    client: Client,
    request: Request<Bytes>,
    patience: Duration,
) -> Result<Response<Bytes>, String> {
    let exchange = async {
        let response = client.request(request.map(Body::from)).await.map_err(|error| chain(&error))?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, MOST_BYTES).collect().await.map_err(|error| error.to_string())?;
        Ok(Response::from_parts(head, body.to_bytes()))
    };
    let late = || format!("no answer within {} seconds", patience.as_secs());
    tokio::time::timeout(patience, exchange).await.unwrap_or_else(|_| Err(late()))
}

/// Of an answer; the collector says a few words at most.
const MOST_BYTES: usize = 65_536;
