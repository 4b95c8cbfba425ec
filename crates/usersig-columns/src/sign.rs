//! A ticket for every row.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{Int32Array, RecordBatch};
use arrow_schema::{DataType, Schema, SchemaRef};
use usersig::{
    Claims, Encoding, Error, Key, PrivateMapKey, Privileges, Room, SdkAppId, Signer, Tickets, UserBuf,
    UserId, UserIdForm, Validity,
};

use crate::bind::{Columns, NumbersOrTexts};
use crate::error::ColumnError;
use crate::fault::Fault;
use crate::groups::{self, Applications};
use crate::names::{Names, Role};
use crate::read::{Bytes, Numbers, Texts};
use crate::results::{Written, WrittenNumbers, field};
use crate::ring::KeyRing;

/// How [`sign`] makes tickets, where the row says nothing else.
#[derive(Debug, Clone)]
pub struct SignOptions {
    now: u64,
    sdkappid: Option<SdkAppId>,
    expire: Option<u64>,
    form: UserIdForm,
    encoding: Encoding,
    room: Option<RoomName>,
    privileges: Option<Privileges>,
    names: Names,
}

#[derive(Debug, Clone)]
enum RoomName {
    Id(u32),
    Str(String),
}

impl SignOptions {
    /// The roles of columns that [`sign`] looks for.
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
    /// [`Validity::DEFAULT_SECONDS`], and [`ROOM_SECONDS`](Self::ROOM_SECONDS) with a room.
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

/// Signs a ticket for every row.
///
/// The results are [`sign_schema`]'s: `usersig` and `expires_at` (Unix seconds), null in a row
/// that cannot be served; `code`, 0 or Tencent's number; and `error`, null or why.
///
/// A row with a room gets a PrivateMapKey. Its application is the column's or the option's, and
/// the first of the application's keys that can sign is used.
///
/// # Errors
/// A [`ColumnError`] when the batch cannot be read at all.
pub fn sign(ring: &KeyRing, batch: &RecordBatch, options: &SignOptions) -> Result<RecordBatch, ColumnError> {
    let mut rows = Rows::new(ring, batch, options)?;
    let count = batch.num_rows();
    let mut results = Results::with_capacity(count);
    let mut group = Group::default();
    for start in (0..count).step_by(groups::ROWS) {
        group.sign(&mut rows, start..count.min(start + groups::ROWS), &mut results);
    }
    results.finish()
}

/// The schema of what [`sign`] answers.
#[must_use]
pub fn sign_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        field("usersig", DataType::Utf8),
        field("expires_at", DataType::Int64),
        field("code", DataType::Int32),
        field("error", DataType::Utf8),
    ]))
}

/// What the rows ask for.
struct Rows<'a> {
    ring: &'a KeyRing,
    options: &'a SignOptions,
    userid: Texts<'a>,
    sdkappid: Option<Numbers<'a>>,
    expire: Option<Numbers<'a>>,
    room_id: Option<Numbers<'a>>,
    room_str: Option<Texts<'a>>,
    privileges: Option<NumbersOrTexts<'a>>,
    userbuf: Option<Bytes<'a>>,
    signers: Applications<Signer>,
}

/// What one row asks for, but its UserBuf, which stands in memory of the group.
struct Asked<'a> {
    signer: usize,
    userid: UserId<'a>,
    validity: Validity,
    userbuf: Option<Range<usize>>,
}

impl<'a> Rows<'a> {
    fn new(ring: &'a KeyRing, batch: &'a RecordBatch, options: &'a SignOptions) -> Result<Self, ColumnError> {
        let columns = Columns::new(batch, &options.names);
        Ok(Self {
            ring,
            options,
            userid: columns.needed_texts(Role::UserId)?,
            sdkappid: columns.numbers(Role::SdkAppId)?,
            expire: columns.numbers(Role::Expire)?,
            room_id: columns.numbers(Role::RoomId)?,
            room_str: columns.texts(Role::RoomStr)?,
            privileges: columns.numbers_or_texts(Role::Privileges)?,
            userbuf: columns.bytes(Role::UserBuf)?,
            signers: Applications::new(),
        })
    }

