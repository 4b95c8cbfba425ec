//! The class `Application`, and the applications behind the drop-in names.

use pyo3::prelude::*;
use usersig_door::{DEFAULT_EXPIRE, Encoding, Expected, Fault, Misfit, Parameter, UserIdForm, dropin};

use crate::arguments::{
    Compression, Expire, Flag, Form, Key, Keys, Mask, Now, RoomId, RoomStr, SdkAppId, Seconds, Ticket,
    UserBuf, UserId, UtcOffset, room,
};
use crate::failure::{Failure, guard};
use crate::many;
use crate::verified::Verified;

/// One application with its keys: signs with the first, verifies with all.
///
/// Making one prepares the keys. After that it never changes, and every thread may use
/// it. It shows no key, and wipes its keys when it goes.
///
/// `keys` is one key or several, newest first: texts of secret keys, or PEM texts of the
/// legacy algorithm. The first one signs and decides the algorithm of new tickets. A
/// public PEM key in its place makes an application that verifies only. A secret key is
/// used byte for byte: strip the line end of a file before.
///
/// `userid_form` says which UserIDs are signed: "documented" (1 to 32 bytes of letters,
/// digits, "_" and "-"), "ascii" (printable, up to 2048 bytes) or "utf8" (all but control
/// characters, up to 2048 bytes). Any of them is verified. `encoding` is "compact" or
/// "stored" (no compression, longer). `max_clock_skew` rejects tickets that were signed
/// more than so many seconds ahead, `longest_validity` those that are valid for more
/// seconds. `legacy_utc_offset` is the zone of the local time in the oldest legacy
/// tickets, in seconds east of UTC.
///
/// >>> import usersig
/// >>> app = usersig.Application(1400000000, "the secret key")
/// >>> ticket = app.sign("xiaojun", 86400)
/// >>> app.verify(ticket, "xiaojun").expire
/// 86400
#[pyclass(frozen, module = "usersig")]
pub(crate) struct Application {
    door: usersig_door::Application,
    /// ECDSA takes long enough for other threads to run meanwhile.
    slow: bool,
}

impl Application {
    fn new(door: usersig_door::Application) -> Self {
        let slow = door.algorithm() != Some("hmac-sha256");
        Self { door, slow }
    }

    fn work<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce() -> Result<T, Fault> + Send,
    ) -> Result<T, Failure> {
        if self.slow { py.detach(|| guard(work)) } else { guard(work) }
    }
}

