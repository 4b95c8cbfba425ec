//! Why a request is not served, and what to do next.

use std::borrow::Cow;

use usersig_store::StoreError;

/// Why a request is not served. It holds no secret and no ticket, and may go into an answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct Refusal {
    /// What kind it is: a door makes its own status of it.
    pub kind: Kind,
    /// A short name that programs compare, for example `expire-too-long`.
    pub id: &'static str,
    /// Tencent's code, where there is one.
    pub code: Option<i32>,
    /// What is wrong, for a person.
    pub message: Cow<'static, str>,
    /// What to do next, for a person.
    pub hint: Cow<'static, str>,
    /// Seconds after which trying again may help.
    pub retry_after: Option<u64>,
}

/// The kinds of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Nobody known asks: no token or session, or a wrong one.
    Unauthenticated,
    /// The caller is known and may not do this.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// The request makes no sense.
    Invalid,
    /// It cannot be done as things are now.
    Conflict,
    /// Too many requests: see [`Refusal::retry_after`].
    TooMany,
    /// Something that is needed does not answer.
    Unavailable,
}

impl Refusal {
    /// A refusal without a code.
    #[must_use]
    pub fn new(
        kind: Kind,
        id: &'static str,
        message: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { kind, id, code: None, message: message.into(), hint: hint.into(), retry_after: None }
    }

    /// The same with Tencent's code.
    #[must_use]
    pub fn with_code(mut self, code: i32) -> Self {
        self.code = Some(code);
        self
    }

    /// The same with the seconds after which to try again.
    #[must_use]
    pub fn with_retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// No token or session is good; `message` says why as far as the caller may know.
    pub(crate) fn unauthenticated(id: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(
            Kind::Unauthenticated,
            id,
            message,
            "send `Authorization: Bearer …` with an API token, or with a session token of the application",
        )
    }

    pub(crate) fn forbidden(
        id: &'static str,
        message: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(Kind::Forbidden, id, message, hint)
    }

    pub(crate) fn invalid(
        id: &'static str,
        message: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(Kind::Invalid, id, message, hint)
    }

    pub(crate) fn unknown_application(sdkappid: u32) -> Self {
        Self::new(
            Kind::NotFound,
            "unknown-application",
            format!("there is no application with SDKAppID {sdkappid}"),
            "check the SDKAppID; create or import the application first",
        )
        .with_code(usersig::codes::SVR_ACCOUNT_SDKAPPID_NOT_FOUND)
    }
}

impl From<usersig::Error> for Refusal {
    fn from(error: usersig::Error) -> Self {
        use usersig::Error;
        let (id, hint): (_, Cow<'static, str>) = match error {
            Error::UserId(_) => (
                "userid-form",
                "use a UserID of the form that the application's policy names, or have the policy changed"
                    .into(),
            ),
            Error::SdkAppId => ("sdkappid", error.hint().into()),
            Error::RoomId | Error::RoomStr => ("room", error.hint().into()),
            Error::Privileges => ("privileges", error.hint().into()),
            Error::RoomTime | Error::Validity => ("expire", error.hint().into()),
            Error::UserBuf => ("userbuf", error.hint().into()),
            Error::Clock => return clock(),
            _ => {
                return Self::new(Kind::Unavailable, "signing-failed", error.to_string(), error.hint());
            }
        };
        Self::invalid(id, error.to_string(), hint)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        match error {
            StoreError::NotFound { .. } => {
                Self::new(Kind::NotFound, "not-found", message, "check the name or number")
            }
            StoreError::Conflict(_) => {
                Self::new(Kind::Conflict, "conflict", message, "look at the newest state and ask again")
            }
            StoreError::Invalid(_) => Self::invalid("invalid", message, "correct the request"),
            // What the database said may hold names of hosts and files: it belongs into the log.
            StoreError::Unavailable(_) => Self::new(
                Kind::Unavailable,
                "database-away",
                "the database does not answer",
                "try again; issuing and verifying go on meanwhile",
            )
            .with_retry_after(5),
            StoreError::Sealed(_) | StoreError::Damaged(_) | _ => Self::new(
                Kind::Unavailable,
                "database-damaged",
                "the database is not as it should be",
                "tell the operator of this service: its log says more",
            ),
        }
    }
}

/// The clock of this machine cannot be right.
pub(crate) fn clock() -> Refusal {
    Refusal::new(
        Kind::Unavailable,
        "clock",
        "the clock of this machine cannot be right",
        "set the clock (NTP), then ask again",
    )
}