    #[inline]
    fn ask(&mut self, row: usize, userbufs: &mut Vec<u8>) -> Result<Asked<'a>, Fault> {
        let sdkappid = match number(self.sdkappid.as_ref(), row, Role::SdkAppId)? {
            Some(number) => SdkAppId::new(number)?,
            None => self.options.sdkappid.ok_or(Fault::NoSdkAppId)?,
        };
        let signer = self.signers.place(sdkappid.get(), || signer(self.ring, self.options, sdkappid))?;
        let userid = UserId::with_form(self.userid.get(row).unwrap_or_default(), self.options.form)?;
        let room = self.room(row)?;
        let usual = if room.is_some() { SignOptions::ROOM_SECONDS } else { Validity::DEFAULT_SECONDS };
        let expire = number(self.expire.as_ref(), row, Role::Expire)?.or(self.options.expire);
        let validity = Validity::new(self.options.now, expire.unwrap_or(usual))?;
        let userbuf = self.userbuf(row, userbufs)?;
        let userbuf = match room {
            None => userbuf,
            Some(_) if userbuf.is_some() => return Err(Fault::RoomAndUserBuf),
            Some((room, privileges)) => {
                let key = PrivateMapKey::new(userid, sdkappid, room, privileges, validity)?;
                let start = userbufs.len();
                userbufs.extend_from_slice(key.write_to(&mut [0; PrivateMapKey::MAX_BYTES])?);
                Some(start..userbufs.len())
            }
        };
        Ok(Asked { signer, userid, validity, userbuf })
    }

    fn room(&self, row: usize) -> Result<Option<(Room<'a>, Privileges)>, Fault> {
        let id = number(self.room_id.as_ref(), row, Role::RoomId)?;
        let text = self.room_str.as_ref().and_then(|texts| texts.get(row));
        let privileges = privileges(self.privileges.as_ref(), row)?;
        let room = match (id, text) {
            (Some(_), Some(_)) => return Err(Fault::TwoRooms),
            (Some(id), None) => Room::id(id)?,
            (None, Some(text)) => Room::str(text)?,
            (None, None) => match &self.options.room {
                Some(RoomName::Id(id)) => Room::id((*id).into())?,
                Some(RoomName::Str(text)) => Room::str(text)?,
                None if privileges.is_some() => return Err(Fault::NoRoom),
                None => return Ok(None),
            },
        };
        let privileges = privileges.or(self.options.privileges).ok_or(Fault::NoPrivileges)?;
        Ok(Some((room, privileges)))
    }

    fn userbuf(&self, row: usize, userbufs: &mut Vec<u8>) -> Result<Option<Range<usize>>, Fault> {
        let start = userbufs.len();
        match self.userbuf.as_ref().and_then(|bytes| bytes.append(row, userbufs)) {
            None => return Ok(None),
            Some(Ok(())) => {}
            Some(Err(_)) => {
                userbufs.truncate(start);
                return Err(Fault::NotBase64);
            }
        }
        if let Err(error) = UserBuf::new(&userbufs[start..]) {
            // Too long to be kept for the rest of the group.
            userbufs.truncate(start);
            return Err(error.into());
        }
        Ok(Some(start..userbufs.len()))
    }
}

/// The value of a column that may not be there.
#[inline]
pub(crate) fn number(column: Option<&Numbers<'_>>, row: usize, role: Role) -> Result<Option<u64>, Fault> {
    match column.and_then(|column| column.get(row)) {
        None => Ok(None),
        Some(Ok(number)) => Ok(Some(number)),
        Some(Err(_)) => Err(Fault::NotANumber(role)),
    }
}

/// A mask or names.
pub(crate) fn privileges(
    column: Option<&NumbersOrTexts<'_>>,
    row: usize,
) -> Result<Option<Privileges>, Fault> {
    Ok(match column {
        None => None,
        Some(NumbersOrTexts::Texts(texts)) => texts.get(row).map(str::parse).transpose()?,
        Some(NumbersOrTexts::Numbers(numbers)) => {
            number(Some(numbers), row, Role::Privileges)?.map(Privileges::from_bits).transpose()?
        }
    })
}

/// A signer with the first key that can sign.
fn signer(ring: &KeyRing, options: &SignOptions, sdkappid: SdkAppId) -> Result<Signer, Fault> {
    let keys = ring.keys(sdkappid);
    let key = keys.iter().find(|key| !matches!(key, Key::EcdsaPublic(_))).or(keys.first());
    let key = key.ok_or(Fault::UnknownSdkAppId(sdkappid.get()))?;
    Ok(Signer::new(sdkappid, key)?.with_encoding(options.encoding))
}

