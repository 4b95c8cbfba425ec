//! From the JSON of a ticket to its values, by the strict rules of both algorithms.
//!
//! Nothing in the signed text is escaped, so a value is taken only when it can
//! mean one thing: exact types, canonical numbers and base64, no control
//! characters, no member twice.

#[cfg(test)]
mod agreement;
mod usual;

use core::ops::Range;
use core::str;

use crate::SMALL;
use crate::claims::{Algorithm, control_character};
use crate::envelope::base64;
use crate::envelope::json::{self, JsonFault, JsonMember, JsonMembers, JsonValue};
use crate::rejection::{Damage, Member, MemberFault, Rejection};

/// The values of a ticket whose form is right; nothing about them is verified.
pub(crate) struct Fields<'a> {
    pub(crate) userid: &'a str,
    pub(crate) sdkappid: u32,
    /// Unix seconds; of the oldest tickets, read as UTC.
    pub(crate) time: u64,
    pub(crate) expire: u64,
    pub(crate) sig: Sig<'a>,
    /// Standard base64 of the UserBuf, in its canonical alphabet.
    pub(crate) userbuf: Option<&'a str>,
    /// What only a legacy ticket has.
    pub(crate) legacy: Option<LegacyFields<'a>>,
}

/// A signature of the right form.
#[derive(Clone, Copy)]
pub(crate) enum Sig<'a> {
    /// An HMAC as words, the most significant byte first.
    Mac([u64; 4]),
    /// Standard base64 of any bytes; may be wrapped in a legacy ticket.
    Text(&'a str),
}

/// The values that only a legacy ticket has.
pub(crate) struct LegacyFields<'a> {
    pub(crate) account_type: &'a str,
    pub(crate) appid_at_3rd: Option<&'a str>,
    /// The time as it is written and signed.
    pub(crate) time_text: &'a str,
    pub(crate) version: Option<&'a str>,
}

impl Fields<'_> {
    pub(crate) const fn algorithm(&self) -> Algorithm {
        if self.legacy.is_some() { Algorithm::EcdsaSha256 } else { Algorithm::HmacSha256 }
    }
}

/// Reads the JSON of a ticket. Strings are unescaped in place.
///
/// `utc_offset` is the zone of the oldest tickets' local time, seconds east of UTC.
#[inline(always)]
pub(crate) fn read(text: &mut [u8], utc_offset: i32) -> Result<Fields<'_>, Rejection> {
    match if SMALL { None } else { usual::read(text) } {
        Some(values) => usual_fields(text, &values),
        None => read_any(text, utc_offset),
    }
}

/// The fields of values that were read from this text.
#[inline(always)]
fn usual_fields<'a>(text: &'a [u8], values: &usual::Values) -> Result<Fields<'a>, Rejection> {
    let string = |range: &Range<usize>| {
        str::from_utf8(&text[range.clone()]).map_err(|_| Rejection::Undecodable(Damage::Json))
    };
    Ok(Fields {
        userid: string(&values.userid)?,
        sdkappid: values.sdkappid,
        time: values.time,
        expire: values.expire,
        sig: Sig::Mac(values.mac),
        userbuf: values.userbuf.as_ref().map(string).transpose()?,
        legacy: None,
    })
}

/// Reads whatever JSON there is, by all the rules.
#[inline(never)]
fn read_any(text: &mut [u8], utc_offset: i32) -> Result<Fields<'_>, Rejection> {
    let mut members: JsonMembers = Default::default();
    let count = json::read_object(text, &mut members).map_err(|fault| match fault {
        JsonFault::Syntax => Rejection::Undecodable(Damage::Json),
        JsonFault::NotAnObject => Rejection::Malformed(Member::Document, MemberFault::WrongType),
        JsonFault::TooMany => Rejection::Malformed(Member::Document, MemberFault::TooMany),
    })?;
    let reader = MemberReader { text, members: &members[..count] };
    reader.refuse_twins()?;
    if reader.has("TLS.ver") {
        reader.current()
    } else if reader.has("TLS.sdk_appid") {
        reader.legacy(utc_offset)
    } else {
        Err(missing(Member::Ver))
    }
}

struct MemberReader<'a, 'm> {
    text: &'a [u8],
    members: &'m [JsonMember],
}

