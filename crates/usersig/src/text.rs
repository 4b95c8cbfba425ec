//! The text that is signed, for both algorithms.
//!
//! It is rebuilt from values, never copied from a ticket. Every line ends with a
//! line feed; nothing is escaped, which is why no value may hold a control
//! character.

use crate::decimal::Decimal;
use crate::envelope::base64;

/// What the text is given to: a hash, or a MAC.
pub(crate) trait Lines {
    fn put(&mut self, bytes: &[u8]);

    #[inline(always)]
    fn put_number(&mut self, number: &Decimal) {
        self.put(number.as_bytes());
    }
}

/// The values of a current ticket's text.
pub(crate) struct CurrentText<'a> {
    pub(crate) userid: &'a str,
    pub(crate) sdkappid: &'a Decimal,
    pub(crate) time: &'a Decimal,
    pub(crate) expire: &'a Decimal,
}

impl CurrentText<'_> {
    /// Gives the lines to `lines`, but for the UserBuf's.
    #[inline(always)]
    pub(crate) fn write(&self, lines: &mut impl Lines) {
        lines.put(b"TLS.identifier:");
        lines.put(self.userid.as_bytes());
        lines.put(b"\nTLS.sdkappid:");
        lines.put_number(self.sdkappid);
        lines.put(b"\nTLS.time:");
        lines.put_number(self.time);
        lines.put(b"\nTLS.expire:");
        lines.put_number(self.expire);
        lines.put(b"\n");
    }
}

/// Gives the line of a UserBuf of any length.
pub(crate) fn write_userbuf(lines: &mut impl Lines, userbuf: &[u8]) {
    lines.put(USER_BUF);
    base64::standard_pieces(userbuf, |text, length| lines.put(&text[..length]));
    lines.put(b"\n");
}

/// What stands before the base64 of a UserBuf, on a line of its own.
pub(crate) const USER_BUF: &[u8; 12] = b"TLS.userbuf:";

/// The values of a legacy ticket's text.
pub(crate) struct LegacyText<'a> {
    /// Left out of the text when the ticket has none.
    pub(crate) appid_at_3rd: Option<&'a str>,
    pub(crate) account_type: &'a str,
    pub(crate) userid: &'a str,
    pub(crate) sdkappid: &'a Decimal,
    /// Decimal Unix seconds, or the oldest tickets' local time.
    pub(crate) time: &'a [u8],
    pub(crate) expire: &'a Decimal,
    /// The standard base64 of the UserBuf.
    pub(crate) userbuf: Option<&'a [u8]>,
}

impl LegacyText<'_> {
    /// Gives all lines to `lines`.
    pub(crate) fn write(&self, lines: &mut impl Lines) {
        if let Some(appid_at_3rd) = self.appid_at_3rd {
            lines.put(b"TLS.appid_at_3rd:");
            lines.put(appid_at_3rd.as_bytes());
            lines.put(b"\n");
        }
        lines.put(b"TLS.account_type:");
        lines.put(self.account_type.as_bytes());
        lines.put(b"\nTLS.identifier:");
        lines.put(self.userid.as_bytes());
        lines.put(b"\nTLS.sdk_appid:");
        lines.put_number(self.sdkappid);
        lines.put(b"\nTLS.time:");
        lines.put(self.time);
        lines.put(b"\nTLS.expire_after:");
        lines.put_number(self.expire);
        lines.put(b"\n");
        if let Some(userbuf) = self.userbuf {
            lines.put(USER_BUF);
            lines.put(userbuf);
            lines.put(b"\n");
        }
    }
}
