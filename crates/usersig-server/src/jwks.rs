//! Fetches the key sets of issuers over HTTP, within bounds of time and size.

use std::sync::OnceLock;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt, Limited};
use usersig_service::FetchKeys;

use crate::outgoing::{self, Client, chain};
use crate::telemetry;

/// Fetches key sets.
#[derive(Default)]
pub(crate) struct Fetcher {
    client: OnceLock<Client>,
}

#[async_trait::async_trait]
impl FetchKeys for Fetcher {
    async fn fetch(&self, url: &str) -> Result<Vec<u8>, String> {
        let uri: Uri = url.parse().map_err(|_| "the address cannot be read".to_owned())?;
        allowed(&uri)?;
        let client = self.client()?;
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = uri;
        telemetry::hand_on(request.headers_mut());
        let get = async {
            let response = client.request(request).await.map_err(|error| chain(&error))?;
            if response.status() != StatusCode::OK {
                return Err(format!("the issuer answers {}", response.status()));
            }
            let body = Limited::new(response.into_body(), MOST_BYTES).collect().await;
            Ok(body.map_err(|error| error.to_string())?.to_bytes().to_vec())
        };
        let timeout = || format!("no answer within {} seconds", PATIENCE.as_secs());
        tokio::time::timeout(PATIENCE, get).await.unwrap_or_else(|_| Err(timeout()))
    }
}

impl Fetcher {
    fn client(&self) -> Result<&Client, String> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = outgoing::client()?;
        Ok(self.client.get_or_init(|| client))
    }
}

/// `https`, or `http` on this machine.
fn allowed(uri: &Uri) -> Result<(), String> {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match uri.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if here => Ok(()),
        _ => Err("the address is neither https nor http on loopback".into()),
    }
}

const PATIENCE: Duration = Duration::from_secs(5);
const MOST_BYTES: usize = 262_144;