impl<'a> MemberReader<'a, '_> {
    /// No name may stand twice: readers differ in which of the two they take.
    fn refuse_twins(&self) -> Result<(), Rejection> {
        for (at, member) in self.members.iter().enumerate() {
            let name = &self.text[member.name.clone()];
            if self.members[..at].iter().any(|earlier| &self.text[earlier.name.clone()] == name) {
                return Err(Rejection::Malformed(Member::Document, MemberFault::Twice));
            }
        }
        Ok(())
    }

    /// No known name may stand in another letter case: some readers take it for the same.
    fn refuse_other_case(&self, known: &[&str]) -> Result<(), Rejection> {
        for member in self.members {
            let name = &self.text[member.name.clone()];
            let twin = known
                .iter()
                .any(|known| known.as_bytes() != name && known.as_bytes().eq_ignore_ascii_case(name));
            if twin {
                return Err(Rejection::Malformed(Member::Document, MemberFault::LetterCase));
            }
        }
        Ok(())
    }

    fn current(&self) -> Result<Fields<'a>, Rejection> {
        self.refuse_other_case(&CURRENT_NAMES)?;
        match self.string("TLS.ver", Member::Ver)? {
            Some("2.0") => {}
            _ => return Err(Rejection::Malformed(Member::Ver, MemberFault::OtherVersion)),
        }
        let userid = required(self.signed_string("TLS.identifier", Member::Identifier)?, Member::Identifier)?;
        let sdkappid = required(self.number("TLS.sdkappid", Member::SdkAppId)?, Member::SdkAppId)?;
        let expire = self.number("TLS.expire", Member::Expire)?;
        let time = required(self.number("TLS.time", Member::Time)?, Member::Time)?;
        Ok(Fields {
            userid,
            sdkappid: fitting_sdkappid(sdkappid)?,
            time,
            expire: fitting_expire(time, expire.unwrap_or(0))?,
            sig: self.sig(&[])?,
            userbuf: self.userbuf()?,
            legacy: None,
        })
    }

    fn legacy(&self, utc_offset: i32) -> Result<Fields<'a>, Rejection> {
        self.refuse_other_case(&LEGACY_NAMES)?;
        let decimal = |text: &str, member| canonical_decimal(text.as_bytes(), member);
        let account_type =
            required(self.signed_string("TLS.account_type", Member::AccountType)?, Member::AccountType)?;
        let userid = required(self.signed_string("TLS.identifier", Member::Identifier)?, Member::Identifier)?;
        let appid_at_3rd = self.signed_string("TLS.appid_at_3rd", Member::AppIdAt3rd)?;
        let sdkappid = required(self.string("TLS.sdk_appid", Member::SdkAppId)?, Member::SdkAppId)?;
        let sdkappid = fitting_sdkappid(decimal(sdkappid, Member::SdkAppId)?)?;
        let time_text = required(self.string("TLS.time", Member::Time)?, Member::Time)?;
        let time = match local_time(time_text, utc_offset) {
            Some(time) => time,
            None => decimal(time_text, Member::Time)?,
        };
        let expire = required(self.string("TLS.expire_after", Member::Expire)?, Member::Expire)?;
        let expire = decimal(expire, Member::Expire)?;
        Ok(Fields {
            userid,
            sdkappid,
            time,
            expire: fitting_expire(time, expire)?,
            sig: self.sig(b"\r\n")?,
            userbuf: self.userbuf()?,
            legacy: Some(LegacyFields {
                account_type,
                appid_at_3rd,
                time_text,
                version: self.string("TLS.version", Member::Document)?,
            }),
        })
    }

    fn find(&self, name: &str) -> Option<&JsonMember> {
        self.members.iter().find(|member| &self.text[member.name.clone()] == name.as_bytes())
    }

    fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn slice(&self, range: &Range<usize>) -> &'a [u8] {
        &self.text[range.clone()]
    }

    fn string(&self, name: &str, member: Member) -> Result<Option<&'a str>, Rejection> {
        match self.find(name).map(|found| &found.value) {
            None => Ok(None),
            Some(JsonValue::String(range)) => {
                let text = str::from_utf8(self.slice(range));
                text.map(Some).map_err(|_| Rejection::Undecodable(Damage::Json))
            }
            Some(_) => Err(Rejection::Malformed(member, MemberFault::WrongType)),
        }
    }

    fn signed_string(&self, name: &str, member: Member) -> Result<Option<&'a str>, Rejection> {
        let text = self.string(name, member)?;
        if text.is_some_and(|text| control_character(text).is_some()) {
            return Err(Rejection::Malformed(member, MemberFault::ControlCharacter));
        }
        Ok(text)
    }

    /// The signature; `ignored` may stand in it, as old generators wrapped its text.
    fn sig(&self, ignored: &[u8]) -> Result<Sig<'a>, Rejection> {
        let text = required(self.string("TLS.sig", Member::Sig)?, Member::Sig)?;
        if !base64::is_canonical(text.bytes().filter(|byte| !ignored.contains(byte))) {
            return Err(Rejection::Malformed(Member::Sig, MemberFault::NotCanonical));
        }
        Ok(Sig::Text(text))
    }

    fn userbuf(&self) -> Result<Option<&'a str>, Rejection> {
        let text = self.string("TLS.userbuf", Member::UserBuf)?;
        if text.is_some_and(|text| !base64::is_canonical(text.bytes())) {
            return Err(Rejection::Malformed(Member::UserBuf, MemberFault::NotCanonical));
        }
        Ok(text)
    }

    fn number(&self, name: &str, member: Member) -> Result<Option<u64>, Rejection> {
        match self.find(name).map(|found| &found.value) {
            None => Ok(None),
            Some(JsonValue::Number(range)) => canonical_decimal(self.slice(range), member).map(Some),
            Some(_) => Err(Rejection::Malformed(member, MemberFault::WrongType)),
        }
    }
}

