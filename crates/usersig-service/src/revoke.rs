//! Invalidating a user's tickets.

use usersig::{UserId, UserIdForm};

use crate::caller::{Act, Caller};
use crate::refusal::Refusal;
use crate::service::Service;

impl Service {
    /// Invalidates a user's tickets signed before a moment (Unix seconds; now when `None`), and
    /// returns the moment. Requests here know of it when this returns, other replicas soon after.
    ///
    /// A ticket's time has whole seconds: one that was signed in the very second of `now` stays good,
    /// so that the next one, which the user asks for at once, is good too.
    ///
    /// # Errors
    /// A refusal when the caller may not, the UserID cannot be one, the moment lies ahead by more
    /// than a minute, or the database does not answer.
    pub async fn revoke(
        &self,
        caller: &Caller,
        address: &str,
        sdkappid: u32,
        userid: &str,
        signed_before: Option<u64>,
    ) -> Result<u64, Refusal> {
        caller.allow(Act::Revoke, Some(sdkappid))?;
        self.revoke_as(&caller.actor(address), sdkappid, userid, signed_before).await
    }

    /// What [`Service::revoke`] does, for a door that has decided by itself who may: the REST
    /// shape's `kick`, whose caller holds a ticket of an application's administrator.
    ///
    /// # Errors
    /// As [`Service::revoke`].
    pub async fn revoke_as(
        &self,
        actor: &usersig_store::Actor,
        sdkappid: u32,
        userid: &str,
        signed_before: Option<u64>,
    ) -> Result<u64, Refusal> {
        self.view.load().application(sdkappid)?;
        UserId::with_form(userid, UserIdForm::Utf8)?;
        let now = self.now()?;
        let signed_before = signed_before.unwrap_or(now);
        if signed_before > now + MOST_AHEAD {
            return Err(Refusal::invalid(
                "signed-before",
                "the moment lies in the future: tickets that nobody has yet cannot be revoked",
                "leave `signed_before` out for now, or name a moment that has passed",
            ));
        }
        self.store.revoke_user(actor, sdkappid, userid, signed_before).await?;
        self.refresh().await?;
        Ok(signed_before)
    }
}

/// Seconds by which another machine's clock may be ahead of this one.
const MOST_AHEAD: u64 = 60;
