//! Verifies many tickets at once: the same answers as one at a time.
//!
//! Tickets in our own form are written again, all of a group together; see [`own`].

use alloc::vec::Vec;

use super::{Check, Verified, Verifier, VerifyingKey, own};
use crate::claims::Algorithm;
use crate::rejection::Rejection;
use crate::sign::Encoding;
use crate::sign::many::sign_each;

impl Verifier {
    /// Verifies many tickets, each against its own check, in their order: the same
    /// answers as of [`Verifier::verify`] in less time.
    ///
    /// ```
    /// # use usersig::{Check, Claims, Key, SdkAppId, Signer, UserId, Validity, Verifier};
    /// # let (key, sdkappid) = (Key::from_text(b"key")?, SdkAppId::new(1_400_000_000)?);
    /// # let claims = Claims::new(UserId::new("xiaojun")?, Validity::new(1_700_000_000, 86_400)?);
    /// # let ticket = Signer::new(sdkappid, &key)?.sign(&claims)?;
    /// let verifier = Verifier::new(sdkappid, [key]);
    /// let check = Check::new(UserId::new("xiaojun")?, 1_700_000_000);
    /// let answers = verifier.verify_many(&[(ticket.as_str(), check), ("", check)]);
    /// assert!(answers[0].is_ok() && answers[1].is_err());
    /// # Ok::<(), usersig::Error>(())
    /// ```
    #[must_use]
    pub fn verify_many<T: AsRef<[u8]>>(
        &self,
        tickets: &[(T, Check<'_>)],
    ) -> Vec<Result<Verified, Rejection>> {
        let mut answers = Vec::with_capacity(tickets.len());
        let mut userbufs = alloc::vec![own::USER_BUF; tickets.len().min(GROUP)];
        let first = self.ring.iter().position(|key| matches!(key, VerifyingKey::Hmac(_)));
        let Some((key_index, VerifyingKey::Hmac(key))) = first.map(|at| (at, &self.ring[at])) else {
            return tickets.iter().map(|(ticket, check)| self.verify(ticket, check)).collect();
        };
        for group in tickets.chunks(GROUP) {
            let read = group.iter().zip(&mut userbufs);
            let found: Vec<_> =
                read.map(|((ticket, check), bytes)| own::read(self, ticket.as_ref(), check, bytes)).collect();
            let read = found.iter().zip(&userbufs).zip(group);
            let claims = read.map(|((found, bytes), (_, check))| own::claims(found.as_ref()?, bytes, check));
            let claims: Vec<_> = claims.collect();
            sign_each(key, &self.application, Encoding::Compact, &claims, |at, written| {
                let (ticket, check) = &group[at];
                let ticket = ticket.as_ref();
                let found = found[at].as_ref();
                let is_own = written.len() == ticket.len() && own::equal(written, ticket);
                answers.push(match found {
                    Some(found) if is_own => self.check_own(key_index, found, &userbufs[at], check),
                    _ => self.verify(ticket, check),
                });
            });
        }
        answers
    }

    /// The same as [`Verifier::verify_many`] on all of rayon's threads.
    #[cfg(feature = "rayon")]
    #[must_use]
    pub fn par_verify_many<T: AsRef<[u8]> + Sync>(
        &self,
        tickets: &[(T, Check<'_>)],
    ) -> Vec<Result<Verified, Rejection>> {
        use rayon::prelude::*;
        let parts: Vec<_> = tickets.par_chunks(PER_PART).map(|part| self.verify_many(part)).collect();
        parts.into_iter().flatten().collect()
    }

    /// Checks what a ticket of our own says, whose signature is right.
    pub(super) fn check_own(
        &self,
        key_index: usize,
        found: &own::Found,
        bytes: &own::FoundUserBuf,
        check: &Check<'_>,
    ) -> Result<Verified, Rejection> {
        let validity = own::validity(found)?;
        let userbuf = found.userbuf(bytes);
        self.check_times(validity, check)?;
        self.check_userbuf(userbuf, check)?;
        Ok(self.verified(Algorithm::HmacSha256, validity, userbuf.map(Into::into), key_index))
    }
}

/// Tickets that are read before they are written again.
const GROUP: usize = 64;
/// Tickets that one thread verifies at a time.
#[cfg(feature = "rayon")]
const PER_PART: usize = 1024;
