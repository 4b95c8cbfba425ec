//! `usersig verify`

use std::process::ExitCode;

use usersig::{Check, Privileges, Rejection, SdkAppId, UserId, UserIdForm, Verified, Verifier};
use usersig_report::{RejectedJson, VerifiedJson};

use super::userbuf;
use crate::args::Verify;
use crate::fault::{Fault, REJECTED};
use crate::output::{self, ERROR, GOOD, HINT};
use crate::{moment, ticket};

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
    if json {
        return output::json(&VerifiedJson::new(verified, userid.as_str()));
    }
    let validity = verified.validity();
    let left = validity.expires_at() - now;
    output::line(format_args!("{GOOD}valid{GOOD:#}"))?;
    output::field("algorithm", verified.algorithm())?;
    output::field("SDKAppID", verified.sdkappid())?;
    output::field("UserID", userid)?;
    output::field("signed", output::date(validity.time()))?;
    output::field("until", format_args!("{} ({left} s left)", output::date(validity.expires_at())))?;
    userbuf::print(verified.userbuf(), verified.private_map_key().as_ref())
}

fn print_rejected(rejection: Rejection, json: bool) -> Result<(), Fault> {
    if json {
        return output::json(&RejectedJson::new(&rejection));
    }
    let code = rejection.code();
    output::line(format_args!("{ERROR}rejected{ERROR:#} {code}: {rejection}"))?;
    output::field("name", rejection.name())?;
    output::line(format_args!(
        "{HINT}hint:{HINT:#} `usersig diagnose` with the same ticket, SDKAppID, UserID and keys explains it"
    ))
}
