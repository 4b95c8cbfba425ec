//! The text that is signed, for both algorithms.
//!
//! It is rebuilt from values, never copied from a ticket. Every line ends with a
//! line feed; nothing is escaped, which is why no value may hold a control
//! character.

/// Gives the lines of a current ticket to `put`, piece by piece.
///
/// `userbuf` is the standard base64 of the UserBuf.
pub(crate) fn current(
    put: &mut impl FnMut(&[u8]),
    userid: &str,
    sdkappid: u32,
    time: u64,
    expire: u64,
    userbuf: Option<&[u8]>,
) {
    let mut number = itoa::Buffer::new();
    put(b"TLS.identifier:");
    put(userid.as_bytes());
    put(b"\nTLS.sdkappid:");
    put(number.format(sdkappid).as_bytes());
    put(b"\nTLS.time:");
    put(number.format(time).as_bytes());
    put(b"\nTLS.expire:");
    put(number.format(expire).as_bytes());
    put_userbuf(put, userbuf);
}

/// The values of a legacy ticket's text.
pub(crate) struct LegacyText<'a> {
    /// Left out of the text when the ticket has none.
    pub(crate) appid_at_3rd: Option<&'a str>,
    pub(crate) account_type: &'a str,
    pub(crate) userid: &'a str,
    pub(crate) sdkappid: u32,
    /// Decimal Unix seconds, or the oldest tickets' local time.
    pub(crate) time: &'a str,
    pub(crate) expire: u64,
    /// The standard base64 of the UserBuf.
    pub(crate) userbuf: Option<&'a [u8]>,
}

/// Gives the lines of a legacy ticket to `put`, piece by piece.
pub(crate) fn legacy(put: &mut impl FnMut(&[u8]), text: &LegacyText<'_>) {
    let mut number = itoa::Buffer::new();
    if let Some(appid_at_3rd) = text.appid_at_3rd {
        put(b"TLS.appid_at_3rd:");
        put(appid_at_3rd.as_bytes());
        put(b"\n");
    }
    put(b"TLS.account_type:");
    put(text.account_type.as_bytes());
    put(b"\nTLS.identifier:");
    put(text.userid.as_bytes());
    put(b"\nTLS.sdk_appid:");
    put(number.format(text.sdkappid).as_bytes());
    put(b"\nTLS.time:");
    put(text.time.as_bytes());
    put(b"\nTLS.expire_after:");
    put(number.format(text.expire).as_bytes());
    put_userbuf(put, text.userbuf);
}

fn put_userbuf(put: &mut impl FnMut(&[u8]), userbuf: Option<&[u8]>) {
    if let Some(userbuf) = userbuf {
        put(b"\nTLS.userbuf:");
        put(userbuf);
    }
    put(b"\n");
}
