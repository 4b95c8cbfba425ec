//! A verdict on every row.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{BooleanArray, Int32Array, RecordBatch};
use arrow_schema::{DataType, Schema, SchemaRef};
use usersig::{Check, Privileges, Rejection, Room, SdkAppId, UserId, UserIdForm, Verified, Verifier};

use crate::bind::{Columns, NumbersOrTexts};
use crate::error::ColumnError;
use crate::fault::Fault;
use crate::groups::{self, Applications};
use crate::names::{Names, Role};
use crate::read::{Numbers, Texts};
use crate::results::{Written, WrittenClaims, WrittenNumbers, field};
use crate::ring::KeyRing;
use crate::sign::{number, privileges};

/// How [`verify`] checks tickets, where the row says nothing else.
#[derive(Debug, Clone)]
pub struct VerifyOptions {
    now: u64,
    sdkappid: Option<SdkAppId>,
    max_clock_skew: Option<u64>,
    longest_validity: Option<u64>,
    legacy_utc_offset: i32,
    without_userbuf: bool,
    names: Names,
}

impl VerifyOptions {
    /// The roles of columns that [`verify`] looks for. Those of a room are looked for only when
    /// [`Names`] names them.
    pub const ROLES: &[Role] = &[
        Role::UserSig,
        Role::UserId,
        Role::SdkAppId,
        Role::Now,
        Role::RoomId,
        Role::RoomStr,
        Role::Privileges,
    ];

    /// Tickets as of `now` (Unix seconds), where no column says another moment.
    #[must_use]
    pub const fn new(now: u64) -> Self {
        Self {
            now,
            sdkappid: None,
            max_clock_skew: None,
            longest_validity: None,
            legacy_utc_offset: 0,
            without_userbuf: false,
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

    /// See [`Verifier::with_max_clock_skew`].
    #[must_use]
    pub const fn with_max_clock_skew(mut self, seconds: u64) -> Self {
        self.max_clock_skew = Some(seconds);
        self
    }

    /// See [`Verifier::with_longest_validity`].
    #[must_use]
    pub const fn with_longest_validity(mut self, seconds: u64) -> Self {
        self.longest_validity = Some(seconds);
        self
    }

    /// See [`Verifier::with_legacy_utc_offset`].
    #[must_use]
    pub const fn with_legacy_utc_offset(mut self, seconds: i32) -> Self {
        self.legacy_utc_offset = seconds;
        self
    }

    /// Rejects tickets that carry a UserBuf, unless the row asks for a room.
    #[must_use]
    pub const fn without_userbuf(mut self) -> Self {
        self.without_userbuf = true;
        self
    }

    /// The names of the columns. A column of rooms that is named here makes a ticket valid only
    /// for the row's room, with at least the privileges of that column; a row without a room
    /// takes any ticket.
    #[must_use]
    pub fn with_names(mut self, names: Names) -> Self {
        self.names = names;
        self
    }
}

/// Verifies the ticket of every row.
///
/// The results are [`verify_schema`]'s: `valid`, never null; `code`, 0 or Tencent's number;
/// `reason`, null or why; and of a valid ticket what it says. `key_index` is the place of the key
/// that made the signature among the application's keys.
///
/// # Errors
/// A [`ColumnError`] when the batch cannot be read at all.
pub fn verify(
    ring: &KeyRing,
    batch: &RecordBatch,
    options: &VerifyOptions,
) -> Result<RecordBatch, ColumnError> {
    let mut rows = Rows::new(ring, batch, options)?;
    let count = batch.num_rows();
    let mut results = Results::with_capacity(count);
    let mut of_application = Vec::new();
    for start in (0..count).step_by(groups::ROWS) {
        let range = start..count.min(start + groups::ROWS);
        for verdict in verdicts(&mut rows, range, &mut of_application) {
            results.push(verdict);
        }
    }
    results.finish()
}

/// The schema of what [`verify`] answers.
#[must_use]
pub fn verify_schema() -> SchemaRef {
    let mut fields = vec![
        field("valid", DataType::Boolean),
        field("code", DataType::Int32),
        field("reason", DataType::Utf8),
    ];
    fields.extend(WrittenClaims::fields());
    fields.push(field("key_index", DataType::Int64));
    Arc::new(Schema::new(fields))
}

/// What the rows ask for.
struct Rows<'a> {
    ring: &'a KeyRing,
    options: &'a VerifyOptions,
    usersig: Texts<'a>,
    userid: Texts<'a>,
    sdkappid: Option<Numbers<'a>>,
    now: Option<Numbers<'a>>,
    room_id: Option<Numbers<'a>>,
    room_str: Option<Texts<'a>>,
    privileges: Option<NumbersOrTexts<'a>>,
    verifiers: Applications<Verifier>,
}

/// The place of a row's verifier, its ticket and its check.
type Asked<'a> = (usize, &'a str, Check<'a>);

impl<'a> Rows<'a> {
    fn new(
        ring: &'a KeyRing,
        batch: &'a RecordBatch,
        options: &'a VerifyOptions,
    ) -> Result<Self, ColumnError> {
        let columns = Columns::new(batch, &options.names);
        let is_named = |role| options.names.given(role).is_some();
        Ok(Self {
            ring,
            options,
            usersig: columns.needed_texts(Role::UserSig)?,
            userid: columns.needed_texts(Role::UserId)?,
            sdkappid: columns.numbers(Role::SdkAppId)?,
            now: columns.numbers(Role::Now)?,
            room_id: if is_named(Role::RoomId) { columns.numbers(Role::RoomId)? } else { None },
            room_str: if is_named(Role::RoomStr) { columns.texts(Role::RoomStr)? } else { None },
            privileges: match is_named(Role::Privileges) {
                true => columns.numbers_or_texts(Role::Privileges)?,
                false => None,
            },
            verifiers: Applications::new(),
        })
    }

