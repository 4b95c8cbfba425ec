//! End users' own sessions: JWTs checked against a real JWKS server whose keys rotate.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use rustls::pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::harness::{APP, Harness, Reply};

/// A key of the issuer.
enum Signing {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
    Secret(Vec<u8>),
}

/// An issuer's JWKS address, whose answer can change or fail.
struct Jwks {
    url: String,
    document: Arc<Mutex<String>>,
    away: Arc<AtomicBool>,
    fetched: Arc<AtomicUsize>,
}

impl Signing {
    fn rsa() -> Self {
        let key = PrivatePkcs8KeyDer::from_pem_slice(include_bytes!("throw-away-rsa.pem")).unwrap();
        Self::Rsa(RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).unwrap())
    }

    fn ec() -> Self {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        Self::Ec(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random).unwrap())
    }

    fn ed() -> Self {
        let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self::Ed(Ed25519KeyPair::from_pkcs8(key.as_ref()).unwrap())
    }

    fn jwk(&self, kid: &str) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Rsa(key) => {
                let public = ring::signature::RsaPublicKeyComponents::<Vec<u8>>::from(key.public());
                json!({ "kty": "RSA", "kid": kid, "use": "sig", "n": text(&public.n), "e": text(&public.e) })
            }
            Self::Ec(key) => {
                let point = key.public_key().as_ref();
                json!({ "kty": "EC", "crv": "P-256", "kid": kid, "x": text(&point[1..33]), "y": text(&point[33..]) })
            }
            Self::Ed(key) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "kid": kid, "x": text(key.public_key().as_ref()) })
            }
            Self::Secret(_) => panic!("a secret is in no set"),
        }
    }

    fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS256",
            Self::Ec(_) => "ES256",
            Self::Ed(_) => "EdDSA",
            Self::Secret(_) => "HS256",
        }
    }

    fn token(&self, kid: &str, claims: &Value) -> String {
        self.token_with(&json!({ "typ": "JWT", "alg": self.algorithm(), "kid": kid }), claims)
    }

    fn token_with(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let random = SystemRandom::new();
        let signature = match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).unwrap();
                signature
            }
            Self::Ec(key) => key.sign(&random, message.as_bytes()).unwrap().as_ref().to_vec(),
            Self::Ed(key) => key.sign(message.as_bytes()).as_ref().to_vec(),
            Self::Secret(secret) => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret);
                ring::hmac::sign(&key, message.as_bytes()).as_ref().to_vec()
            }
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

