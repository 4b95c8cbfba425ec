//! Writes current tickets: claims -> text -> MAC -> envelope, in one pass.

use crate::claims::{Claims, SdkAppId};
use crate::decimal::Decimal;
use crate::envelope::compact::{self, Prepared, Texts};
use crate::envelope::stored;
use crate::key::{BUFFER, HmacKey, mac_bytes};
use crate::sign::Encoding;
use crate::text::{CurrentText, Middle, UserBufLine};

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
    let (time, expire) = (Decimal::new(claims.validity.time()), Decimal::new(claims.validity.expire()));
    let userid = claims.userid.as_str();
    let userbuf = claims.userbuf.map(|userbuf| userbuf.as_bytes());
    let mut buffer = BUFFER;
    let text = CurrentText {
        userid,
        middle: &application.middle,
        time: &time,
        expire: &expire,
        userbuf: userbuf.map_or(UserBufLine::None, UserBufLine::Bytes),
    };
    let mac = key.begin(&mut buffer, &text);
    let texts = Texts { userid, sdkappid: &application.sdkappid, expire: &expire, time: &time, userbuf };
    match encoding {
        Encoding::Compact => compact::write(&application.prepared, &texts, &mac, out),
        Encoding::Stored => stored::write(&texts, &mac_bytes(&mac.finish()), out),
    }
}
