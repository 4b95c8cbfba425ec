//! The objects that calls take: options and requests.
//!
//! Their members are read as they come; `values.rs` says what they must be.

use napi::Unknown;
use napi_derive::napi;
use usersig_door::{Application, Encoding, Expected, Fault, Misfit, Parameter, UserIdForm};

use crate::answer::Answer;
use crate::values::{Loose, RoomName};

/// What an `Application` signs and accepts.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct ApplicationOptions<'a> {
    /// UserIDs that are signed: the documented ones (`A-Z a-z 0-9 _ -`, at most 32 bytes;
    /// the default), printable ASCII, or any UTF-8 without control characters. The wider
    /// forms have at most 2048 bytes. Verifying takes the widest form always.
    #[napi(ts_type = "'documented' | 'ascii' | 'utf8'")]
    pub userid_form: Option<Unknown<'a>>,
    /// How tickets are written: `compact`, the shortest (the default), or `stored`, which
    /// is longer and costs every reader least.
    #[napi(ts_type = "'compact' | 'stored'")]
    pub encoding: Option<Unknown<'a>>,
    /// Seconds: a ticket that was signed further ahead of now is rejected. No bound by default.
    #[napi(ts_type = "number")]
    pub max_clock_skew: Option<Unknown<'a>>,
    /// Seconds: a ticket that is valid for longer is rejected. No bound by default.
    #[napi(ts_type = "number")]
    pub longest_validity: Option<Unknown<'a>>,
    /// Seconds east of UTC in which the local time of the oldest legacy tickets is read; 0 by default.
    #[napi(ts_type = "number")]
    pub legacy_utc_offset: Option<Unknown<'a>>,
}

/// The moment of a call.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct TimeOptions<'a> {
    /// Unix seconds, or a `Date`, whose fraction of a second is dropped; the system clock by
    /// default. `Date.now()` does not fit: it counts milliseconds.
    #[napi(ts_type = "number | Date")]
    pub now: Option<Unknown<'a>>,
}

/// What a ticket carries besides its user, and when it is signed.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct SignOptions<'a> {
    /// The UserBuf, at most 8192 bytes; a string stands for its UTF-8. An empty one is signed
    /// and written, `null` and `undefined` are not.
    #[napi(ts_type = "Uint8Array | string | null")]
    pub userbuf: Option<Unknown<'a>>,
    /// The moment of signing, as in `TimeOptions`.
    #[napi(ts_type = "number | Date")]
    pub now: Option<Unknown<'a>>,
}

/// What a request expects of a ticket besides its user, and when.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct VerifyOptions<'a> {
    /// Exactly these bytes as the UserBuf (a string stands for its UTF-8), or `null` for a
    /// ticket that has none. By default any UserBuf, or none, is taken. Not together with `room`.
    #[napi(ts_type = "Uint8Array | string | null")]
    pub userbuf: Option<Unknown<'a>>,
    /// The ticket is a PrivateMapKey of this user for this room, and its own time is not over:
    /// a number for a numeric room, a string for a string room.
    #[napi(ts_type = "number | string")]
    pub room: Option<Unknown<'a>>,
    /// With `room`: the ticket grants at least these privileges, a mask from 0 to 255.
    #[napi(ts_type = "number")]
    pub privileges: Option<Unknown<'a>>,
    /// The moment of verifying, as in `TimeOptions`.
    #[napi(ts_type = "number | Date")]
    pub now: Option<Unknown<'a>>,
}

/// What is known about a rejected ticket. More finds more.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct Symptoms<'a> {
    /// The application that it should be for.
    #[napi(ts_type = "number")]
    pub sdkappid: Option<Unknown<'a>>,
    /// The user that it should be for.
    #[napi(ts_type = "string")]
    pub userid: Option<Unknown<'a>>,
    /// The application's keys as they are configured, damage and all.
    #[napi(ts_type = "Key | Array<Key>")]
    pub keys: Option<Unknown<'a>>,
    /// Other applications that may have been mixed up with it.
    #[napi(ts_type = "Array<[sdkappid: number, key: Key]>")]
    pub others: Option<Unknown<'a>>,
    /// The moment of the rejection, as in `TimeOptions`.
    #[napi(ts_type = "number | Date")]
    pub now: Option<Unknown<'a>>,
}

