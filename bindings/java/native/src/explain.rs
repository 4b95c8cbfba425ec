//! What a ticket claims and why it is rejected: rows of texts and of numbers, in the order in
//! which the Java classes read them.

use jni::objects::{JByteArray, JClass, JLongArray, JObjectArray};
use jni::sys::{jint, jlong};
use jni::{EnvUnowned, jni_mangle};
use usersig_door::{Diagnosis, Fault, Misfit, Parameter, Unverified};
use usersig_door::{diagnosis_json, severity_number, unverified_json};
use zeroize::Zeroizing;

use crate::arrays::{Bytes, rows, texts};
use crate::slot::algorithm_number;
use crate::throw::guard;

/// Answers the texts of the class `Claims`, and puts its numbers into `numbers`.
#[jni_mangle("io.usersig.Engine")]
pub fn inspect<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    ticket: JByteArray<'l>,
    numbers: JLongArray<'l>,
) -> JObjectArray<'l, JByteArray<'l>> {
    guard(env, &engine, |env| {
        let ticket = Bytes::<0>::required(env, &ticket, Parameter::Ticket)?;
        let claims = usersig_door::inspect(ticket.as_slice())?;
        numbers.set_region(env, 0, &claims_numbers(&claims))?;
        texts(env, &claims_texts(&claims, &unverified_json(&claims)))
    })
}

/// Answers the texts of the class `Diagnosis`, and puts its numbers into `numbers`. `keys` are
/// the application's; the key of `others` at each index belongs to the SDKAppID at the same
/// index.
#[jni_mangle("io.usersig.Engine")]
pub fn diagnose<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    ticket: JByteArray<'l>,
    with_sdkappid: jint,
    sdkappid: jlong,
    userid: JByteArray<'l>,
    keys: JObjectArray<'l, JByteArray<'l>>,
    other_sdkappids: JLongArray<'l>,
    other_keys: JObjectArray<'l, JByteArray<'l>>,
    now: jlong,
    numbers: JLongArray<'l>,
) -> JObjectArray<'l, JByteArray<'l>> {
    guard(env, &engine, |env| {
        let ticket = Bytes::<0>::required(env, &ticket, Parameter::Ticket)?;
        let userid = Bytes::<0>::optional(env, &userid)?;
        let sdkappid = (with_sdkappid != 0).then_some(sdkappid);
        let missing = Fault::new(Parameter::Key, Misfit::Missing);
        let wiped = |row: Option<Vec<u8>>| row.map(Zeroizing::new).ok_or(missing);
        let keys: Vec<_> = rows(env, &keys)?.into_iter().map(wiped).collect::<Result<_, _>>()?;
        let others: Vec<_> = rows(env, &other_keys)?.into_iter().map(wiped).collect::<Result<_, _>>()?;
        let mut sdkappids = vec![0; other_sdkappids.len(env)?];
        other_sdkappids.get_region(env, 0, &mut sdkappids)?;
        let keys: Vec<&[u8]> = keys.iter().map(|key| key.as_slice()).collect();
        let others: Vec<(jlong, &[u8])> =
            sdkappids.into_iter().zip(others.iter().map(|key| key.as_slice())).collect();
        let userid = userid.as_ref().map(Bytes::as_slice);
        let found = usersig_door::diagnose(ticket.as_slice(), sdkappid, userid, &keys, &others, Some(now))?;
        numbers.set_region(env, 0, &diagnosis_numbers(&found))?;
        let (json, reason) = (diagnosis_json(&found), found.rejection.map(|reason| reason.to_string()));
        let severities: Vec<u8> =
            found.causes.iter().map(|cause| severity_number(cause.severity())).collect();
        let claims_json = found.unverified.as_ref().map(unverified_json);
        let said: Vec<String> = found.causes.iter().map(ToString::to_string).collect();
        let mut row = vec![
            Some(json.as_bytes()),
            reason.as_ref().map(String::as_bytes),
            found.repaired.as_ref().map(String::as_bytes),
            Some(&severities),
        ];
        row.extend(match (&found.unverified, &claims_json) {
            (Some(claims), Some(json)) => claims_texts(claims, json),
            _ => [None; CLAIMS_TEXTS],
        });
        for (cause, text) in found.causes.iter().zip(&said) {
            row.extend([cause.id(), text, cause.advice()].map(|text| Some(text.as_bytes())));
        }
        texts(env, &row)
    })
}

/// Time, validity, algorithm and SDKAppID.
fn claims_numbers(claims: &Unverified) -> [jlong; CLAIMS_NUMBERS] {
    let validity = claims.validity();
    // Times of a validity have 63 bits.
    let (time, expire) = (validity.time().cast_signed(), validity.expire().cast_signed());
    [time, expire, algorithm_number(claims.algorithm().name()).into(), claims.sdkappid().into()]
}

fn claims_texts<'c>(claims: &'c Unverified, json: &'c str) -> [Option<&'c [u8]>; CLAIMS_TEXTS] {
    [
        Some(claims.userid().as_bytes()),
        claims.userbuf(),
        Some(claims.signature()),
        Some(claims.json().as_bytes()),
        Some(json.as_bytes()),
    ]
}

/// The number of the rejection's kind or 0, its code, and the numbers of the claims.
fn diagnosis_numbers(found: &Diagnosis) -> [jlong; 2 + CLAIMS_NUMBERS] {
    let fault = found.rejection.map(Fault::from);
    let (kind, code) = fault.map_or((0, 0), |fault| (fault.kind().number(), fault.code()));
    let [time, expire, algorithm, sdkappid] =
        found.unverified.as_ref().map_or([0; CLAIMS_NUMBERS], claims_numbers);
    [kind.into(), code.into(), time, expire, algorithm, sdkappid]
}

const CLAIMS_NUMBERS: usize = 4;
const CLAIMS_TEXTS: usize = 5;
