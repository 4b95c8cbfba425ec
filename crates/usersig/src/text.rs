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

    /// Adds the first `length` of `N` bytes, behind which only zeros stand.
    #[inline(always)]
    fn put_padded<const N: usize>(&mut self, bytes: &[u8; N], length: usize) {
        self.put(&bytes[..length]);
    }

    #[inline(always)]
    fn put_number(&mut self, number: &Decimal) {
        self.put(number.text().as_bytes());
    }
}

/// A text that can be given to any [`Lines`].
pub(crate) trait Text {
    fn write(&self, lines: &mut impl Lines);
}

impl<const N: usize> Text for [u8; N] {
    #[inline(always)]
    fn write(&self, lines: &mut impl Lines) {
        lines.put(self);
    }
}

/// What stands in a current ticket's text between the UserID and the time, the same
/// for all tickets of an application.
#[derive(Clone)]
pub(crate) struct Middle {
    text: [u8; MIDDLE_BYTES],
    length: usize,
}

const MIDDLE_BYTES: usize = 48;

impl Middle {
    pub(crate) fn new(sdkappid: u32) -> Self {
        let mut middle = Self { text: [0; MIDDLE_BYTES], length: 0 };
        let digits = Decimal::new(sdkappid.into()).text();
        for part in [b"\nTLS.sdkappid:".as_slice(), digits.as_bytes(), b"\nTLS.time:"] {
            middle.text[middle.length..][..part.len()].copy_from_slice(part);
            middle.length += part.len();
        }
        middle
    }
}

/// The values of a current ticket's text.
pub(crate) struct CurrentText<'a> {
    pub(crate) userid: &'a str,
    /// Of the SDKAppID.
    pub(crate) middle: &'a Middle,
    pub(crate) time: &'a Decimal,
    pub(crate) expire: &'a Decimal,
    pub(crate) userbuf: UserBufLine<'a>,
}

/// The line of a UserBuf in a current ticket's text.
#[derive(Clone, Copy)]
pub(crate) enum UserBufLine<'a> {
    /// There is none.
    None,
    /// Of these bytes.
    Bytes(&'a [u8]),
    /// Of the bytes that this is the standard base64 of.
    Text(&'a str),
}

impl CurrentText<'_> {
    /// Bytes of everything but the UserID and the UserBuf's line, numbers of 20 digits
    /// counted and what is stored behind the end.
    pub(crate) const LONGEST_CONSTANTS: usize = 15 + MIDDLE_BYTES + 20 + 12 + 20 + 1 + 24;
}

impl Text for CurrentText<'_> {
    #[inline(always)]
    fn write(&self, lines: &mut impl Lines) {
        lines.put_padded(b"TLS.identifier:\0", 15);
        lines.put(self.userid.as_bytes());
        lines.put_padded(&self.middle.text, self.middle.length);
        lines.put_number(self.time);
        lines.put_padded(b"\nTLS.expire:\0\0\0\0", 12);
        lines.put_number(self.expire);
        lines.put_padded(b"\n", 1);
        match self.userbuf {
            UserBufLine::None => {}
            UserBufLine::Bytes(bytes) => {
                lines.put_padded(USER_BUF, USER_BUF.len());
                base64::standard_pieces(bytes, |text, length| lines.put_padded(text, length));
                lines.put(b"\n");
            }
            UserBufLine::Text(text) => {
                lines.put_padded(USER_BUF, USER_BUF.len());
                lines.put(text.as_bytes());
                lines.put(b"\n");
            }
        }
    }
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

impl Text for LegacyText<'_> {
    fn write(&self, lines: &mut impl Lines) {
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
