//! TLS, HTTP/2, and certificates that are exchanged while the server runs.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Request, Version};
use http_body_util::BodyExt;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use tempfile::TempDir;

use crate::harness::{Harness, read};

/// Takes every certificate and remembers the last one.
#[derive(Debug, Default)]
struct Seen(Mutex<Vec<u8>>);

impl ServerCertVerifier for Seen {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        *self.0.lock().unwrap() = certificate.to_vec();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

/// Writes a new certificate, and returns it.
fn certificate(folder: &TempDir) -> Vec<u8> {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".into()]).unwrap();
    std::fs::write(folder.path().join("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(folder.path().join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    made.cert.der().to_vec()
}

fn client(seen: &Arc<Seen>, http2: bool) -> Client<hyper_rustls::HttpsConnector<HttpConnector>, Body> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::<Seen>::clone(seen))
        .with_no_client_auth();
    let builder = hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(config).https_only();
    let connector = if http2 { builder.enable_http2().build() } else { builder.enable_http1().build() };
    Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector)
}

#[tokio::test(flavor = "multi_thread")]
async fn http1_and_http2_are_spoken_and_new_certificates_taken() {
    let folder = tempfile::tempdir().unwrap();
    let first = certificate(&folder);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (cert, key) = (path("cert.pem"), path("key.pem"));
    let harness = Harness::at(folder, &[("tls.certificate", &cert), ("tls.key", &key)]).await;
    let seen = Arc::new(Seen::default());
    let url = format!("https://localhost:{}/readyz", harness.server.address().port());
    for (http2, version) in [(false, Version::HTTP_11), (true, Version::HTTP_2)] {
        let request = Request::get(&url).body(Body::empty()).unwrap();
        let response = client(&seen, http2).request(request).await.unwrap();
        assert_eq!(response.version(), version);
        assert_eq!(response.headers()["strict-transport-security"], "max-age=31536000");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert!(body.starts_with(b"{\"ready\":true"));
        assert_eq!(*seen.0.lock().unwrap(), first);
    }

    let get = || async {
        let request = Request::get(&url).body(Body::empty()).unwrap();
        client(&seen, true).request(request).await.unwrap().status()
    };
    let second = certificate(&harness.folder);
    let settings = read(&harness.folder, &[("tls.certificate", &cert), ("tls.key", &key)]);
    assert_eq!(harness.server.reload(&settings).unwrap(), Vec::<&str>::new());
    assert_eq!(get().await, 200);
    assert_eq!(*seen.0.lock().unwrap(), second);

    // A certificate that is no good leaves the one before.
    std::fs::write(harness.folder.path().join("cert.pem"), "no certificate").unwrap();
    let fault = harness.server.reload(&settings).unwrap_err();
    assert!(fault.message.contains("cert.pem") && fault.message.contains("tls.certificate"), "{fault}");
    assert_eq!(get().await, 200);
    assert_eq!(*seen.0.lock().unwrap(), second);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_says_what_needs_a_restart() {
    let harness = Harness::new().await;
    let newer = read(
        &harness.folder,
        &[("limits.body_bytes", "2048"), ("log.level", "debug"), ("log.requests", "all")],
    );
    assert_eq!(harness.server.reload(&newer).unwrap(), ["limits.body_bytes"]);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_without_its_key_is_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    certificate(&folder);
    let cert = folder.path().join("cert.pem").to_str().unwrap().to_owned();
    // Another certificate's key.
    std::fs::write(
        folder.path().join("key.pem"),
        rcgen::generate_simple_self_signed(vec!["localhost".into()]).unwrap().signing_key.serialize_pem(),
    )
    .unwrap();
    let key = folder.path().join("key.pem").to_str().unwrap().to_owned();
    let settings = read(&folder, &[("tls.certificate", &cert), ("tls.key", &key)]);
    let fault = usersig_server::Server::start(settings, usersig_service::Clock::system()).await.unwrap_err();
    assert!(fault.message.contains("tls.certificate"), "{fault}");
}
