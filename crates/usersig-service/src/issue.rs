//! Issuing: a caller, a policy, a ticket.

use usersig::{Claims, PrivateMapKey, Privileges, Room, UserBuf, UserId, Validity};
use usersig_store::statistics::Event;

use crate::caller::{Act, Caller};
use crate::refusal::{Kind, Refusal};
use crate::service::Service;
use crate::view::ApplicationView;

/// A ticket that was issued.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Issued {
    /// The ticket.
    pub ticket: String,
    /// The application.
    pub sdkappid: u32,
    /// The user.
    pub userid: String,
    /// The algorithm of the signature: `hmac-sha256` or `ecdsa-sha256`.
    pub algorithm: &'static str,
    /// The number of the key within the application.
    pub key: u32,
    /// Unix seconds of signing.
    pub time: u64,
    /// Seconds of validity.
    pub expire: u64,
    /// The last second of validity, Unix seconds.
    pub expires_at: u64,
    /// When to ask for the next ticket, Unix seconds: after four fifths of the validity.
    pub renew_at: u64,
}

/// A UserSig that is asked for.
///
/// There is no UserBuf in it on purpose: whoever chooses the UserBuf chooses rooms and privileges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserSigRequest<'a> {
    /// The user; an end user may leave it out.
    pub userid: Option<&'a str>,
    /// Seconds of validity; the policy's default when left out.
    pub expire: Option<u64>,
}

/// A PrivateMapKey that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrivateMapKeyRequest<'a> {
    /// The user; an end user may leave it out.
    pub userid: Option<&'a str>,
    /// Seconds of validity; the policy's default when left out.
    pub expire: Option<u64>,
    /// The room.
    pub room: RoomRequest<'a>,
    /// Privileges as bits, 0 to 255.
    pub privileges: u64,
}

/// A room by number or by text, not checked yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RoomRequest<'a> {
    /// A numeric room.
    Id(u64),
    /// A string room.
    Str(&'a str),
}

impl<'a> UserSigRequest<'a> {
    /// A UserSig for this user with the policy's default validity.
    #[must_use]
    pub const fn new(userid: Option<&'a str>) -> Self {
        Self { userid, expire: None }
    }

    /// The same with a validity in seconds.
    #[must_use]
    pub const fn with_expire(mut self, expire: Option<u64>) -> Self {
        self.expire = expire;
        self
    }
}

impl<'a> PrivateMapKeyRequest<'a> {
    /// A PrivateMapKey for this user and room with the policy's default validity.
    #[must_use]
    pub const fn new(userid: Option<&'a str>, room: RoomRequest<'a>, privileges: u64) -> Self {
        Self { userid, expire: None, room, privileges }
    }

    /// The same with a validity in seconds.
    #[must_use]
    pub const fn with_expire(mut self, expire: Option<u64>) -> Self {
        self.expire = expire;
        self
    }
}

impl<'a> RoomRequest<'a> {
    /// The room, checked.
    ///
    /// # Errors
    /// What [`Room::id`] and [`Room::str`] refuse.
    pub fn room(self) -> Result<Room<'a>, usersig::Error> {
        match self {
            Self::Id(id) => Room::id(id),
            Self::Str(text) => Room::str(text),
        }
    }
}

impl Service {
    /// Issues a UserSig.
    ///
    /// # Errors
    /// Any refusal: see [`Refusal::id`].
    pub fn issue_user_sig(
        &self,
        caller: &Caller,
        sdkappid: u32,
        request: &UserSigRequest<'_>,
    ) -> Result<Issued, Refusal> {
        self.issue(caller, sdkappid, Event::UserSig, 1, |desk| desk.user_sig(request))
    }

    /// Issues a PrivateMapKey.
    ///
    /// # Errors
    /// Any refusal: see [`Refusal::id`].
    pub fn issue_private_map_key(
        &self,
        caller: &Caller,
        sdkappid: u32,
        request: &PrivateMapKeyRequest<'_>,
    ) -> Result<Issued, Refusal> {
        self.issue(caller, sdkappid, Event::PrivateMapKey, 1, |desk| desk.private_map_key(request))
    }

