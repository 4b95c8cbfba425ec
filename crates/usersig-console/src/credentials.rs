//! Checks a password and a time-based code: the same work and the same answer, whatever is wrong.

use std::net::IpAddr;

use totp_rs::{Builder, Secret};
use usersig_service::password;
use usersig_store::{Actor, StoreError, administrator::Credentials};
use zeroize::Zeroizing;

use crate::{
    console::{ClientAddress, Console, actor},
    failure::Failure,
};

/// What somebody says who they are.
pub(crate) struct Claim<'a> {
    pub(crate) name: &'a str,
    pub(crate) password: &'a str,
    /// The six digits; empty when the person has no authenticator.
    pub(crate) code: &'a str,
    pub(crate) client: Option<ClientAddress>,
    pub(crate) now: u64,
}

/// Whether the claim is true. A false one slows down further tries, by name and by address.
///
/// Each false claim costs one hash and one write, for names that exist and for those that do not.
pub(crate) async fn check(console: &Console, claim: &Claim<'_>) -> Result<bool, Failure> {
    let address = claim.client.map(|client| client.0);
    if address.is_some_and(|address| !console.throttle.allows(address, claim.now)) {
        return Err(Failure::TooMany);
    }
    let known = match console.store.credentials(claim.name).await {
        Ok(known) => Some(known),
        Err(StoreError::NotFound { .. } | StoreError::Invalid(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let hash = known.as_ref().map(|known| known.password_hash.clone());
    let password_fits = password::verify(Zeroizing::new(claim.password.to_owned()), hash).await;
    let actor = actor(claim.name, claim.client);
    let open = known
        .as_ref()
        .filter(|known| known.administrator.locked_until.is_none_or(|until| until <= claim.now));
    let code = open.and_then(|known| code_step(known, claim));
    if password_fits
        && let Some(step) = code
        && console.store.sign_in_worked(&actor, claim.name, step).await?
    {
        return Ok(true);
    }
    failed(console, claim, address, open.map(|_| &actor)).await?;
    Ok(false)
}

/// Notes a failure. Names that do not exist, or that wait, get an entry too: the write takes as long.
async fn failed(
    console: &Console,
    claim: &Claim<'_>,
    address: Option<IpAddr>,
    actor: Option<&Actor>,
) -> Result<(), Failure> {
    if let Some(address) = address {
        console.throttle.failed(address, claim.now);
    }
    match actor {
        Some(actor) => {
            console.store.sign_in_failed(actor, claim.name).await?;
        }
        None => {
            // The name is left out: people type passwords into the wrong field.
            let from = claim.client.map(|client| client.0.to_string()).unwrap_or_default();
            let nobody = Actor::new("console", from);
            console.store.note(&nobody, "administrator.sign_in_refused", None, serde_json::json!({})).await?;
        }
    }
    Ok(())
}

/// The time step of a good code; `Some(None)` for a person without an authenticator.
fn code_step(known: &Credentials, claim: &Claim<'_>) -> Option<Option<u64>> {
    match &known.totp_secret {
        None => Some(None),
        Some(secret) => {
            matching_step(secret, claim.code, claim.now).filter(|step| *step > known.totp_last_step).map(Some)
        }
    }
}

/// The time step whose code this is: the present one or a neighbour, since clocks differ.
pub(crate) fn matching_step(secret: &[u8], code: &str, now: u64) -> Option<u64> {
    let digits: String = code.chars().filter(|character| !character.is_whitespace()).collect();
    let totp = Builder::new().with_secret(Secret::from(secret.to_vec())).with_skew(1).build().ok()?;
    totp.check(&digits, now)
}
