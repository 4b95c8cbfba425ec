//! A build without the legacy algorithm: PEM keys are refused, and everything else is as ever.

#![cfg(not(feature = "ecdsa"))]
#![allow(missing_docs, clippy::unwrap_used, reason = "a failed step is a failed test")]

use usersig::{
    Algorithm, Check, Claims, Error, Key, PemFault, Rejection, SdkAppId, Signer, Symptoms, UserId, Validity,
    Verifier, diagnose, inspect,
};

/// Signed with another key; 60 seconds from 1,700,000,000 on.
const LEGACY: &str = r#"{"TLS.account_type":"0","TLS.identifier":"xiaojun","TLS.appid_at_3rd":"0","TLS.sdk_appid":"1400000000","TLS.expire_after":"60","TLS.time":"1700000000","TLS.sig":"MAYCAQECAQE="}"#;

#[test]
fn pem_keys_are_refused() {
    for text in ["-----BEGIN PUBLIC KEY-----", "\n-----BEGIN EC PRIVATE KEY-----\nMHc=\n"] {
        assert_eq!(Key::from_text(text.as_bytes()).unwrap_err(), Error::Pem(PemFault::LeftOut));
        assert_eq!(Key::from_pem(text.as_bytes()).unwrap_err(), Error::Pem(PemFault::LeftOut));
    }
    let fault = Error::Pem(PemFault::LeftOut);
    assert!(fault.to_string().contains("legacy algorithm") && fault.hint().contains("legacy algorithm"));
}

#[test]
fn current_tickets_are_signed_and_verified() {
    let key = Key::from_text(b"secret").unwrap();
    let sdkappid = SdkAppId::new(1_400_000_000).unwrap();
    let claims = Claims::new(UserId::new("xiaojun").unwrap(), Validity::new(1_700_000_000, 60).unwrap());
    let ticket = Signer::new(sdkappid, &key).unwrap().sign(&claims).unwrap();
    let check = Check::new(claims.userid, 1_700_000_060);
    let verified = Verifier::new(sdkappid, [key]).verify(&ticket, &check).unwrap();
    assert_eq!(verified.algorithm(), Algorithm::HmacSha256);
}

#[test]
fn legacy_tickets_are_read_and_find_no_key() {
    let sealed = seal(LEGACY);
    let unverified = inspect(&sealed).unwrap();
    assert_eq!((unverified.algorithm(), unverified.userid()), (Algorithm::EcdsaSha256, "xiaojun"));
    let verifier = Verifier::new(SdkAppId::new(1_400_000_000).unwrap(), [Key::from_text(b"secret").unwrap()]);
    let check = Check::new(UserId::new("xiaojun").unwrap(), 1_700_000_000);
    assert_eq!(verifier.verify(&sealed, &check), Err(Rejection::NoKey(Algorithm::EcdsaSha256)));
    let symptoms = Symptoms::new(&sealed, 1_700_000_000).with_key("secret");
    assert!(diagnose(&symptoms).has("legacy-ticket-current-key"));
}

/// JSON as a ticket without compression.
fn seal(json: &str) -> String {
    use base64::Engine;
    use std::io::Write;
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::none());
    zlib.write_all(json.as_bytes()).unwrap();
    let text = base64::engine::general_purpose::STANDARD.encode(zlib.finish().unwrap());
    text.replace('+', "*").replace('/', "-").replace('=', "_")
}