    /// Issues many UserSigs: one answer for each row, in their order.
    ///
    /// # Errors
    /// A refusal that concerns all rows: of the caller, the application or the caller's rate.
    pub fn issue_user_sigs(
        &self,
        caller: &Caller,
        sdkappid: u32,
        requests: &[UserSigRequest<'_>],
    ) -> Result<Vec<Result<Issued, Refusal>>, Refusal> {
        self.issue_many(caller, sdkappid, Event::UserSig, requests, |desk, request| desk.user_sig(request))
    }

    /// Issues many PrivateMapKeys: one answer for each row, in their order.
    ///
    /// # Errors
    /// A refusal that concerns all rows: of the caller, the application or the caller's rate.
    pub fn issue_private_map_keys(
        &self,
        caller: &Caller,
        sdkappid: u32,
        requests: &[PrivateMapKeyRequest<'_>],
    ) -> Result<Vec<Result<Issued, Refusal>>, Refusal> {
        self.issue_many(caller, sdkappid, Event::PrivateMapKey, requests, |desk, request| {
            desk.private_map_key(request)
        })
    }

    fn issue_many<R>(
        &self,
        caller: &Caller,
        sdkappid: u32,
        event: Event,
        requests: &[R],
        one: impl Fn(&Desk<'_>, &R) -> Result<Issued, Refusal>,
    ) -> Result<Vec<Result<Issued, Refusal>>, Refusal> {
        self.issue(caller, sdkappid, event, requests.len(), |desk| {
            let rows: Vec<_> = requests.iter().map(|request| one(desk, request)).collect();
            let refused = rows.iter().filter(|row| row.is_err()).count();
            desk.application.counters.add(Event::Refused, refused as u64);
            desk.application.counters.add(event, (rows.len() - refused) as u64);
            Ok(rows)
        })
    }

    /// What every way of issuing has in common: permission, state, rate, counting.
    fn issue<T>(
        &self,
        caller: &Caller,
        sdkappid: u32,
        event: Event,
        requests: usize,
        make: impl FnOnce(&Desk<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal>
    where
        T: Tickets,
    {
        let view = self.view.load();
        // Who may not ask learns nothing about the application, not even that there is none.
        caller.allow(Act::Issue, Some(sdkappid))?;
        let application = view.active(sdkappid)?;
        let made = (|| {
            let rules = &application.core.rules;
            policy_takes(caller, rules.end_users, rules.back_ends)?;
            application.limits.count_caller(caller, requests)?;
            make(&Desk { caller, application, time: self.now()? })
        })();
        match &made {
            Ok(tickets) => application.counters.add(event, tickets.uncounted()),
            Err(_) => application.counters.add(Event::Refused, 1),
        }
        made
    }
}

/// What issuing one ticket needs.
struct Desk<'a> {
    caller: &'a Caller,
    application: &'a ApplicationView,
    time: u64,
}

impl Desk<'_> {
    fn user_sig(&self, request: &UserSigRequest<'_>) -> Result<Issued, Refusal> {
        let (userid, validity) = self.subject(request.userid, request.expire)?;
        self.sign(&Claims::new(userid, validity))
    }

    fn private_map_key(&self, request: &PrivateMapKeyRequest<'_>) -> Result<Issued, Refusal> {
        let core = &self.application.core;
        let room = request.room.room()?;
        let privileges = Privileges::from_bits(request.privileges)?;
        core.rules.room(room, privileges)?;
        let (userid, validity) = self.subject(request.userid, request.expire)?;
        let key = PrivateMapKey::new(userid, core.sdkappid, room, privileges, validity)?;
        let mut bytes = [0; PrivateMapKey::MAX_BYTES];
        let userbuf = UserBuf::new(key.write_to(&mut bytes)?)?;
        self.sign(&Claims::new(userid, validity).with_userbuf(userbuf))
    }

    /// Whose ticket it will be and for how long.
    fn subject<'r>(
        &'r self,
        userid: Option<&'r str>,
        expire: Option<u64>,
    ) -> Result<(UserId<'r>, Validity), Refusal> {
        let rules = &self.application.core.rules;
        let userid = UserId::with_form(self.userid(userid)?, rules.form)?;
        let validity = Validity::new(self.time, rules.expire(expire)?)?;
        self.application.limits.count_user(userid.as_str())?;
        Ok((userid, validity))
    }

    /// The UserID: an end user's own, unless the issuer's policy lets the request name another.
    fn userid<'r>(&'r self, asked: Option<&'r str>) -> Result<&'r str, Refusal> {
        match (self.caller, asked) {
            (Caller::EndUser(user), None) => Ok(&user.userid),
            (Caller::EndUser(user), Some(asked)) if asked == user.userid || user.may_name_others => Ok(asked),
            (Caller::EndUser(_), Some(_)) => Err(Refusal::forbidden(
                "other-userid",
                "the session is of another user than the request names",
                "leave `userid` out: it comes from the session",
            )
            .with_code(usersig::codes::SVR_ACCOUNT_USERSIG_MISMATCH_ID)),
            (_, Some(asked)) => Ok(asked),
            (_, None) => {
                Err(Refusal::invalid("userid-missing", "the request names no UserID", "send `userid`"))
            }
        }
    }

    fn sign(&self, claims: &Claims<'_>) -> Result<Issued, Refusal> {
        let core = &self.application.core;
        let Some((signer, key)) = &core.signer else {
            return Err(Refusal::new(
                Kind::Unavailable,
                "no-key",
                "the application has no key that signs with its algorithm",
                "import or make one, or switch the application to the algorithm of the key it has",
            )
            .with_code(usersig::codes::SVR_ACCOUNT_USERSIG_PUBLICKEY_NOT_FOUND));
        };
        let validity = claims.validity;
        Ok(Issued {
            ticket: signer.sign(claims)?,
            sdkappid: core.sdkappid.get(),
            userid: claims.userid.as_str().into(),
            algorithm: signer.algorithm().name(),
            key: *key,
            time: validity.time(),
            expire: validity.expire(),
            expires_at: validity.expires_at(),
            renew_at: validity.time() + validity.expire() / 5 * 4 + validity.expire() % 5 * 4 / 5,
        })
    }
}

/// How many tickets an answer holds that nobody counted yet.
trait Tickets {
    fn uncounted(&self) -> u64;
}

impl Tickets for Issued {
    fn uncounted(&self) -> u64 {
        1
    }
}

impl Tickets for Vec<Result<Issued, Refusal>> {
    fn uncounted(&self) -> u64 {
        0
    }
}

fn policy_takes(caller: &Caller, end_users: bool, back_ends: bool) -> Result<(), Refusal> {
    let (taken, who) = match caller {
        Caller::EndUser(_) => (end_users, "end users"),
        Caller::Token(_) => (back_ends, "API tokens"),
        Caller::Administrator { .. } => (true, ""),
    };
    if taken {
        return Ok(());
    }
    Err(Refusal::forbidden(
        "caller",
        format!("the application's policy gives no tickets to {who}"),
        "have the policy changed",
    ))
}

impl std::fmt::Debug for Issued {
    /// Without the ticket, which lets its holder log in.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Issued")
            .field("sdkappid", &self.sdkappid)
            .field("userid", &self.userid)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
