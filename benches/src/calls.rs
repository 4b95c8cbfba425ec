//! Single calls whose instructions and allocations are counted.

use std::hint::black_box;

use usersig::{Check, Claims, Encoding, Signer};

use crate::Result;
use crate::inputs::{Input, TIME, USERBUF};
use crate::tickets::{self, Block};

/// How often each is done while its instructions are counted.
pub const CALLS: u64 = 100;

/// One operation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Hmac,
    SignCompact,
    SignStored,
    VerifyOwn,
    VerifyStored,
    VerifyFixed,
    VerifyDynamic,
    HmacUserBuf,
    SignUserBuf,
    VerifyUserBuf,
}

impl Call {
    pub const ALL: [Self; 10] = [
        Self::Hmac,
        Self::SignCompact,
        Self::SignStored,
        Self::VerifyOwn,
        Self::VerifyStored,
        Self::VerifyFixed,
        Self::VerifyDynamic,
        Self::HmacUserBuf,
        Self::SignUserBuf,
        Self::VerifyUserBuf,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Hmac => "hmac",
            Self::SignCompact => "sign-compact",
            Self::SignStored => "sign-stored",
            Self::VerifyOwn => "verify-own",
            Self::VerifyStored => "verify-stored",
            Self::VerifyFixed => "verify-fixed",
            Self::VerifyDynamic => "verify-dynamic",
            Self::HmacUserBuf => "hmac-userbuf",
            Self::SignUserBuf => "sign-userbuf",
            Self::VerifyUserBuf => "verify-userbuf",
        }
    }

    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Hmac => "HMAC alone",
            Self::SignCompact => "sign_into, compact",
            Self::SignStored => "sign_into, stored",
            Self::VerifyOwn => "verify, our compact ticket",
            Self::VerifyStored => "verify, our stored ticket",
            Self::VerifyFixed => "verify, zlib's fixed block",
            Self::VerifyDynamic => "verify, zlib's dynamic block",
            Self::HmacUserBuf => "HMAC alone, with a UserBuf",
            Self::SignUserBuf => "sign_into, compact, with a UserBuf",
            Self::VerifyUserBuf => "verify, our compact ticket with a UserBuf",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|call| call.name() == name)
    }

    /// The MAC that is part of it.
    pub const fn floor(self) -> Self {
        match self {
            Self::HmacUserBuf | Self::SignUserBuf | Self::VerifyUserBuf => Self::HmacUserBuf,
            _ => Self::Hmac,
        }
    }

    /// Whether it writes into a buffer of the caller's, or hands out nothing that it
    /// would have to allocate.
    pub const fn allocates_nothing(self) -> bool {
        !matches!(self, Self::VerifyUserBuf)
    }

    /// The operation, ready to be done any number of times; it ends the process when it
    /// does not succeed.
    pub fn work(self) -> Result<Box<dyn FnMut()>> {
        let input = Input::usual();
        let with_userbuf = input.with_userbuf(USERBUF);
        match self {
            Self::Hmac => Ok(hmac(&input)),
            Self::HmacUserBuf => Ok(hmac(&with_userbuf)),
            Self::SignCompact => sign(input.signer()?, input.claims(TIME)?),
            Self::SignStored => sign(input.signer()?.with_encoding(Encoding::Stored), input.claims(TIME)?),
            Self::SignUserBuf => sign(input.signer()?, with_userbuf.claims(TIME)?),
            Self::VerifyOwn => verify(&input, input.signer()?.sign(&input.claims(TIME)?)?),
            Self::VerifyUserBuf => verify(&with_userbuf, input.signer()?.sign(&with_userbuf.claims(TIME)?)?),
            Self::VerifyStored => {
                let signer = input.signer()?.with_encoding(Encoding::Stored);
                verify(&input, signer.sign(&input.claims(TIME)?)?)
            }
            Self::VerifyFixed => verify(&input, in_block(&input, Block::Fixed)?),
            Self::VerifyDynamic => verify(&input, in_block(&input, Block::Dynamic)?),
        }
    }
}

fn hmac(input: &Input) -> Box<dyn FnMut()> {
    let message = input.message(TIME);
    Box::new(move || {
        black_box(message.mac());
    })
}

fn sign(signer: Signer, claims: Claims<'static>) -> Result<Box<dyn FnMut()>> {
    let mut buffer = vec![0; signer.max_len(&claims)];
    Ok(Box::new(move || {
        if signer.sign_into(black_box(&claims), &mut buffer).is_err() {
            std::process::abort();
        }
        black_box(&buffer);
    }))
}

fn verify(input: &Input, ticket: String) -> Result<Box<dyn FnMut()>> {
    let (verifier, userid) = (input.verifier()?, input.user_id()?);
    // Any of the seconds in which a ticket with a certain block was looked for.
    let check = Check::new(userid, TIME + 5000);
    Ok(Box::new(move || {
        if black_box(verifier.verify(black_box(&ticket), &check)).is_err() {
            std::process::abort();
        }
    }))
}

fn in_block(input: &Input, block: Block) -> Result<String> {
    match tickets::as_php_in(input, block)? {
        Some((ticket, _)) => Ok(ticket),
        None => Err(format!("zlib wrote no ticket with a block {block}").into()),
    }
}