/// Memory of the rows that are signed side by side.
#[derive(Default)]
struct Group {
    userbufs: Vec<u8>,
    rows: Vec<usize>,
}

impl Group {
    fn sign(&mut self, rows: &mut Rows<'_>, range: Range<usize>, results: &mut Results) {
        let Self { userbufs, rows: of_application } = self;
        userbufs.clear();
        let asked: Vec<_> = range.map(|row| rows.ask(row, userbufs)).collect();
        let places: Vec<_> =
            asked.iter().map(|asked| asked.as_ref().ok().map(|asked| asked.signer)).collect();
        let mut calls: Vec<Tickets> = Vec::new();
        // Of each row, the call and the place in it.
        let mut tickets: Vec<Result<(usize, usize), Error>> = vec![Err(Error::SigningFailed); asked.len()];
        groups::by_application(&places, of_application, |signer, rows_of_it| {
            let Some(signer) = rows.signers.get(signer) else { return };
            let of_it = rows_of_it.iter().filter_map(|row| asked[*row].as_ref().ok());
            let claims: Vec<_> = of_it.map(|asked| claims(asked, userbufs)).collect();
            match signer.sign_many(&claims) {
                Ok(signed) => {
                    for (place, row) in rows_of_it.iter().enumerate() {
                        tickets[*row] = Ok((calls.len(), place));
                    }
                    calls.push(signed);
                }
                // One of them failed: each by itself tells which.
                Err(_) => {
                    for (row, claims) in rows_of_it.iter().zip(&claims) {
                        tickets[*row] = signer.sign_many(&[*claims]).map(|signed| {
                            calls.push(signed);
                            (calls.len() - 1, 0)
                        });
                    }
                }
            }
        });
        for (asked, ticket) in asked.iter().zip(tickets) {
            let signed = match asked {
                Err(fault) => Err(*fault),
                Ok(asked) => ticket.map_err(Fault::from).map(|(call, place)| (asked, call, place)),
            };
            match signed {
                Ok((asked, call, place)) => {
                    results.push(calls[call].get_bytes(place).unwrap_or_default(), asked.validity);
                }
                Err(fault) => results.push_fault(fault),
            }
        }
    }
}

fn claims<'a>(asked: &Asked<'a>, userbufs: &'a [u8]) -> Claims<'a> {
    let claims = Claims::new(asked.userid, asked.validity);
    // Its length was looked at before.
    let userbuf = asked.userbuf.clone().and_then(|range| UserBuf::new(&userbufs[range]).ok());
    userbuf.map_or(claims, |userbuf| claims.with_userbuf(userbuf))
}

struct Results {
    usersig: Written,
    expires_at: WrittenNumbers,
    code: Vec<i32>,
    error: Written,
}

impl Results {
    fn with_capacity(rows: usize) -> Self {
        Self {
            usersig: Written::with_capacity(rows, rows.saturating_mul(TYPICAL_CHARACTERS).min(MOST_AT_FIRST)),
            expires_at: WrittenNumbers::with_capacity(rows),
            code: Vec::with_capacity(rows),
            error: Written::with_capacity(rows, 0),
        }
    }

    #[inline]
    fn push(&mut self, ticket: &[u8], validity: Validity) {
        self.usersig.push(ticket);
        self.expires_at.push(Some(validity.expires_at()));
        self.code.push(0);
        self.error.push_null();
    }

    fn push_fault(&mut self, fault: Fault) {
        self.usersig.push_null();
        self.expires_at.push(None);
        self.code.push(fault.code());
        self.error.push_text(&fault);
    }

    fn finish(self) -> Result<RecordBatch, ColumnError> {
        let columns = vec![
            self.usersig.texts()?,
            self.expires_at.numbers(),
            Arc::new(Int32Array::from(self.code)) as _,
            self.error.texts()?,
        ];
        Ok(RecordBatch::try_new(sign_schema(), columns)?)
    }
}

/// A plain ticket's length, with a little more.
const TYPICAL_CHARACTERS: usize = 192;
/// Bytes that are asked for at once.
const MOST_AT_FIRST: usize = 1 << 26;