#[pymethods]
impl Application {
    #[new]
    #[pyo3(
        signature = (sdkappid, keys, *, userid_form=Form(UserIdForm::Documented),
            encoding=Compression(Encoding::Compact), max_clock_skew=None, longest_validity=None,
            legacy_utc_offset=UtcOffset(0)),
        text_signature = "(sdkappid, keys, *, userid_form='documented', encoding='compact', \
            max_clock_skew=None, longest_validity=None, legacy_utc_offset=0)",
    )]
    fn py_new(
        sdkappid: SdkAppId,
        keys: Keys,
        userid_form: Form,
        encoding: Compression,
        max_clock_skew: Option<Seconds>,
        longest_validity: Option<Seconds>,
        legacy_utc_offset: UtcOffset,
    ) -> Result<Self, Failure> {
        let keys: Vec<&[u8]> = keys.0.iter().map(AsRef::as_ref).collect();
        guard(|| {
            let mut door = usersig_door::Application::new(sdkappid.0, &keys)?
                .with_userid_form(userid_form.0)
                .with_encoding(encoding.0)
                .with_legacy_utc_offset(legacy_utc_offset.0);
            if let Some(Seconds(seconds)) = max_clock_skew {
                door = door.with_max_clock_skew(seconds)?;
            }
            if let Some(Seconds(seconds)) = longest_validity {
                door = door.with_longest_validity(seconds)?;
            }
            Ok(Self::new(door))
        })
    }

    /// The SDKAppID.
    #[getter]
    fn sdkappid(&self) -> u32 {
        self.door.sdkappid()
    }

    /// Whether the first key can sign.
    #[getter]
    fn can_sign(&self) -> bool {
        self.door.can_sign()
    }

    /// The algorithm of new tickets, "hmac-sha256" or "ecdsa-sha256"; None without a key that signs.
    #[getter]
    fn algorithm(&self) -> Option<&'static str> {
        self.door.algorithm()
    }

    /// Eight hexadecimal digits that tell signing keys apart and give nothing away.
    #[getter]
    fn key_fingerprint(&self) -> Option<String> {
        self.door.key_fingerprint()
    }

    /// One ticket (a UserSig), valid for `expire` seconds from `now` on.
    ///
    /// `userbuf` is data to be signed along, at most 8192 bytes; empty bytes are not the
    /// same as None. `now` is in Unix seconds, the system clock's if None.
    /// Raises RequestError for what must not be signed.
    ///
    /// >>> import usersig
    /// >>> app = usersig.Application(1400000000, "secret")
    /// >>> app.sign("xiaojun", 86400, now=1700000000)[:2]
    /// 'eJ'
    #[pyo3(
        signature = (userid, expire=Expire(DEFAULT_EXPIRE), *, userbuf=None, now=None),
        text_signature = "($self, userid, expire=15552000, *, userbuf=None, now=None)",
    )]
    fn sign(
        &self,
        py: Python<'_>,
        userid: UserId,
        expire: Expire,
        userbuf: Option<UserBuf>,
        now: Option<Now>,
    ) -> Result<String, Failure> {
        let now = now.map(|now| now.0);
        self.work(py, || {
            let userbuf = userbuf.as_ref().map(|userbuf| &*userbuf.0);
            self.door.sign(userid.0.as_bytes(), expire.0, userbuf, now)
        })
    }

    /// A PrivateMapKey: a ticket that also says which room the user may enter, and what
    /// they may do there.
    ///
    /// One of `room_id` (1 to 4294967294) and `room_str` (1 to 64 bytes) names the room: a
    /// numeric and a string room are different rooms even when they look alike.
    /// `privileges` is a mask of Privileges. Hours are a usual validity, because the
    /// service checks the ticket again when an audience member becomes an anchor.
    ///
    /// >>> import usersig
    /// >>> app = usersig.Application(1400000000, "secret")
    /// >>> ticket = app.sign_private_map_key(
    /// ...     "xiaojun", 21600, room_id=10000, privileges=usersig.Privileges.AUDIENCE)
    /// >>> app.verify(ticket, "xiaojun", room_id=10000).room_id
    /// 10000
    #[pyo3(
        signature = (userid, expire, *, privileges, room_id=None, room_str=None, now=None),
        text_signature = "($self, userid, expire, *, privileges, room_id=None, room_str=None, now=None)",
    )]
    #[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn sign_private_map_key(
        &self,
        py: Python<'_>,
        userid: UserId,
        expire: Expire,
        privileges: Mask,
        room_id: Option<RoomId>,
        room_str: Option<RoomStr>,
        now: Option<Now>,
    ) -> Result<String, Failure> {
        let missing = Failure::of_value(Parameter::Room, Misfit::Missing);
        let room = room(room_id.as_ref(), room_str.as_ref())?.ok_or(missing)?;
        let now = now.map(|now| now.0);
        self.work(py, || {
            self.door.sign_private_map_key(userid.0.as_bytes(), expire.0, room, privileges.0, now)
        })
    }

    /// Tickets for many users in one call, all of the same time and validity.
    ///
    /// Other threads run meanwhile. The first UserID that must not be signed raises its
    /// error, with the number of its row; with `return_exceptions` the errors stand in the
    /// list, in place of tickets.
    ///
    /// >>> import usersig
    /// >>> app = usersig.Application(1400000000, "secret")
    /// >>> len(app.sign_many(["xiaojun", "xiaohong"], 86400))
    /// 2
    #[pyo3(
        signature = (userids, expire=Expire(DEFAULT_EXPIRE), *, now=None, return_exceptions=Flag(false)),
        text_signature = "($self, userids, expire=15552000, *, now=None, return_exceptions=False)",
    )]
    fn sign_many(
        &self,
        userids: &Bound<'_, PyAny>,
        expire: Expire,
        now: Option<Now>,
        return_exceptions: Flag,
    ) -> PyResult<Vec<Py<PyAny>>> {
        many::sign(&self.door, userids, expire.0, now.map(|now| now.0), return_exceptions.0)
    }

    /// Verifies a ticket of this user and says what else is in it.
    ///
    /// The ticket may be any text or bytes; the UserID may be any text without control
    /// characters. `userbuf` asks for exactly these bytes in the ticket, `no_userbuf` for a
    /// ticket without any, `room_id` or `room_str` for a PrivateMapKey of this user for
    /// that room, with at least the `privileges` and time left. `now` is in Unix seconds,
    /// the system clock's if None.
    /// Raises RejectedError (ExpiredError if only its time is over) for a ticket that is
    /// turned away, and RequestError if the request itself cannot be made.
    ///
    /// >>> import usersig
    /// >>> app = usersig.Application(1400000000, ["new secret", "old secret"])
    /// >>> app.verify("eJyrVgrx", "xiaojun")
    /// Traceback (most recent call last):
    /// usersig.RejectedError: the ticket is not a whole zlib stream: ...
    #[pyo3(
        signature = (ticket, userid, *, userbuf=None, no_userbuf=Flag(false), room_id=None, room_str=None,
            privileges=None, now=None),
        text_signature = "($self, ticket, userid, *, userbuf=None, no_userbuf=False, room_id=None, \
            room_str=None, privileges=None, now=None)",
    )]
    #[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn verify(
        &self,
        py: Python<'_>,
        ticket: Ticket,
        userid: UserId,
        userbuf: Option<UserBuf>,
        no_userbuf: Flag,
        room_id: Option<RoomId>,
        room_str: Option<RoomStr>,
        privileges: Option<Mask>,
        now: Option<Now>,
    ) -> Result<Verified, Failure> {
        let expected =
            expected(userbuf.as_ref(), no_userbuf.0, room_id.as_ref(), room_str.as_ref(), privileges)?;
        let now = now.map(|now| now.0);
        let verify = || self.door.verify(ticket.0.as_ref(), userid.0.as_bytes(), expected, now);
        self.work(py, verify).map(Verified)
    }

    /// Verifies many tickets at one moment: rows of a ticket and its UserID.
    ///
    /// Other threads run meanwhile. The first ticket that is turned away raises its error,
    /// with the number of its row; with `return_exceptions` the errors stand in the list, in
    /// place of what is verified. The other arguments are those of `verify`.
    ///
    /// >>> import usersig
    /// >>> app = usersig.Application(1400000000, "secret")
    /// >>> userids = ["xiaojun", "xiaohong"]
    /// >>> tickets = app.sign_many(userids)
    /// >>> [row.expire for row in app.verify_many(zip(tickets, userids))]
    /// [15552000, 15552000]
    #[pyo3(
        signature = (rows, *, userbuf=None, no_userbuf=Flag(false), room_id=None, room_str=None,
            privileges=None, now=None, return_exceptions=Flag(false)),
        text_signature = "($self, rows, *, userbuf=None, no_userbuf=False, room_id=None, \
            room_str=None, privileges=None, now=None, return_exceptions=False)",
    )]
    #[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn verify_many(
        &self,
        rows: &Bound<'_, PyAny>,
        userbuf: Option<UserBuf>,
        no_userbuf: Flag,
        room_id: Option<RoomId>,
        room_str: Option<RoomStr>,
        privileges: Option<Mask>,
        now: Option<Now>,
        return_exceptions: Flag,
    ) -> PyResult<Vec<Py<PyAny>>> {
        let expected =
            expected(userbuf.as_ref(), no_userbuf.0, room_id.as_ref(), room_str.as_ref(), privileges)?;
        many::verify(&self.door, rows, expected, now.map(|now| now.0), return_exceptions.0)
    }

    fn __repr__(&self) -> String {
        let algorithm = self.door.algorithm().unwrap_or("verifies only");
        let key = self.door.key_fingerprint().map(|digits| format!(", key {digits}")).unwrap_or_default();
        format!("<usersig.Application {}: {algorithm}{key}>", self.door.sdkappid())
    }

    /// It never changes, so a copy is itself.
    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

