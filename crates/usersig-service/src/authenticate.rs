//! Learning who asks.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::caller::{Caller, EndUser};
use crate::jwt;
use crate::refusal::Refusal;
use crate::service::Service;

impl Service {
    /// Whether a bearer credential has the shape of an API token.
    #[must_use]
    pub fn looks_like_token(credential: &str) -> bool {
        credential.starts_with(TOKEN_BEGIN)
    }

    /// The caller behind an API token, `ust_<id>_<random>`.
    ///
    /// The number finds the record; the secret is compared as a SHA-256 in constant time. Unknown,
    /// wrong, expired and revoked tokens get the same answer.
    ///
    /// # Errors
    /// A refusal of kind [`crate::Kind::Unauthenticated`].
    pub fn authenticate_token(&self, secret: &str) -> Result<Caller, Refusal> {
        let view = self.view.load();
        let found = token_number(secret).and_then(|id| view.tokens.get(&id));
        let digest: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
        let expected = found.map_or([0; 32], |(_, digest)| *digest);
        let equal: bool = digest.ct_eq(&expected).into();
        match found {
            Some((token, _))
                if equal
                    && token.revoked_at.is_none()
                    && token.expires_at.is_none_or(|end| self.clock.now() < end) =>
            {
                Ok(Caller::Token(token.clone()))
            }
            _ => Err(Refusal::unauthenticated("token", "the API token is unknown, expired or revoked")),
        }
    }

    /// The end user behind a session of the application's own (a JWT).
    ///
    /// The issuer is found by the `iss` claim among those of the application; signature, `exp`, `nbf`
    /// and `aud` are checked, and the UserID is taken from the claim that the issuer's record names.
    ///
    /// # Errors
    /// A refusal of kind [`crate::Kind::Unauthenticated`] for a session that is not good,
    /// [`crate::Kind::Unavailable`] when the issuer's keys cannot be had.
    pub async fn authenticate_session(&self, sdkappid: u32, session: &str) -> Result<Caller, Refusal> {
        let core = {
            let view = self.view.load();
            // Whether there is such an application is not for strangers to learn.
            let unknown = || Refusal::unauthenticated("session", "the session is not of this application");
            view.applications
                .get(&sdkappid)
                .map(|application| application.core.clone())
                .ok_or_else(unknown)?
        };
        let session = jwt::Session::read(session)?;
        let issuer = session.issuer(&core.application().issuers)?;
        let claims = self
            .sessions
            .check(&session, issuer, core.secrets.issuer_secrets.get(&issuer.id), self.clock.now())
            .await?;
        let userid = jwt::userid(&claims, &issuer.userid_claim)?;
        Ok(Caller::EndUser(EndUser {
            sdkappid,
            issuer: issuer.id,
            userid,
            may_name_others: issuer.userid_from_body,
        }))
    }
}

/// The public number inside a token.
fn token_number(secret: &str) -> Option<u32> {
    let (id, _) = secret.strip_prefix(TOKEN_BEGIN)?.split_once('_')?;
    id.parse().ok()
}

const TOKEN_BEGIN: &str = "ust_";