    #[inline]
    fn ask(&mut self, row: usize) -> Result<Asked<'a>, Fault> {
        let sdkappid = match number(self.sdkappid.as_ref(), row, Role::SdkAppId)? {
            Some(number) => SdkAppId::new(number)?,
            None => self.options.sdkappid.ok_or(Fault::NoSdkAppId)?,
        };
        let verifier =
            self.verifiers.place(sdkappid.get(), || verifier(self.ring, self.options, sdkappid))?;
        let userid = UserId::with_form(self.userid.get(row).unwrap_or_default(), UserIdForm::Utf8)?;
        let now = number(self.now.as_ref(), row, Role::Now)?.unwrap_or(self.options.now);
        let mut check = Check::new(userid, now);
        if self.options.without_userbuf {
            check = check.without_userbuf();
        }
        if let Some((room, privileges)) = self.room(row)? {
            check = check.with_room(room, privileges);
        }
        Ok((verifier, self.usersig.get(row).unwrap_or_default(), check))
    }

    fn room(&self, row: usize) -> Result<Option<(Room<'a>, Privileges)>, Fault> {
        let id = number(self.room_id.as_ref(), row, Role::RoomId)?;
        let text = self.room_str.as_ref().and_then(|texts| texts.get(row));
        let privileges = privileges(self.privileges.as_ref(), row)?;
        let room = match (id, text) {
            (Some(_), Some(_)) => return Err(Fault::TwoRooms),
            (Some(id), None) => Room::id(id)?,
            (None, Some(text)) => Room::str(text)?,
            (None, None) if privileges.is_some() => return Err(Fault::NoRoom),
            (None, None) => return Ok(None),
        };
        Ok(Some((room, privileges.unwrap_or(Privileges::NONE))))
    }
}

fn verifier(ring: &KeyRing, options: &VerifyOptions, sdkappid: SdkAppId) -> Result<Verifier, Fault> {
    let keys = ring.keys(sdkappid);
    if keys.is_empty() {
        return Err(Fault::UnknownSdkAppId(sdkappid.get()));
    }
    let mut verifier =
        Verifier::new(sdkappid, keys.iter().cloned()).with_legacy_utc_offset(options.legacy_utc_offset);
    if let Some(skew) = options.max_clock_skew {
        verifier = verifier.with_max_clock_skew(skew);
    }
    if let Some(longest) = options.longest_validity {
        verifier = verifier.with_longest_validity(longest);
    }
    Ok(verifier)
}

/// What is said about a row.
enum Verdict {
    Verified(Verified),
    Rejected(Rejection),
    Refused(Fault),
}

fn verdicts(rows: &mut Rows<'_>, range: Range<usize>, of_application: &mut Vec<usize>) -> Vec<Verdict> {
    let asked: Vec<_> = range.map(|row| rows.ask(row)).collect();
    let places: Vec<_> = asked.iter().map(|asked| asked.as_ref().ok().map(|(place, ..)| *place)).collect();
    let refused = asked.iter().map(|asked| match asked {
        Err(fault) => Verdict::Refused(*fault),
        Ok(_) => Verdict::Rejected(Rejection::Empty),
    });
    let mut verdicts: Vec<_> = refused.collect();
    groups::by_application(&places, of_application, |verifier, rows_of_it| {
        let Some(verifier) = rows.verifiers.get(verifier) else { return };
        let of_it = rows_of_it.iter().filter_map(|row| asked[*row].as_ref().ok());
        let tickets: Vec<_> = of_it.map(|(_, ticket, check)| (*ticket, *check)).collect();
        for (row, verdict) in rows_of_it.iter().zip(verifier.verify_many(&tickets)) {
            verdicts[*row] = verdict.map_or_else(Verdict::Rejected, Verdict::Verified);
        }
    });
    verdicts
}

struct Results {
    valid: Vec<bool>,
    code: Vec<i32>,
    reason: Written,
    claims: WrittenClaims,
    key_index: WrittenNumbers,
}

impl Results {
    fn with_capacity(rows: usize) -> Self {
        Self {
            valid: Vec::with_capacity(rows),
            code: Vec::with_capacity(rows),
            reason: Written::with_capacity(rows, 0),
            claims: WrittenClaims::with_capacity(rows),
            key_index: WrittenNumbers::with_capacity(rows),
        }
    }

    fn push(&mut self, verdict: Verdict) {
        self.valid.push(matches!(verdict, Verdict::Verified(_)));
        match verdict {
            Verdict::Verified(verified) => {
                self.code.push(0);
                self.reason.push_null();
                self.claims.push(verified.algorithm(), verified.validity(), verified.userbuf());
                self.key_index.push(Some(verified.key_index() as u64));
                return;
            }
            Verdict::Rejected(rejection) => {
                self.code.push(rejection.code());
                self.reason.push_text(&rejection);
            }
            Verdict::Refused(fault) => {
                self.code.push(fault.code());
                self.reason.push_text(&fault);
            }
        }
        self.claims.push_null();
        self.key_index.push(None);
    }

    fn finish(self) -> Result<RecordBatch, ColumnError> {
        let mut columns = vec![
            Arc::new(BooleanArray::from(self.valid)) as _,
            Arc::new(Int32Array::from(self.code)) as _,
            self.reason.texts()?,
        ];
        columns.extend(self.claims.columns()?);
        columns.push(self.key_index.numbers());
        Ok(RecordBatch::try_new(verify_schema(), columns)?)
    }
}
