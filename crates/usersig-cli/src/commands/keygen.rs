//! `usersig keygen`

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anstream::eprintln;
use serde::Serialize;
use usersig::{Curve, EcdsaPrivateKey, HmacKey};
use zeroize::Zeroizing;

use crate::args::{KeyKind, Keygen};
use crate::fault::Fault;
use crate::output;

#[derive(Serialize)]
struct HmacJson<'a> {
    algorithm: &'static str,
    key: Option<&'a str>,
    fingerprint: String,
}

#[derive(Serialize)]
struct EcdsaJson<'a> {
    algorithm: &'static str,
    curve: &'static str,
    private_key: Option<&'a str>,
    public_key: &'a str,
    fingerprint: String,
}

pub(crate) fn run(args: &Keygen, json: bool) -> Result<ExitCode, Fault> {
    match &args.kind {
        KeyKind::Hmac { output } => hmac(output.as_deref(), json)?,
        KeyKind::Ecdsa { curve, output } => ecdsa((*curve).into(), output.as_deref(), json)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn hmac(path: Option<&Path>, json: bool) -> Result<(), Fault> {
    let key = HmacKey::from_entropy(&*entropy()?);
    let mut text = Zeroizing::new(key.expose_text().to_vec());
    text.push(b'\n');
    if let Some(path) = path {
        write_secret(path, &text)?;
    }
    let fingerprint = key.fingerprint().to_string();
    if json {
        let key = path.is_none().then(|| str::from_utf8(key.expose_text()).unwrap_or_default());
        return output::json(&HmacJson { algorithm: "hmac-sha256", key, fingerprint });
    }
    if path.is_none() { output::bytes(&text) } else { output::field("fingerprint", fingerprint) }
}

fn ecdsa(curve: Curve, path: Option<&Path>, json: bool) -> Result<(), Fault> {
    let key = private_key(curve)?;
    let private = key.expose_pem()?;
    let public = key.public_key().to_pem()?;
    if let Some(path) = path {
        write_secret(path, private.as_bytes())?;
    }
    if json {
        return output::json(&EcdsaJson {
            algorithm: "ecdsa-sha256",
            curve: curve.name(),
            private_key: path.is_none().then_some(private.as_str()),
            public_key: &public,
            fingerprint: key.public_key().fingerprint().to_string(),
        });
    }
    if path.is_none() {
        output::bytes(private.as_bytes())?;
    }
    output::bytes(public.as_bytes())
}

/// A private key of fresh random bytes; nearly always the first try is one.
fn private_key(curve: Curve) -> Result<EcdsaPrivateKey, Fault> {
    let mut last = usersig::Error::SigningFailed;
    for _ in 0..8 {
        match EcdsaPrivateKey::from_entropy(curve, &*entropy()?) {
            Ok(key) => return Ok(key),
            Err(error) => last = error,
        }
    }
    Err(last.into())
}

fn entropy() -> Result<Zeroizing<[u8; 32]>, Fault> {
    let mut entropy = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *entropy)
        .map_err(|error| Fault::stream("get random bytes", &std::io::Error::other(error.to_string())))?;
    Ok(entropy)
}

/// Writes a new file that only its owner can read; an existing one is never touched.
fn write_secret(path: &Path, text: &[u8]) -> Result<(), Fault> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| {
        file.write_all(text)?;
        file.sync_all()
    });
    written.map_err(|error| Fault::file("write the key to", path, &error))?;
    eprintln!("wrote {}", path.display());
    Ok(())
}
