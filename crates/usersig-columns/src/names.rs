//! Which column means what.

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// The ticket; text.
    UserSig,
    /// The user; text.
    UserId,
    /// The application; a number.
    SdkAppId,
    /// Validity in seconds; a number.
    Expire,
    /// A numeric room; a number.
    RoomId,
    /// A string room; text.
    RoomStr,
    /// Privileges: a mask, or the text that [`Privileges`](usersig::Privileges) reads.
    Privileges,
    /// A UserBuf: bytes, or standard base64.
    UserBuf,
    /// The moment to check for, Unix seconds; a number.
    Now,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::UserSig,
        Self::UserId,
        Self::SdkAppId,
        Self::Expire,
        Self::RoomId,
        Self::RoomStr,
        Self::Privileges,
        Self::UserBuf,
        Self::Now,
    ];

    /// The column's name when [`Names`] says nothing else.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UserSig => "usersig",
            Self::UserId => "userid",
            Self::SdkAppId => "sdkappid",
            Self::Expire => "expire",
            Self::RoomId => "room_id",
            Self::RoomStr => "room_str",
            Self::Privileges => "privileges",
            Self::UserBuf => "userbuf",
            Self::Now => "now",
        }
    }
}

/// The names of the columns.
///
/// ```
/// use usersig_columns::{Names, Role};
/// let names = Names::new().with(Role::UserId, "user").without(Role::Expire);
/// assert_eq!(names.get(Role::UserId), Some("user"));
/// assert_eq!(names.get(Role::Expire), None);
/// assert_eq!(names.get(Role::UserBuf), Some("userbuf"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    given: Vec<(Role, Option<String>)>,
}

impl Names {
    /// Every column by its role's own name.
    #[must_use]
    pub const fn new() -> Self {
        Self { given: Vec::new() }
    }

    /// Takes the column of this name, which then has to be there.
    #[must_use]
    pub fn with(mut self, role: Role, name: impl Into<String>) -> Self {
        self.set(role, Some(name.into()));
        self
    }

    /// Takes no column, even if there is one of the role's own name.
    #[must_use]
    pub fn without(mut self, role: Role) -> Self {
        self.set(role, None);
        self
    }

    /// The column's name; `None` when none is to be taken.
    #[must_use]
    pub fn get(&self, role: Role) -> Option<&str> {
        match self.given(role) {
            Some(given) => given,
            None => Some(role.name()),
        }
    }

    /// What was said about a role, if anything.
    pub(crate) fn given(&self, role: Role) -> Option<Option<&str>> {
        self.given.iter().find(|(known, _)| *known == role).map(|(_, name)| name.as_deref())
    }

    fn set(&mut self, role: Role, name: Option<String>) {
        self.given.retain(|(known, _)| *known != role);
        self.given.push((role, name));
    }
}
