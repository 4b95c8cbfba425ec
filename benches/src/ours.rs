//! This project as a contestant, in this process.

use std::hint::black_box;
use std::time::Instant;

use usersig::{Check, Claims, Encoding, Signer, UserBuf, Validity, Verifier, now};

use crate::contest::{Contestant, Sample};
use crate::{Result, inputs};

/// A contestant that makes tickets of the length that `sign` returns.
pub fn contestant(who: &str, mut sign: impl FnMut() -> Result<usize> + 'static) -> Contestant {
    let run = move |_: &mut _, iterations| {
        let mut ticket = 0;
        let start = Instant::now();
        for _ in 0..iterations {
            ticket = black_box(sign()?);
        }
        Ok(Sample { ns: u64::try_from(start.elapsed().as_nanos())?, ticket })
    };
    Contestant { who: who.into(), warms_up: false, run: Box::new(run) }
}

/// As the peers do it: asks the clock, and makes a new text.
pub fn sign(signer: &Signer, userbuf: Option<&'static [u8]>) -> Contestant {
    let signer = signer.clone();
    contestant(OURS, move || Ok(black_box(signer.sign(&claims(userbuf)?)?).len()))
}

/// Into a buffer of the caller's.
pub fn sign_into(signer: &Signer, userbuf: Option<&'static [u8]>) -> Result<Contestant> {
    let signer = signer.clone();
    let mut buffer = vec![0; signer.max_len(&claims(userbuf)?)];
    Ok(contestant("usersig, sign_into", move || {
        Ok(black_box(signer.sign_into(&claims(userbuf)?, &mut buffer)?).len())
    }))
}

/// Without compression, into a buffer of the caller's.
pub fn sign_stored(signer: &Signer) -> Result<Contestant> {
    let signer = signer.clone().with_encoding(Encoding::Stored);
    let mut buffer = vec![0; signer.max_len(&claims(None)?)];
    Ok(contestant("usersig, sign_into, stored", move || {
        Ok(black_box(signer.sign_into(&claims(None)?, &mut buffer)?).len())
    }))
}

/// A PrivateMapKey for a numeric or a string room.
pub fn room(signer: &Signer, room: usersig::Room<'static>) -> Contestant {
    let signer = signer.clone();
    contestant(OURS, move || {
        let ticket = signer.private_map_key(inputs::USERID, inputs::EXPIRE, room, inputs::PRIVILEGES)?;
        Ok(black_box(ticket).len())
    })
}

/// Accepts a ticket at this moment.
pub fn verify(verifier: &Verifier, ticket: &str, now: u64) -> Contestant {
    let (verifier, ticket) = (verifier.clone(), ticket.to_owned());
    contestant(OURS, move || {
        let check = Check::new(inputs::userid()?, now);
        black_box(verifier.verify(black_box(&ticket), &check)?);
        Ok(ticket.len())
    })
}

fn claims(userbuf: Option<&'static [u8]>) -> Result<Claims<'static>> {
    let claims = Claims::new(inputs::userid()?, Validity::new(now()?, inputs::EXPIRE)?);
    Ok(match userbuf {
        Some(userbuf) => claims.with_userbuf(UserBuf::new(userbuf)?),
        None => claims,
    })
}

const OURS: &str = "usersig";
