//! The legacy algorithm on both curves. The Python package verifies nothing, so verifying
//! has one contestant.

use usersig::{Claims, Curve, Key, Signer, Validity, Verifier, now};
use usersig_interop::PeerName::PythonLegacy;
use usersig_interop::SignRequest;

use crate::contest::Row;
use crate::peers::Peers;
use crate::{Result, inputs, ours};

pub fn rows(peers: &Peers) -> Result<Vec<Row>> {
    let p256 = ["legacy sign, P-256", "legacy verify, P-256"];
    let secp256k1 = ["legacy sign, secp256k1", "legacy verify, secp256k1"];
    let rows =
        [sign_and_verify(Curve::P256, p256, peers)?, sign_and_verify(Curve::Secp256k1, secp256k1, peers)?];
    Ok(rows.into_iter().flatten().collect())
}

fn sign_and_verify(curve: Curve, names: [&'static str; 2], peers: &Peers) -> Result<[Row; 2]> {
    let pem = inputs::legacy_pem(curve)?;
    let key = Key::from_pem(pem.as_bytes())?;
    let signer = Signer::new(inputs::sdkappid()?, &key)?;
    let request = SignRequest::new(inputs::SDKAPPID, pem, inputs::USERID, inputs::EXPIRE);
    let mut sign = vec![ours::sign(&signer, None)];
    sign.extend(peers.sign(&[PythonLegacy], &request));

    let now = now()?;
    let ticket = signer.sign(&Claims::new(inputs::userid()?, Validity::new(now, inputs::EXPIRE)?))?;
    let verifier = Verifier::new(inputs::sdkappid()?, [key]);
    let verify = vec![ours::verify(&verifier, &ticket, now)];
    let [sign_name, verify_name] = names;
    Ok([Row { operation: sign_name, contestants: sign }, Row { operation: verify_name, contestants: verify }])
}