impl ApplicationOptions<'_> {
    /// The application with these options.
    pub(crate) fn apply(&self, mut app: Application) -> Answer<Application> {
        if let Some(form) = given(self.userid_form)? {
            app = app.with_userid_form(word(form, FORMS)?);
        }
        if let Some(encoding) = given(self.encoding)? {
            app = app.with_encoding(word(encoding, ENCODINGS)?);
        }
        if let Some(seconds) = given(self.max_clock_skew)? {
            app = app.with_max_clock_skew(seconds.integer(Parameter::Option)?)?;
        }
        if let Some(seconds) = given(self.longest_validity)? {
            app = app.with_longest_validity(seconds.integer(Parameter::Option)?)?;
        }
        if let Some(seconds) = given(self.legacy_utc_offset)? {
            let seconds = i32::try_from(seconds.integer(Parameter::Option)?);
            let seconds = seconds.map_err(|_| Fault::new(Parameter::Option, Misfit::OutOfRange))?;
            app = app.with_legacy_utc_offset(seconds);
        }
        Ok(app)
    }
}

impl VerifyOptions<'_> {
    /// What a request expects, with its own texts.
    pub(crate) fn wanted(&self) -> Answer<Wanted> {
        match (self.userbuf, given(self.room)?) {
            (Some(_), Some(_)) => Err(Fault::new(Parameter::Option, Misfit::OutOfRange).into()),
            (_, Some(room)) => {
                let privileges = match given(self.privileges)? {
                    Some(mask) => mask.integer(Parameter::Privileges)?,
                    None => 0,
                };
                Ok(Wanted::Room(room.room()?, privileges))
            }
            // Privileges are those in a room: without one they would be passed over unseen.
            _ if given(self.privileges)?.is_some() => {
                Err(Fault::new(Parameter::Room, Misfit::Missing).into())
            }
            (Some(userbuf), None) => match userbuf.given()? {
                Some(userbuf) => Ok(Wanted::UserBuf(userbuf.bytes(Parameter::UserBuf)?)),
                None => Ok(Wanted::None),
            },
            (None, None) => Ok(Wanted::Any),
        }
    }
}

/// `Expected` with its own texts.
pub(crate) enum Wanted {
    Any,
    None,
    UserBuf(Vec<u8>),
    Room(RoomName, i64),
}

impl Wanted {
    pub(crate) fn expected(&self) -> Expected<'_> {
        match self {
            Self::Any => Expected::Any,
            Self::None => Expected::None,
            Self::UserBuf(bytes) => Expected::UserBuf(bytes),
            Self::Room(room, privileges) => Expected::Room(room.arg(), *privileges),
        }
    }
}

/// A member that is neither left out nor `null`.
pub(crate) fn given(member: Option<Unknown<'_>>) -> Answer<Option<Unknown<'_>>> {
    member.map_or(Ok(None), Loose::given)
}

/// A moment that may be left out.
pub(crate) fn moment(member: Option<Unknown<'_>>) -> Answer<Option<i64>> {
    member.map_or(Ok(None), Loose::moment)
}

/// One of some words.
fn word<T: Copy>(value: Unknown<'_>, words: &[(&str, T)]) -> Answer<T> {
    let text = value.text(Parameter::Option)?;
    let known = words.iter().find(|(word, _)| word.as_bytes() == text);
    Ok(known.ok_or(Fault::new(Parameter::Option, Misfit::OutOfRange))?.1)
}

const FORMS: &[(&str, UserIdForm)] =
    &[("documented", UserIdForm::Documented), ("ascii", UserIdForm::Ascii), ("utf8", UserIdForm::Utf8)];

const ENCODINGS: &[(&str, Encoding)] = &[("compact", Encoding::Compact), ("stored", Encoding::Stored)];
