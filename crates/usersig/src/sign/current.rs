//! Writes current tickets: claims -> text -> MAC -> envelope, in one pass.

use crate::claims::{Claims, SdkAppId, Validity};
use crate::decimal::Decimal;
use crate::envelope::base64::encoded_len;
use crate::envelope::compact::{self, Desk, Prepared, Texts};
use crate::envelope::stored;
use crate::key::{BUFFER, HmacKey, Steps};
use crate::sign::Encoding;
use crate::text::{CurrentText, Middle, USER_BUF, UserBufLine};

/// What is the same for all current tickets of an application.
#[derive(Clone)]
pub(crate) struct Application {
    pub(super) sdkappid: Decimal,
    middle: Middle,
    prepared: Prepared,
}

impl Application {
    pub(crate) fn new(sdkappid: SdkAppId) -> Self {
        Self {
            sdkappid: Decimal::new(sdkappid.get().into()),
            middle: Middle::new(sdkappid.get()),
            prepared: Prepared::new(sdkappid),
        }
    }

    pub(crate) const fn middle(&self) -> &Middle {
        &self.middle
    }

    pub(crate) const fn prepared(&self) -> &Prepared {
        &self.prepared
    }
}

/// Bytes that are enough for the ticket of these claims.
pub(crate) fn max_len(claims: &Claims<'_>) -> usize {
    compact::max_len(claims.userid.as_str(), claims.userbuf.map(|userbuf| userbuf.as_bytes().len()))
}

/// Writes the ticket into `out`, which holds [`max_len`]; returns its length.
#[inline(always)]
pub(crate) fn write(
    key: &HmacKey,
    application: &Application,
    encoding: Encoding,
    claims: &Claims<'_>,
    out: &mut [u8],
) -> usize {
    let times = Times::new(claims.validity);
    let ready = Ready::new(claims, &times);
    let mut buffer = BUFFER;
    let mac = key.begin(&mut buffer, &ready.text(application));
    ready.write(&mut Desk::new(), application, encoding, &mac, out)
}

/// The numbers of a validity in decimal.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    time: Decimal,
    expire: Decimal,
}

impl Times {
    #[inline(always)]
    pub(crate) fn new(validity: Validity) -> Self {
        Self { time: Decimal::new(validity.time()), expire: Decimal::new(validity.expire()) }
    }
}

/// Claims with their numbers.
#[derive(Clone, Copy)]
pub(crate) struct Ready<'a> {
    userid: &'a str,
    userbuf: Option<&'a [u8]>,
    times: &'a Times,
}

impl<'a> Ready<'a> {
    /// `times` are those of the claims.
    #[inline(always)]
    pub(crate) fn new(claims: &Claims<'a>, times: &'a Times) -> Self {
        let userbuf = claims.userbuf.map(|userbuf| userbuf.as_bytes());
        Self { userid: claims.userid.as_str(), userbuf, times }
    }

    /// The text that is signed.
    #[inline(always)]
    pub(crate) fn text<'t>(&'t self, application: &'t Application) -> CurrentText<'t> {
        CurrentText {
            userid: self.userid,
            middle: &application.middle,
            time: &self.times.time,
            expire: &self.times.expire,
            userbuf: self.userbuf.map_or(UserBufLine::None, UserBufLine::Bytes),
        }
    }

    /// Bytes that the text takes at most.
    #[inline(always)]
    pub(crate) fn text_bound(&self) -> usize {
        let userbuf = self.userbuf.map_or(0, |userbuf| USER_BUF.len() + 1 + encoded_len(userbuf.len()));
        CurrentText::LONGEST_CONSTANTS + self.userid.len() + userbuf
    }

    /// Writes the ticket into `out`, which holds [`max_len`]; returns its length.
    #[inline(always)]
    pub(crate) fn write(
        &self,
        desk: &mut Desk,
        application: &Application,
        encoding: Encoding,
        mac: &impl Steps,
        out: &mut [u8],
    ) -> usize {
        let texts = Texts {
            userid: self.userid,
            sdkappid: &application.sdkappid,
            expire: &self.times.expire,
            time: &self.times.time,
            userbuf: self.userbuf,
        };
        match encoding {
            Encoding::Compact => compact::write(desk, &application.prepared, &texts, mac, out),
            Encoding::Stored => stored::write(desk, &texts, &mac.finish(), out),
        }
    }
}
