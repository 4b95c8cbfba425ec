//! Signing: one ticket, or one into a caller's buffer.

use usersig::{Claims, PrivateMapKey, UserBuf, UserIdForm, Validity};

use crate::application::Application;
use crate::fault::Fault;
use crate::values::{self, RoomArg};

impl Application {
    /// One ticket as a new string, valid for `expire` seconds from `now` on.
    ///
    /// An empty `userbuf` is not the same as none: it is signed and written.
    ///
    /// # Errors
    /// A [`Fault`] for a value that must not be signed, and for an application that
    /// verifies only.
    pub fn sign(
        &self,
        userid: &[u8],
        expire: i64,
        userbuf: Option<&[u8]>,
        now: Option<i64>,
    ) -> Result<String, Fault> {
        let claims = self.claims(userid, expire, userbuf, now)?;
        Ok(self.signer()?.sign(&claims)?)
    }

    /// One ticket into the front of `out`; returns its length. It is never cut short,
    /// and nothing is allocated, but for a legacy ticket with a long UserBuf.
    ///
    /// ```
    /// let app = usersig_door::Application::new(1_400_000_000, &[b"secret"])?;
    /// let mut out = vec![0; app.max_len(b"xiaojun", None)?];
    /// let length = app.sign_into(b"xiaojun", 86_400, None, Some(1_700_000_000), &mut out)?;
    /// assert_eq!(out[..length], *app.sign(b"xiaojun", 86_400, None, Some(1_700_000_000))?.as_bytes());
    /// # Ok::<(), usersig_door::Fault>(())
    /// ```
    ///
    /// # Errors
    /// As [`Application::sign`]; and a [`Fault`] with [`Fault::needed`] when `out`
    /// has fewer than [`Application::max_len`] bytes.
    pub fn sign_into(
        &self,
        userid: &[u8],
        expire: i64,
        userbuf: Option<&[u8]>,
        now: Option<i64>,
        out: &mut [u8],
    ) -> Result<usize, Fault> {
        let claims = self.claims(userid, expire, userbuf, now)?;
        Ok(self.signer()?.sign_into(&claims, out)?.len())
    }

    /// Bytes that are enough for a ticket of this user with this UserBuf.
    ///
    /// # Errors
    /// As [`Application::sign`].
    pub fn max_len(&self, userid: &[u8], userbuf: Option<&[u8]>) -> Result<usize, Fault> {
        let claims = values::claims(values::userid(userid, self.form)?, LONGEST_TIMES?, userbuf)?;
        Ok(self.signer()?.max_len(&claims))
    }

    /// A PrivateMapKey: a ticket that also says which room the user may enter, and
    /// with which of the eight privileges.
    ///
    /// # Errors
    /// As [`Application::sign`]; and a [`Fault`] for a room or a mask of privileges
    /// that is none, and for a validity that ends after the year 2106.
    pub fn sign_private_map_key(
        &self,
        userid: &[u8],
        expire: i64,
        room: RoomArg<'_>,
        privileges: i64,
        now: Option<i64>,
    ) -> Result<String, Fault> {
        let userid = values::userid(userid, self.form)?;
        let validity = values::validity(expire, now)?;
        let (room, privileges) = (room.room()?, values::privileges(privileges)?);
        Ok(self.signer()?.sign_private_map_key(userid, validity, room, privileges)?)
    }

    /// A PrivateMapKey into the front of `out`; returns its length.
    ///
    /// # Errors
    /// As [`Application::sign_private_map_key`]; and a [`Fault`] with
    /// [`Fault::needed`] when `out` has fewer than
    /// [`Application::private_map_key_max_len`] bytes.
    pub fn sign_private_map_key_into(
        &self,
        userid: &[u8],
        expire: i64,
        room: RoomArg<'_>,
        privileges: i64,
        now: Option<i64>,
        out: &mut [u8],
    ) -> Result<usize, Fault> {
        let userid = values::userid(userid, self.form)?;
        let validity = values::validity(expire, now)?;
        let key = PrivateMapKey::new(
            userid,
            self.sdkappid,
            room.room()?,
            values::privileges(privileges)?,
            validity,
        )?;
        let mut userbuf = [0; PrivateMapKey::MAX_BYTES];
        let userbuf = UserBuf::new(key.write_to(&mut userbuf)?)?;
        let claims = Claims::new(userid, validity).with_userbuf(userbuf);
        Ok(self.signer()?.sign_into(&claims, out)?.len())
    }

    /// Bytes that are enough for a PrivateMapKey of this user for any room.
    ///
    /// # Errors
    /// As [`Application::sign`].
    pub fn private_map_key_max_len(&self, userid: &[u8]) -> Result<usize, Fault> {
        let longest = PrivateMapKey::MAX_BYTES - usersig::UserId::MAX_BYTES;
        let userbuf = [0; PrivateMapKey::MAX_BYTES];
        let length = (longest + userid.len()).min(userbuf.len());
        self.max_len(userid, Some(&userbuf[..length]))
    }

    fn claims<'a>(
        &self,
        userid: &'a [u8],
        expire: i64,
        userbuf: Option<&'a [u8]>,
        now: Option<i64>,
    ) -> Result<Claims<'a>, Fault> {
        let userid = values::userid(userid, self.form)?;
        values::claims(userid, values::validity(expire, now)?, userbuf)
    }
}

/// The bytes of a PrivateMapKey alone: the UserBuf of the ticket that
/// [`Application::sign_private_map_key`] makes.
///
/// # Errors
/// As [`Application::sign_private_map_key`].
pub fn private_map_key_bytes(
    sdkappid: i64,
    userid: &[u8],
    expire: i64,
    room: RoomArg<'_>,
    privileges: i64,
    now: Option<i64>,
) -> Result<Vec<u8>, Fault> {
    let key = PrivateMapKey::new(
        values::userid(userid, UserIdForm::Utf8)?,
        values::sdkappid(sdkappid)?,
        room.room()?,
        values::privileges(privileges)?,
        values::validity(expire, now)?,
    )?;
    Ok(key.to_bytes())
}

/// Both numbers have the most digits that a validity can have.
const LONGEST_TIMES: Result<Validity, usersig::Error> =
    Validity::new(i64::MAX as u64 / 2, i64::MAX as u64 / 2);
