//! `usersig verify`

use std::process::ExitCode;

use serde::Serialize;
use usersig::{Check, Privileges, Rejection, SdkAppId, UserId, UserIdForm, Verified, Verifier};

use super::userbuf;
use crate::args::Verify;
use crate::fault::{Fault, REJECTED};
use crate::output::{self, ERROR, GOOD, HINT, RoomJson};
use crate::{moment, ticket};

#[derive(Serialize)]
struct Valid<'a> {
    valid: bool,
    algorithm: &'static str,
    sdkappid: u32,
    userid: &'a str,
    time: u64,
    expire: u64,
    expires_at: u64,
    userbuf: Option<String>,
    room: Option<RoomJson<'a>>,
    privileges: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Invalid {
    valid: bool,
    code: i32,
    reason: String,
}

pub(crate) fn run(args: &Verify, json: bool) -> Result<ExitCode, Fault> {
    let sdkappid = SdkAppId::new(args.subject.sdkappid)?;
    let userid = UserId::with_form(&args.subject.userid, UserIdForm::Utf8)?;
    let now = moment::or_now(args.now)?;
    let expected = args.expected.userbuf_base64.as_deref().map(userbuf::decode).transpose()?;
    let room = userbuf::room(args.expected.room_id, args.expected.room_str.as_deref())?;

    let mut check = Check::new(userid, now);
    if args.expected.no_userbuf {
        check = check.without_userbuf();
    }
    if let Some(expected) = &expected {
        check = check.with_userbuf(expected);
    }
    if let Some(room) = room {
        check = check.with_room(room, args.privileges.unwrap_or(Privileges::NONE));
    }
    let mut verifier = Verifier::new(sdkappid, args.keys.ring()?);
    if let Some(skew) = args.max_clock_skew {
        verifier = verifier.with_max_clock_skew(skew);
    }
    if let Some(longest) = args.longest_validity {
        verifier = verifier.with_longest_validity(longest);
    }
    let ticket = ticket::read(args.ticket.as_deref(), args.keys.uses_standard_input())?;
    match verifier.verify(&ticket, &check) {
        Ok(verified) => {
            print_valid(&verified, userid, now, json)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(rejection) => {
            print_rejected(rejection, json)?;
            Ok(ExitCode::from(REJECTED))
        }
    }
}

fn print_valid(verified: &Verified, userid: UserId<'_>, now: u64, json: bool) -> Result<(), Fault> {
    let validity = verified.validity();
    let key = verified.private_map_key();
    if json {
        return output::json(&Valid {
            valid: true,
            algorithm: verified.algorithm().name(),
            sdkappid: verified.sdkappid().get(),
            userid: userid.as_str(),
            time: validity.time(),
            expire: validity.expire(),
            expires_at: validity.expires_at(),
            userbuf: verified.userbuf().map(userbuf::encode),
            room: key.as_ref().map(|key| RoomJson::new(&key.room())),
            privileges: key.map(|key| output::privilege_names(key.privileges())),
        });
    }
    let left = validity.expires_at() - now;
    output::line(format_args!("{GOOD}valid{GOOD:#}"))?;
    output::field("algorithm", verified.algorithm())?;
    output::field("SDKAppID", verified.sdkappid())?;
    output::field("UserID", userid)?;
    output::field("signed", output::date(validity.time()))?;
    output::field("until", format_args!("{} ({left} s left)", output::date(validity.expires_at())))?;
    userbuf::print(verified.userbuf(), key.as_ref())
}

fn print_rejected(rejection: Rejection, json: bool) -> Result<(), Fault> {
    let code = rejection.code();
    if json {
        return output::json(&Invalid { valid: false, code, reason: rejection.to_string() });
    }
    output::line(format_args!("{ERROR}rejected{ERROR:#} {code}: {rejection}"))?;
    output::field("name", rejection.name())?;
    output::line(format_args!(
        "{HINT}hint:{HINT:#} `usersig diagnose` with the same ticket, SDKAppID, UserID and keys explains it"
    ))
}