impl Jwks {
    async fn new(keys: Vec<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/keys", listener.local_addr().unwrap());
        let document = Arc::new(Mutex::new(json!({ "keys": keys }).to_string()));
        let (away, fetched) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let shared = (Arc::clone(&document), Arc::clone(&away), Arc::clone(&fetched));
        tokio::spawn(async move {
            let (document, away, fetched) = shared;
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut head = [0; 4096];
                let _ = stream.read(&mut head).await;
                fetched.fetch_add(1, SeqCst);
                let body = document.lock().unwrap().clone();
                let status = if away.load(SeqCst) { "503 Away" } else { "200 OK" };
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                );
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Self { url, document, away, fetched }
    }

    fn publish(&self, keys: Vec<Value>) {
        *self.document.lock().unwrap() = json!({ "keys": keys }).to_string();
    }
}

async fn add_issuer(harness: &Harness, issuer: Value) {
    let reply = harness.post(&format!("/v1/apps/{APP}/issuers"), &harness.admin, issuer).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
}

async fn ask(harness: &Harness, session: &str, body: Value) -> Reply {
    harness.post(&format!("/v1/apps/{APP}/usersigs"), session, body).await
}

fn claims(harness: &Harness) -> Value {
    json!({ "iss": "https://accounts.example", "aud": "chat", "sub": "xiaojun", "exp": harness.now() + 300 })
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

fn without(mut claims: Value, name: &str) -> Value {
    claims.as_object_mut().unwrap().remove(name);
    claims
}

#[tokio::test(flavor = "multi_thread")]
async fn each_algorithm_gives_the_user_of_the_claim_a_ticket() {
    let harness = Harness::new().await;
    let keys = [("r", Signing::rsa()), ("e", Signing::ec()), ("d", Signing::ed())];
    let mut set: Vec<_> = keys.iter().map(|(kid, key)| key.jwk(kid)).collect();
    set.push(json!({ "kty": "unknown", "kid": "x" }));
    let jwks = Jwks::new(set).await;
    add_issuer(
        &harness,
        json!({ "issuer": "https://accounts.example", "audience": "chat", "jwks_url": jwks.url }),
    )
    .await;
    for (kid, key) in &keys {
        let reply = ask(&harness, &key.token(kid, &claims(&harness)), json!({})).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.json()["userid"], "xiaojun");
        let ticket = reply.json()["ticket"].as_str().unwrap().to_owned();
        assert_eq!(harness.verify("xiaojun", &ticket).await["valid"], true);
    }
    assert_eq!(jwks.fetched.load(SeqCst), 1, "the set is kept");
    // The body may repeat the claim's user, and name no other.
    let session = keys[1].1.token("e", &claims(&harness));
    assert_eq!(ask(&harness, &session, json!({ "userid": "xiaojun" })).await.status, 200);
    ask(&harness, &session, json!({ "userid": "xiaohong" })).await.is_problem(403, "other-userid");
    let path = format!("/v1/apps/{APP}/private-map-keys");
    let room = json!({ "room_id": 7, "privileges": 42 });
    assert_eq!(harness.post(&path, &session, room).await.json()["userid"], "xiaojun");
    // A session is for tickets of its own application only.
    harness
        .post(&format!("/v1/apps/{APP}/usersigs:verify"), &session, json!({}))
        .await
        .is_problem(401, "token");
    harness.post("/v1/tokens", &session, json!({})).await.is_problem(401, "token");
    harness.post("/v1/apps/1400005678/usersigs", &session, json!({})).await.is_problem(401, "session");
    harness.post("/v1/apps/7/usersigs", &session, json!({})).await.is_problem(401, "session");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_are_not_good_are_refused() {
    let harness = Harness::new().await;
    let (key, stranger) = (Signing::ec(), Signing::ec());
    let jwks = Jwks::new(vec![key.jwk("k")]).await;
    let issuer = json!({ "issuer": "https://accounts.example", "audience": "chat", "jwks_url": jwks.url });
    add_issuer(&harness, issuer).await;
    let good = claims(&harness);
    assert_eq!(ask(&harness, &key.token("k", &good), json!({})).await.status, 200);

    let now = harness.now();
    let public = URL_SAFE_NO_PAD.decode(key.jwk("k")["x"].as_str().unwrap()).unwrap();
    let header = |alg: &str| json!({ "alg": alg, "kid": "k" });
    let text = key.token("k", &good);
    let (message, _) = text.rsplit_once('.').unwrap();
    let bad = [
        ("over", key.token("k", &with(good.clone(), "exp", json!(now - 30)))),
        ("without an end", key.token("k", &without(good.clone(), "exp"))),
        ("an end that is no time", key.token("k", &with(good.clone(), "exp", json!("tomorrow")))),
        ("not begun", key.token("k", &with(good.clone(), "nbf", json!(now + 60)))),
        ("another issuer", key.token("k", &with(good.clone(), "iss", json!("https://evil.example")))),
        ("no issuer", key.token("k", &without(good.clone(), "iss"))),
        ("another audience", key.token("k", &with(good.clone(), "aud", json!("shop")))),
        ("no audience", key.token("k", &without(good.clone(), "aud"))),
        ("no user", key.token("k", &without(good.clone(), "sub"))),
        ("an empty user", key.token("k", &with(good.clone(), "sub", json!("")))),
        ("another key", stranger.token("k", &good)),
        ("an unknown key", stranger.token("other", &good)),
        ("the public key as a secret", Signing::Secret(public).token("k", &good)),
        (
            "algorithm none",
            format!(
                "{}.{}.",
                URL_SAFE_NO_PAD.encode(header("none").to_string()),
                message.split_once('.').unwrap().1
            ),
        ),
        ("no signature", format!("{message}.")),
        ("another algorithm's name", key.token_with(&header("ES384"), &good)),
        ("another family's name", key.token_with(&header("RS256"), &good)),
        (
            "a critical extension",
            key.token_with(&json!({ "alg": "ES256", "kid": "k", "crit": ["x"], "x": 1 }), &good),
        ),
        (
            "its own key",
            key.token_with(&json!({ "alg": "ES256", "kid": "n", "jwk": stranger.jwk("n") }), &good),
        ),
        ("no JWT", "abc".into()),
        ("too long", key.token("k", &with(good.clone(), "pad", json!("x".repeat(8192))))),
    ];
    for (what, session) in bad {
        let reply = ask(&harness, &session, json!({})).await;
        assert_eq!(reply.status, 401, "{what}: {}", reply.text());
        reply.is_problem(401, "session");
        assert!(!reply.text().contains("xiaojun"), "{what}");
    }
    // Clocks differ a little.
    assert_eq!(
        ask(&harness, &key.token("k", &with(good.clone(), "exp", json!(now - 29))), json!({})).await.status,
        200
    );
    assert_eq!(
        ask(&harness, &key.token("k", &with(good, "nbf", json!(now + 30))), json!({})).await.status,
        200
    );
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_rotate_and_unknown_ones_do_not_flood_the_issuer() {
    let harness = Harness::new().await;
    let (old, new) = (Signing::ed(), Signing::ed());
    let jwks = Jwks::new(vec![old.jwk("old")]).await;
    add_issuer(&harness, json!({ "issuer": "https://accounts.example", "jwks_url": jwks.url })).await;
    jwks.publish(vec![old.jwk("old"), new.jwk("new")]);
    assert_eq!(ask(&harness, &new.token("new", &claims(&harness)), json!({})).await.status, 200);
    for n in 0..50 {
        let session = new.token(&format!("made-up-{n}"), &claims(&harness));
        ask(&harness, &session, json!({})).await.is_problem(401, "session");
    }
    assert_eq!(jwks.fetched.load(SeqCst), 1);
    // While the issuer is away its known keys go on.
    jwks.away.store(true, SeqCst);
    assert_eq!(ask(&harness, &old.token("old", &claims(&harness)), json!({})).await.status, 200);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issuer_that_was_never_there_is_said_to_be_away() {
    let harness = Harness::new().await;
    let key = Signing::ec();
    let jwks = Jwks::new(vec![key.jwk("k")]).await;
    jwks.away.store(true, SeqCst);
    add_issuer(&harness, json!({ "issuer": "https://accounts.example", "jwks_url": jwks.url })).await;
    let reply = ask(&harness, &key.token("k", &claims(&harness)), json!({})).await;
    reply.is_problem(503, "issuer-away");
    assert_eq!(reply.header("retry-after"), "10");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_secret_checks_hs256_and_nothing_else() {
    let harness = Harness::new().await;
    let secret = "a secret of at least thirty-two bytes";
    let issuer = json!({
        "issuer": "back end", "shared_secret": secret, "userid_claim": "uid", "userid_from_body": true,
    });
    add_issuer(&harness, issuer).await;
    let claims = json!({ "iss": "back end", "uid": 12345, "exp": harness.now() + 60 });
    let session = Signing::Secret(secret.into()).token("", &claims);
    assert_eq!(ask(&harness, &session, json!({})).await.json()["userid"], "12345");
    // This issuer's policy lets the body name another user.
    assert_eq!(ask(&harness, &session, json!({ "userid": "xiaohong" })).await.json()["userid"], "xiaohong");
    for key in [Signing::Secret(b"another secret of thirty-two bytes!!".to_vec()), Signing::ec()] {
        ask(&harness, &key.token("", &claims), json!({})).await.is_problem(401, "session");
    }
    // The policy may close the door to end users.
    let path = format!("/v1/apps/{APP}");
    let closed = json!({ "policy": { "end_users": false } });
    harness.call(axum::http::Method::PATCH, &path, &harness.admin, Some(&closed)).await;
    ask(&harness, &session, json!({})).await.is_problem(403, "caller");
    // The secret is in no answer.
    assert!(!harness.get(&path, &harness.admin).await.text().contains(secret));
    harness.end().await;
}
