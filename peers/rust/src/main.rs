//! Answers the peer protocol, described in `../README.md`, with one of two
//! published crates. The first argument names the crate.

use std::any::Any;
use std::error::Error;
use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::process::ExitCode;
use std::time::Instant;

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use serde_json::{json, Map, Value};

type Request = Map<String, Value>;
type Fallible<T> = Result<T, Box<dyn Error>>;

/// Makes one ticket.
type Call = Box<dyn Fn() -> Fallible<String>>;

/// What one crate can do.
struct Peer {
    package: &'static str,
    version: &'static str,
    can: &'static [&'static str],
    /// `None` when the crate has no function for the request.
    signer: fn(&Request) -> Fallible<Option<Call>>,
}

const PEERS: [Peer; 2] = [
    Peer {
        package: "tls_sig_api",
        version: "0.1.1",
        can: &["sign", "userbuf"],
        signer: tls_sig_api,
    },
    Peer {
        package: "tencent_im_rs",
        version: "1.0.4",
        can: &["sign"],
        signer: tencent_im_rs,
    },
];

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let Some(peer) = PEERS.iter().find(|peer| peer.package == name) else {
        eprintln!("usage: driver tls_sig_api|tencent_im_rs");
        return ExitCode::from(2);
    };
    match serve(peer) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(peer: &Peer) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        let reply = catch_unwind(AssertUnwindSafe(|| answer(peer, &line)))
            .unwrap_or_else(|panic| Err(panic_text(&*panic).into()))
            .unwrap_or_else(|error| json!({ "error": error.to_string() }));
        writeln!(out, "{reply}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(peer: &Peer, line: &[u8]) -> Fallible<Value> {
    let request: Request = serde_json::from_slice(line)?;
    match request.get("op").and_then(Value::as_str) {
        Some("hello") => Ok(json!({
            "package": peer.package,
            "version": peer.version,
            "algorithm": "hmac-sha256",
            "can": peer.can,
        })),
        Some("sign") => match (peer.signer)(&request)? {
            Some(call) => Ok(json!({ "usersig": call()? })),
            None => Ok(unsupported()),
        },
        Some("verify") => Ok(unsupported()),
        Some("bench") => bench(peer, &request),
        _ => Err("unknown op".into()),
    }
}

fn bench(peer: &Peer, request: &Request) -> Fallible<Value> {
    let iterations: u64 = integer(request, "iterations")?;
    if iterations == 0 {
        return Err("iterations must be positive".into());
    }
    match request.get("what").and_then(Value::as_str) {
        Some("sign") => {}
        Some("verify") => return Ok(unsupported()),
        _ => return Err("cannot bench that".into()),
    }
    let Some(call) = (peer.signer)(request)? else {
        return Ok(unsupported());
    };
    let mut ticket = String::new();
    let start = Instant::now();
    for _ in 0..iterations {
        ticket = black_box(call()?);
    }
    let took = u64::try_from(start.elapsed().as_nanos())?;
    Ok(json!({ "ns": took, "iterations": iterations, "length": ticket.len() }))
}

fn tls_sig_api(request: &Request) -> Fallible<Option<Call>> {
    let api = tls_sig_api::TlsSigApiVer2::new(integer(request, "sdkappid")?, text(request, "key")?);
    let userid = text(request, "userid")?.to_owned();
    let expire = chrono::Duration::try_seconds(integer(request, "expire")?)
        .ok_or("expire is out of the crate's range")?;
    if present(request, "room") {
        return Ok(None);
    }
    let userbuf = match present(request, "userbuf") {
        false => None,
        // The crate takes text alone.
        true => match String::from_utf8(STANDARD.decode(text(request, "userbuf")?)?) {
            Ok(userbuf) => Some(userbuf),
            Err(_) => return Ok(None),
        },
    };
    Ok(Some(Box::new(move || {
        Ok(api.gen_sign(&userid, expire, userbuf.as_deref()))
    })))
}

fn tencent_im_rs(request: &Request) -> Fallible<Option<Call>> {
    let api = tencent_im_rs::user_sig::hmac_sha256::TencentSig::new(
        integer(request, "sdkappid")?,
        text(request, "key")?.to_owned(),
    );
    let userid = text(request, "userid")?.to_owned();
    let expire = integer(request, "expire")?;
    if present(request, "room") || present(request, "userbuf") {
        return Ok(None);
    }
    Ok(Some(Box::new(move || {
        api.generate_user_sig(userid.clone(), expire)
            .ok_or_else(|| "the crate answered with nothing".into())
    })))
}

fn present(request: &Request, name: &str) -> bool {
    request.get(name).is_some_and(|value| !value.is_null())
}

fn integer<T: TryFrom<i64>>(request: &Request, name: &str) -> Fallible<T> {
    request
        .get(name)
        .and_then(Value::as_i64)
        .and_then(|value| T::try_from(value).ok())
        .ok_or_else(|| format!("{name} must be an integer in the crate's range").into())
}

fn text<'a>(request: &'a Request, name: &str) -> Fallible<&'a str> {
    request
        .get(name)
        .and_then(Value::as_str)
        .ok_or_else(|| format!("{name} must be a string").into())
}

fn unsupported() -> Value {
    json!({ "unsupported": true })
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("no message"))
}
