//! Moments as people write them: Unix seconds or RFC 3339.

use jiff::Timestamp;

/// Reads a moment; the result is in Unix seconds.
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map_err(|_| "that is not a number of seconds".into());
    }
    let timestamp: Timestamp = text
        .parse()
        .map_err(|_| "write Unix seconds like 1700000000, or RFC 3339 like 2026-11-21T19:15:44Z")?;
    timestamp.as_second().try_into().map_err(|_| "moments before 1970 have no place in a ticket".into())
}

/// The moment given, or the system clock's.
pub(crate) fn or_now(moment: Option<u64>) -> Result<u64, usersig::Error> {
    moment.map_or_else(usersig::now, Ok)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn both_forms_are_read() {
        assert_eq!(parse("1795288544"), Ok(1_795_288_544));
        assert_eq!(parse("2026-11-21T19:15:44Z"), Ok(1_795_288_544));
        assert_eq!(parse("2026-11-22T03:15:44+08:00"), Ok(1_795_288_544));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "now", "2026-11-21", "1969-12-31T23:59:59Z", "-5", "99999999999999999999"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
