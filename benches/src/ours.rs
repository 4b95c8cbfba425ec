//! This project as a contestant, and the floor, in this process.

use std::hint::black_box;
use std::time::Instant;

use usersig::{Check, Claims, Encoding, Privileges, Room, UserBuf, Validity, now};
use usersig_bench::Result;
use usersig_bench::floor::Message;
use usersig_bench::inputs::{Input, TIME};

use crate::contest::{Contestant, Sample, Who};

/// Claims given, into a buffer of the caller's: no clock, no allocation.
pub const COMPACT: Who = Who::Ours("sign_into, compact");
/// The same without compression.
pub const STORED: Who = Who::Ours("sign_into, stored");
/// Claims given, a new text.
pub const SIGN: Who = Who::Ours("sign");
/// As the peers do it: checks its arguments, asks the clock, makes a new text.
pub const USER_SIG: Who = Who::Ours("user_sig");
pub const ROOM: Who = Who::Ours("private_map_key");
/// How the names of rows with stored tickets end.
pub const STORED_WORD: &str = "stored";
pub const VERIFY: Who = Who::Ours("verify");

/// A contestant whose call handles this many tickets, and returns the length of one.
pub fn contestant(who: Who, tickets: u64, mut call: impl FnMut() -> Result<usize> + 'static) -> Contestant {
    let run = move |_: &mut _, calls| {
        let mut length = 0;
        let start = Instant::now();
        for _ in 0..calls {
            length = black_box(call()?);
        }
        Ok(Sample { ns: u64::try_from(start.elapsed().as_nanos())?, length })
    };
    Contestant { who, tickets, run: Box::new(run) }
}

/// The MAC of this text from prepared states.
pub fn hmac(message: Message) -> Contestant {
    contestant(Who::Floor, 1, move || {
        black_box(message.mac());
        Ok(0)
    })
}

pub fn sign_into(who: Who, input: &Input, encoding: Encoding) -> Result<Contestant> {
    let (signer, claims) = (input.signer()?.with_encoding(encoding), input.claims(TIME)?);
    let mut buffer = vec![0; signer.max_len(&claims)];
    Ok(contestant(who, 1, move || Ok(black_box(signer.sign_into(black_box(&claims), &mut buffer)?).len())))
}

pub fn sign(input: &Input) -> Result<Contestant> {
    let (signer, claims) = (input.signer()?, input.claims(TIME)?);
    Ok(contestant(SIGN, 1, move || Ok(black_box(signer.sign(black_box(&claims))?).len())))
}

/// `user_sig`; where the input has another form, the same steps by the public parts.
pub fn user_sig(input: &Input) -> Result<Contestant> {
    let (signer, input) = (input.signer()?, *input);
    let expire = input.application.expire;
    if input.is_plain() {
        let call = move || Ok(black_box(signer.user_sig(black_box(input.userid), expire)?).len());
        return Ok(contestant(USER_SIG, 1, call));
    }
    Ok(contestant(USER_SIG, 1, move || {
        let mut claims = Claims::new(black_box(&input).user_id()?, Validity::new(now()?, expire)?);
        if let Some(userbuf) = input.userbuf {
            claims = claims.with_userbuf(UserBuf::new(userbuf)?);
        }
        Ok(black_box(signer.sign(&claims)?).len())
    }))
}

/// A PrivateMapKey from now on.
pub fn private_map_key(input: &Input, room: Room<'static>, privileges: Privileges) -> Result<Contestant> {
    let (signer, input) = (input.signer()?, *input);
    Ok(contestant(ROOM, 1, move || {
        let expire = input.application.expire;
        let ticket = signer.private_map_key(black_box(input.userid), expire, room, privileges)?;
        Ok(black_box(ticket).len())
    }))
}

/// Accepts a ticket at this moment.
pub fn verify(input: &Input, ticket: &str, now: u64) -> Result<Contestant> {
    let (verifier, check, ticket) = (input.verifier()?, Check::new(input.user_id()?, now), ticket.to_owned());
    Ok(contestant(VERIFY, 1, move || {
        black_box(verifier.verify(black_box(&ticket), black_box(&check))?);
        Ok(ticket.len())
    }))
}