fn required<T>(value: Option<T>, member: Member) -> Result<T, Rejection> {
    value.ok_or(missing(member))
}

const fn missing(member: Member) -> Rejection {
    Rejection::Malformed(member, MemberFault::Missing)
}

/// A number in the one form that the signed text has: digits, no leading zero.
fn canonical_decimal(text: &[u8], member: Member) -> Result<u64, Rejection> {
    let fault = |fault| Rejection::Malformed(member, fault);
    match text {
        [] | [b'0', _, ..] => return Err(fault(MemberFault::NotCanonical)),
        _ if !text.iter().all(u8::is_ascii_digit) => return Err(fault(MemberFault::NotCanonical)),
        _ => {}
    }
    text.iter()
        .try_fold(0u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
        .filter(|&value| value <= MAX_NUMBER)
        .ok_or(fault(MemberFault::OutOfRange))
}

fn fitting_sdkappid(number: u64) -> Result<u32, Rejection> {
    match u32::try_from(number) {
        Ok(number) if number != 0 => Ok(number),
        _ => Err(Rejection::Malformed(Member::SdkAppId, MemberFault::OutOfRange)),
    }
}

fn fitting_expire(time: u64, expire: u64) -> Result<u64, Rejection> {
    match time.checked_add(expire) {
        Some(end) if end <= MAX_NUMBER => Ok(expire),
        _ => Err(Rejection::Malformed(Member::Expire, MemberFault::EndOutOfRange)),
    }
}

/// The oldest tickets' `YYYY-MM-DDThh:mm:ss-08:00` as Unix seconds. The suffix
/// is a constant of their generator and says nothing about the zone.
fn local_time(text: &str, utc_offset: i32) -> Option<u64> {
    let bytes: &[u8; 25] = text.as_bytes().try_into().ok()?;
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if marks.iter().any(|&(at, mark)| bytes[at] != mark) || &bytes[19..] != b"-08:00" {
        return None;
    }
    let number = |range: Range<usize>| {
        bytes[range].iter().try_fold(0i64, |value, digit| {
            digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0'))
        })
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let month_days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=month_days).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // Days since 1970 in the Gregorian calendar, counted in years that begin in March.
    let (years, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * years + years.div_euclid(4) - years.div_euclid(100)
        + years.div_euclid(400)
        + (153 * months + 2) / 5
        + day
        - 719_469;
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - i64::from(utc_offset);
    u64::try_from(seconds).ok()
}

/// What fits every reader's signed 64-bit integer.
const MAX_NUMBER: u64 = i64::MAX as u64;

const CURRENT_NAMES: [&str; 7] =
    ["TLS.ver", "TLS.identifier", "TLS.sdkappid", "TLS.expire", "TLS.time", "TLS.sig", "TLS.userbuf"];

const LEGACY_NAMES: [&str; 9] = [
    "TLS.account_type",
    "TLS.identifier",
    "TLS.appid_at_3rd",
    "TLS.sdk_appid",
    "TLS.time",
    "TLS.expire_after",
    "TLS.version",
    "TLS.sig",
    "TLS.userbuf",
];

#[cfg(test)]
mod tests {
    use super::local_time;

    #[test]
    fn local_time_is_read_in_the_given_zone() {
        assert_eq!(local_time("1970-01-01T00:00:00-08:00", 0), Some(0));
        assert_eq!(local_time("2026-11-21T19:15:44-08:00", 0), Some(1_795_288_544));
        assert_eq!(local_time("2026-11-22T03:15:44-08:00", 8 * 3600), Some(1_795_288_544));
        assert_eq!(local_time("2024-02-29T00:00:00-08:00", 0), Some(1_709_164_800));
        assert_eq!(local_time("2023-02-29T00:00:00-08:00", 0), None);
        assert_eq!(local_time("1969-12-31T23:59:59-08:00", 0), None);
        assert_eq!(local_time("2026-11-21T19:15:44+08:00", 0), None);
    }
}
