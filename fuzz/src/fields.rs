//! From JSON to the values of a ticket, by the rules of `vectors/README.md`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use usersig::Algorithm;

use crate::json::Value;

/// What a well-formed ticket says.
#[derive(Debug)]
pub struct Ticket {
    pub algorithm: Algorithm,
    pub userid: String,
    pub sdkappid: u32,
    pub time: u64,
    pub expire: u64,
    pub userbuf: Option<Vec<u8>>,
    pub sig: Vec<u8>,
    pub account_type: Option<String>,
    pub appid_at_3rd: Option<String>,
    pub version: Option<String>,
    /// The text that the signature is over.
    pub signed: String,
}

/// Reads a ticket's JSON; `None` when a member is missing or malformed.
pub fn read(json: &Value) -> Option<Ticket> {
    let Value::Object(members) = json else { return None };
    let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    let twice = (1..names.len()).any(|at| names[..at].contains(&names[at]));
    if names.len() > MAX_MEMBERS || twice {
        return None;
    }
    let (known, ticket) = if names.contains(&"TLS.ver") {
        (&CURRENT[..], current(members))
    } else if names.contains(&"TLS.sdk_appid") {
        (&LEGACY[..], legacy(members))
    } else {
        return None;
    };
    let near_miss = |name: &&str| known.iter().any(|known| known != name && known.eq_ignore_ascii_case(name));
    if names.iter().any(near_miss) { None } else { ticket }
}

type Member = (String, Value);

fn current(members: &[Member]) -> Option<Ticket> {
    if string(members, "TLS.ver")? != Some("2.0") {
        return None;
    }
    let userid = signed_string(members, "TLS.identifier")??;
    let sdkappid = integer(members, "TLS.sdkappid")??;
    let time = integer(members, "TLS.time")??;
    let expire = integer(members, "TLS.expire")?.unwrap_or(0);
    let userbuf = string(members, "TLS.userbuf")?;
    let mut signed =
        format!("TLS.identifier:{userid}\nTLS.sdkappid:{sdkappid}\nTLS.time:{time}\nTLS.expire:{expire}\n");
    if let Some(userbuf) = userbuf {
        signed += &format!("TLS.userbuf:{userbuf}\n");
    }
    Some(Ticket {
        algorithm: Algorithm::HmacSha256,
        userid: userid.into(),
        sdkappid: sdkappid_in_range(sdkappid)?,
        time,
        expire: expire_in_range(time, expire)?,
        userbuf: optional(userbuf, canonical)?,
        sig: canonical(string(members, "TLS.sig")??)?,
        account_type: None,
        appid_at_3rd: None,
        version: None,
        signed,
    })
}

fn legacy(members: &[Member]) -> Option<Ticket> {
    let account_type = signed_string(members, "TLS.account_type")??;
    let userid = signed_string(members, "TLS.identifier")??;
    let appid_at_3rd = signed_string(members, "TLS.appid_at_3rd")?;
    let sdkappid = decimal(string(members, "TLS.sdk_appid")??)?;
    let time_text = string(members, "TLS.time")??;
    let time = local_time(time_text).or_else(|| decimal(time_text))?;
    let expire = decimal(string(members, "TLS.expire_after")??)?;
    let userbuf = string(members, "TLS.userbuf")?;
    let mut signed = String::new();
    if let Some(appid_at_3rd) = appid_at_3rd {
        signed += &format!("TLS.appid_at_3rd:{appid_at_3rd}\n");
    }
    signed += &format!("TLS.account_type:{account_type}\nTLS.identifier:{userid}\n");
    signed += &format!("TLS.sdk_appid:{sdkappid}\nTLS.time:{time_text}\nTLS.expire_after:{expire}\n");
    if let Some(userbuf) = userbuf {
        signed += &format!("TLS.userbuf:{userbuf}\n");
    }
    Some(Ticket {
        algorithm: Algorithm::EcdsaSha256,
        userid: userid.into(),
        sdkappid: sdkappid_in_range(sdkappid)?,
        time,
        expire: expire_in_range(time, expire)?,
        userbuf: optional(userbuf, canonical)?,
        sig: canonical(&string(members, "TLS.sig")??.replace(['\r', '\n'], ""))?,
        account_type: Some(account_type.into()),
        appid_at_3rd: appid_at_3rd.map(Into::into),
        version: string(members, "TLS.version")?.map(Into::into),
        signed,
    })
}

/// The outer `None` is a fault, the inner one a missing member.
fn string<'m>(members: &'m [Member], wanted: &str) -> Option<Option<&'m str>> {
    match members.iter().find(|(name, _)| name == wanted) {
        None => Some(None),
        Some((_, Value::String(text))) => Some(Some(text)),
        Some(_) => None,
    }
}

fn signed_string<'m>(members: &'m [Member], wanted: &str) -> Option<Option<&'m str>> {
    string(members, wanted).filter(|text| !text.is_some_and(|text| text.contains(char::is_control)))
}

fn integer(members: &[Member], wanted: &str) -> Option<Option<u64>> {
    match members.iter().find(|(name, _)| name == wanted) {
        None => Some(None),
        Some((_, Value::Integer(number))) if *number <= MAX_NUMBER => Some(Some(*number)),
        Some(_) => None,
    }
}

fn decimal(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| *number <= MAX_NUMBER && number.to_string() == text)
}

fn optional<T>(text: Option<&str>, read: fn(&str) -> Option<T>) -> Option<Option<T>> {
    match text {
        None => Some(None),
        Some(text) => read(text).map(Some),
    }
}

fn canonical(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

fn sdkappid_in_range(number: u64) -> Option<u32> {
    u32::try_from(number).ok().filter(|number| *number != 0)
}

fn expire_in_range(time: u64, expire: u64) -> Option<u64> {
    (time + expire <= MAX_NUMBER).then_some(expire)
}

/// `YYYY-MM-DDThh:mm:ss-08:00` from 1970 on, read as UTC: counted day by day.
fn local_time(text: &str) -> Option<u64> {
    let shape: String =
        text.chars().map(|character| if character.is_ascii_digit() { '9' } else { character }).collect();
    if shape != "9999-99-99T99:99:99-99:99" || !text.ends_with("-08:00") {
        return None;
    }
    let number = |at: usize, length: usize| text[at..at + length].parse::<u64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    if year < 1970 || !(1..=12).contains(&month) || day == 0 || day > days_of(year, month) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let years: u64 = (1970..year).flat_map(|year| (1..=12).map(move |month| days_of(year, month))).sum();
    let months: u64 = (1..month).map(|month| days_of(year, month)).sum();
    Some((((years + months + day - 1) * 24 + hour) * 60 + minute) * 60 + second)
}

fn days_of(year: u64, month: u64) -> u64 {
    let leap = year.is_multiple_of(400) || (year.is_multiple_of(4) && !year.is_multiple_of(100));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const MAX_MEMBERS: usize = 32;
const MAX_NUMBER: u64 = i64::MAX as u64;

const CURRENT: [&str; 7] =
    ["TLS.ver", "TLS.identifier", "TLS.sdkappid", "TLS.time", "TLS.expire", "TLS.userbuf", "TLS.sig"];
const LEGACY: [&str; 9] = [
    "TLS.account_type",
    "TLS.appid_at_3rd",
    "TLS.expire_after",
    "TLS.identifier",
    "TLS.sdk_appid",
    "TLS.sig",
    "TLS.time",
    "TLS.userbuf",
    "TLS.version",
];
