//! `usersig inspect`

use std::process::ExitCode;

use serde::Serialize;
use usersig::Unverified;

use super::userbuf;
use crate::args::Inspect;
use crate::fault::{Fault, REJECTED};
use crate::output::{self, ERROR, RoomJson, WARNING};
use crate::ticket;

/// What a ticket claims, as JSON.
#[derive(Serialize)]
pub(crate) struct UnverifiedJson<'a> {
    verified: bool,
    algorithm: &'static str,
    sdkappid: u32,
    userid: &'a str,
    time: u64,
    expire: u64,
    expires_at: u64,
    userbuf: Option<String>,
    room: Option<RoomJson<'a>>,
    privileges: Option<Vec<String>>,
    room_expires_at: Option<u32>,
    signature: String,
    json: &'a str,
}

impl<'a> UnverifiedJson<'a> {
    pub(crate) fn new(unverified: &'a Unverified) -> Self {
        let validity = unverified.validity();
        let key = unverified.private_map_key();
        Self {
            verified: false,
            algorithm: unverified.algorithm().name(),
            sdkappid: unverified.sdkappid(),
            userid: unverified.userid(),
            time: validity.time(),
            expire: validity.expire(),
            expires_at: validity.expires_at(),
            userbuf: unverified.userbuf().map(userbuf::encode),
            room: key.as_ref().map(|key| RoomJson::new(&key.room())),
            privileges: key.as_ref().map(|key| output::privilege_names(key.privileges())),
            room_expires_at: key.map(|key| key.expires_at()),
            signature: userbuf::encode(unverified.signature()),
            json: unverified.json(),
        }
    }
}

#[derive(Serialize)]
struct Undecodable {
    verified: bool,
    code: i32,
    reason: String,
}

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
            let code = rejection.code();
            if json {
                output::json(&Undecodable { verified: false, code, reason: rejection.to_string() })?;
            } else {
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
