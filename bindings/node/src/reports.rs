//! What a ticket claims and why it is rejected, as JavaScript objects.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use napi::bindgen_prelude::{Buffer, Either};
use napi::{Env, Unknown};
use napi_derive::napi;
use serde::{Deserialize, Deserializer};
use usersig_door::{Fault, Parameter};
use zeroize::Zeroizing;

use crate::answer::{Answer, answer};
use crate::application::ring;
use crate::arguments::{Symptoms, given, moment};
use crate::values::Loose;

/// What a ticket claims. It is not verified: anybody can write a ticket.
#[napi(object, object_from_js = false, use_nullable = true)]
#[derive(Deserialize)]
pub struct Claims {
    /// Always false: to know, verify the ticket with a key.
    #[napi(ts_type = "false")]
    pub verified: bool,
    /// The algorithm of the signature.
    #[napi(ts_type = "Algorithm")]
    pub algorithm: String,
    /// The application that the ticket names.
    pub sdkappid: u32,
    /// The user that the ticket names.
    pub userid: String,
    /// Time of signing, Unix seconds.
    pub time: f64,
    /// Validity, seconds.
    pub expire: f64,
    /// The last second of validity, Unix seconds.
    pub expires_at: f64,
    /// The bytes that the ticket carries.
    #[serde(deserialize_with = "bytes_or_none")]
    pub userbuf: Option<Buffer>,
    /// The room if the UserBuf is a PrivateMapKey: a number or a string.
    #[serde(deserialize_with = "room_or_none")]
    pub room: Option<Either<u32, String>>,
    /// The names of the PrivateMapKey's privileges; bits without a name are one number.
    pub privileges: Option<Vec<String>>,
    /// The last second of the PrivateMapKey itself, Unix seconds.
    pub room_expires_at: Option<u32>,
    /// The signature.
    #[serde(deserialize_with = "bytes")]
    pub signature: Buffer,
    /// The JSON text inside the ticket.
    pub json: String,
}

/// Why a ticket is rejected, for a person.
#[napi(object, object_from_js = false, use_nullable = true)]
#[derive(Deserialize)]
pub struct Diagnosis {
    /// How a verifier turns the ticket away; `null` if it takes it, as far as is known.
    pub rejection: Option<DiagnosedRejection>,
    /// What was found, the most likely first.
    pub causes: Vec<Cause>,
    /// The ticket with its damage undone, if that was possible.
    pub repaired: Option<String>,
    /// What the ticket claims, if it can be read.
    pub unverified: Option<Claims>,
}

/// How a verifier turns a ticket away.
#[napi(object, object_from_js = false)]
#[derive(Deserialize)]
pub struct DiagnosedRejection {
    /// Tencent's code, 70001 to 70016.
    pub code: i32,
    /// The reason in one sentence.
    pub reason: String,
}

/// One thing that is wrong, or odd, with a ticket or with what it is checked against.
#[napi(object, object_from_js = false)]
#[derive(Deserialize)]
pub struct Cause {
    /// A stable name, for example `key-white-space`.
    pub id: String,
    /// How much it matters.
    #[napi(ts_type = "'fatal' | 'warning' | 'note'")]
    pub severity: String,
    /// What was found.
    pub text: String,
    /// What to do about it.
    pub advice: String,
}

/// Reads what a ticket claims, without a key. It verifies nothing.
///
/// ```js
/// inspect(ticket).userid
/// ```
///
/// Throws a `UserSigRejection` for a ticket that cannot be read.
#[napi(ts_args_type = "ticket: string")]
pub fn inspect(env: Env, ticket: Unknown<'_>) -> napi::Result<Claims> {
    answer(env, || read(&usersig_door::inspect_json(&ticket.text(Parameter::Ticket)?)?))
}

/// Explains why a ticket is rejected and what to do about it.
///
/// It takes its time: it is for people, not for the path of every request.
///
/// ```js
/// const { causes } = diagnose(ticket, { sdkappid: 1400000000, userid: 'xiaojun', keys: key })
/// for (const { text, advice } of causes) console.log(`${text}: ${advice}`)
/// ```
///
/// Throws a `UserSigError` for a value of the wrong type or out of range.
#[napi(ts_args_type = "ticket: string, symptoms?: Symptoms")]
pub fn diagnose(env: Env, ticket: Unknown<'_>, symptoms: Unknown<'_>) -> napi::Result<Diagnosis> {
    answer(env, || {
        let ticket = ticket.text(Parameter::Ticket)?;
        let symptoms = symptoms.options::<Symptoms<'_>>()?;
        let sdkappid = match given(symptoms.sdkappid)? {
            Some(sdkappid) => Some(sdkappid.integer(Parameter::SdkAppId)?),
            None => None,
        };
        let userid = match given(symptoms.userid)? {
            Some(userid) => Some(userid.text(Parameter::UserId)?),
            None => None,
        };
        let keys = given(symptoms.keys)?.map_or(Ok(Vec::new()), ring)?;
        let keys: Vec<&[u8]> = keys.iter().map(|key| key.as_slice()).collect();
        let others = given(symptoms.others)?.map_or(Ok(Vec::new()), applications)?;
        let others: Vec<(i64, &[u8])> = others.iter().map(|(id, key)| (*id, key.as_slice())).collect();
        let now = moment(symptoms.now)?;
        read(&usersig_door::diagnose_json(&ticket, sdkappid, userid.as_deref(), &keys, &others, now)?)
    })
}

/// Other applications: each its SDKAppID and its key.
fn applications(rows: Unknown<'_>) -> Answer<Vec<(i64, Zeroizing<Vec<u8>>)>> {
    let rows = rows.rows(Parameter::Option)?;
    let read = |row: Unknown<'_>| {
        let (sdkappid, key) = row.pair(Parameter::SdkAppId, Parameter::Key)?;
        Ok((sdkappid.integer(Parameter::SdkAppId)?, key.key()?))
    };
    rows.into_iter().map(read).collect()
}

/// A report of the engine. Its text is ours: one that does not fit is a defect.
fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Answer<T> {
    Ok(serde_json::from_str(json).map_err(|_| Fault::internal())?)
}

fn bytes<'de, D: Deserializer<'de>>(text: D) -> Result<Buffer, D::Error> {
    let text = String::deserialize(text)?;
    Ok(STANDARD.decode(text).map_err(serde::de::Error::custom)?.into())
}

fn bytes_or_none<'de, D: Deserializer<'de>>(text: D) -> Result<Option<Buffer>, D::Error> {
    let Some(text) = Option::<String>::deserialize(text)? else { return Ok(None) };
    Ok(Some(STANDARD.decode(text).map_err(serde::de::Error::custom)?.into()))
}

fn room_or_none<'de, D: Deserializer<'de>>(room: D) -> Result<Option<Either<u32, String>>, D::Error> {
    Ok(Option::<Room>::deserialize(room)?.map(|room| match room {
        Room::Id(id) => Either::A(id),
        Room::Str(text) => Either::B(text),
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Room {
    Id(u32),
    Str(String),
}
