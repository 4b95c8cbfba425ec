//! Verifying with the current algorithm, by who made the ticket: the zlib streams differ.

use usersig::{Claims, Signer, UserBuf, Validity, Verifier, now};
use usersig_interop::PeerName::{Go, Php, Python};

use crate::contest::Row;
use crate::peers::Peers;
use crate::{Result, inputs, ours};

pub fn rows(peers: &mut Peers) -> Result<Vec<Row>> {
    let signer = Signer::new(inputs::sdkappid()?, &inputs::key()?)?;
    let claims = Claims::new(inputs::userid()?, Validity::new(now()?, inputs::EXPIRE)?);
    let with_userbuf = claims.with_userbuf(UserBuf::new(inputs::USERBUF)?);

    let mut rows = vec![row("verify, ticket of usersig", &signer.sign(&claims)?, peers, false)?];
    if let Some(ticket) = peers.ticket(Go, &inputs::plain())? {
        rows.push(row("verify, ticket of go (stored)", &ticket, peers, false)?);
    }
    if let Some(ticket) = peers.ticket(Python, &inputs::plain())? {
        rows.push(row("verify, ticket of python (zlib level 6)", &ticket, peers, false)?);
    }
    rows.push(row("verify with a UserBuf, ticket of usersig", &signer.sign(&with_userbuf)?, peers, true)?);
    Ok(rows)
}

fn row(operation: &'static str, ticket: &str, peers: &Peers, userbuf: bool) -> Result<Row> {
    // A peer may have signed a moment ago, in the next second.
    let now = now()? + 1;
    let verifier = Verifier::new(inputs::sdkappid()?, [inputs::key()?]);
    let mut contestants = vec![ours::verify(&verifier, ticket, now)];
    let request = if userbuf { inputs::with_userbuf() } else { inputs::plain() };
    contestants.extend(peers.verify(&[Go, Php], &request.verify(ticket.to_owned(), now)));
    Ok(Row { operation, contestants })
}
