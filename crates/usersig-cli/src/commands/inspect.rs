//! `usersig inspect`

use std::process::ExitCode;

use usersig::Unverified;
use usersig_report::{UnreadableJson, UnverifiedJson};

use super::userbuf;
use crate::args::Inspect;
use crate::fault::{Fault, REJECTED};
use crate::output::{self, ERROR, WARNING};
use crate::ticket;

pub(crate) fn run(args: &Inspect, json: bool) -> Result<ExitCode, Fault> {
    let ticket = ticket::read(args.ticket.as_deref(), false)?;
    match usersig::inspect(&ticket) {
        Ok(unverified) if json => {
            output::json(&UnverifiedJson::new(&unverified))?;
            Ok(ExitCode::SUCCESS)
        }
        Ok(unverified) => {
            output::line(format_args!("{WARNING}not verified{WARNING:#}: anybody can write such a ticket"))?;
            print(&unverified)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(rejection) => {
            if json {
                output::json(&UnreadableJson::new(&rejection))?;
            } else {
                let code = rejection.code();
                output::line(format_args!("{ERROR}unreadable{ERROR:#} {code}: {rejection}"))?;
            }
            Ok(ExitCode::from(REJECTED))
        }
    }
}

/// Prints the claims for people.
pub(crate) fn print(unverified: &Unverified) -> Result<(), Fault> {
    let validity = unverified.validity();
    output::field("algorithm", unverified.algorithm())?;
    output::field("SDKAppID", unverified.sdkappid())?;
    output::field("UserID", format_args!("{:?}", unverified.userid()))?;
    output::field("signed", output::date(validity.time()))?;
    output::field("valid for", format_args!("{} s", validity.expire()))?;
    output::field("until", output::date(validity.expires_at()))?;
    userbuf::print(unverified.userbuf(), unverified.private_map_key().as_ref())
}
