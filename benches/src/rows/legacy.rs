//! The legacy algorithm on both curves. The Python package verifies nothing, so verifying
//! has one contestant.

use usersig::{Check, Claims, Curve, Key, SdkAppId, Signer, UserId, Validity, Verifier, now};
use usersig_bench::Result;
use usersig_bench::inputs::{self, Application, Input};
use usersig_interop::PeerName::PythonLegacy;
use usersig_interop::SignRequest;

use crate::contest::{Row, Section};
use crate::ours::{self, USER_SIG, VERIFY};
use crate::peers::Peers;

pub fn rows(peers: &Peers) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (curve, name) in [(Curve::P256, "P-256"), (Curve::Secp256k1, "secp256k1")] {
        rows.extend(sign_and_verify(curve, name, peers)?);
    }
    Ok(rows)
}

fn sign_and_verify(curve: Curve, name: &str, peers: &Peers) -> Result<[Row; 2]> {
    let Input { userid, application: Application { sdkappid, expire }, .. } = Input::usual();
    let pem = inputs::legacy_pem(curve)?;
    let key = Key::from_pem(pem.as_bytes())?;
    let signer = Signer::new(SdkAppId::new(sdkappid)?, &key)?;
    let now = now()?;
    let ticket = signer.sign(&Claims::new(UserId::new(userid)?, Validity::new(now, expire)?))?;
    let verifier = Verifier::new(SdkAppId::new(sdkappid)?, [key]);
    let check = Check::new(UserId::new(userid)?, now);

    let mut sign = vec![ours::contestant(USER_SIG, 1, move || Ok(signer.user_sig(userid, expire)?.len()))];
    sign.extend(peers.sign(&[PythonLegacy], &SignRequest::new(sdkappid, pem, userid, expire)));
    let verify = vec![ours::contestant(VERIFY, 1, move || {
        verifier.verify(&ticket, &check)?;
        Ok(ticket.len())
    })];
    let row = |words, contestants| Row {
        section: Section::Legacy,
        input: format!("{words}, {name}"),
        block: None,
        contestants,
    };
    Ok([row("sign", sign), row("verify", verify)])
}
