//! How tickets are made where the rows say nothing else.

use usersig::{Encoding, Privileges, Room, SdkAppId, UserIdForm};

use crate::names::{Names, Role};

/// How [`sign`](super::sign) makes tickets, where the row says nothing else.
#[derive(Debug, Clone)]
pub struct SignOptions {
    pub(super) now: u64,
    pub(super) sdkappid: Option<SdkAppId>,
    pub(super) expire: Option<u64>,
    pub(super) form: UserIdForm,
    pub(super) encoding: Encoding,
    pub(super) room: Option<RoomName>,
    pub(super) privileges: Option<Privileges>,
    pub(super) names: Names,
}

#[derive(Debug, Clone)]
pub(super) enum RoomName {
    Id(u32),
    Str(String),
}

impl SignOptions {
    /// The roles of columns that [`sign`](super::sign) looks for.
    pub const ROLES: &[Role] = &[
        Role::UserId,
        Role::SdkAppId,
        Role::Expire,
        Role::RoomId,
        Role::RoomStr,
        Role::Privileges,
        Role::UserBuf,
    ];

    /// Validity of a PrivateMapKey, in seconds, when nothing else is said: six hours.
    pub const ROOM_SECONDS: u64 = 21_600;

    /// Tickets signed at `now` (Unix seconds).
    #[must_use]
    pub const fn new(now: u64) -> Self {
        Self {
            now,
            sdkappid: None,
            expire: None,
            form: UserIdForm::Documented,
            encoding: Encoding::Compact,
            room: None,
            privileges: None,
            names: Names::new(),
        }
    }

    /// The same at another moment, Unix seconds.
    #[must_use]
    pub const fn with_now(mut self, now: u64) -> Self {
        self.now = now;
        self
    }

    /// The application of rows that name none.
    #[must_use]
    pub const fn with_sdkappid(mut self, sdkappid: SdkAppId) -> Self {
        self.sdkappid = Some(sdkappid);
        self
    }

    /// Validity in seconds of rows that say none. Otherwise it is
    /// [`Validity::DEFAULT_SECONDS`](usersig::Validity::DEFAULT_SECONDS), and [`ROOM_SECONDS`](Self::ROOM_SECONDS) with a room.
    #[must_use]
    pub const fn with_expire(mut self, seconds: u64) -> Self {
        self.expire = Some(seconds);
        self
    }

    /// The characters that a UserID may have.
    #[must_use]
    pub const fn with_userid_form(mut self, form: UserIdForm) -> Self {
        self.form = form;
        self
    }

    /// How tickets are compressed.
    #[must_use]
    pub const fn with_encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// The room of rows that name none.
    #[must_use]
    pub fn with_room(mut self, room: Room<'_>) -> Self {
        self.room = match (room.as_id(), room.as_str()) {
            (Some(id), _) => Some(RoomName::Id(id)),
            (None, text) => text.map(|text| RoomName::Str(text.into())),
        };
        self
    }

    /// The privileges of rows with a room that say none.
    #[must_use]
    pub const fn with_privileges(mut self, privileges: Privileges) -> Self {
        self.privileges = Some(privileges);
        self
    }

    /// The names of the columns.
    #[must_use]
    pub fn with_names(mut self, names: Names) -> Self {
        self.names = names;
        self
    }
}