/// The application of the drop-in class of the current algorithm.
#[pyfunction]
pub(crate) fn current_application(sdkappid: SdkAppId, key: Key) -> Result<Application, Failure> {
    guard(|| dropin::current::application(sdkappid.0, key.0.as_ref()).map(Application::new))
}

/// The application of the drop-in class of the legacy algorithm. None and "" are no key.
#[pyfunction]
#[pyo3(signature = (sdkappid, private_key, public_key))]
pub(crate) fn legacy_application(
    sdkappid: SdkAppId,
    private_key: Option<Key>,
    public_key: Option<Key>,
) -> Result<Application, Failure> {
    let (private, public) = (private_key.as_ref(), public_key.as_ref());
    let (private, public) = (private.map(|key| key.0.as_ref()), public.map(|key| key.0.as_ref()));
    guard(|| dropin::legacy::application(sdkappid.0, private, public).map(Application::new))
}

/// What the arguments of a verification ask for; they must not ask for two things at once.
fn expected<'a>(
    userbuf: Option<&'a UserBuf>,
    no_userbuf: bool,
    room_id: Option<&RoomId>,
    room_str: Option<&'a RoomStr>,
    privileges: Option<Mask>,
) -> Result<Expected<'a>, Failure> {
    match (userbuf, no_userbuf, room(room_id, room_str)?, privileges) {
        (None, false, None, None) => Ok(Expected::Any),
        (None, true, None, None) => Ok(Expected::None),
        (Some(userbuf), false, None, None) => Ok(Expected::UserBuf(&userbuf.0)),
        (None, false, Some(room), mask) => Ok(Expected::Room(room, mask.map_or(0, |mask| mask.0))),
        (None, false, None, Some(_)) => Err(Failure::of_value(Parameter::Room, Misfit::Missing)),
        _ => Err(Failure::of_value(Parameter::Option, Misfit::OutOfRange)),
    }
}
