//! `usersig user`: tickets of a user that are invalid from now on.

use std::process::ExitCode;

use clap::{Args as ClapArgs, Subcommand};
use serde::Serialize;
use usersig_store::Store;

use super::store::open::{Place, Session};
use crate::fault::Fault;
use crate::{moment, output};

/// What `usersig user` takes.
#[derive(Debug, ClapArgs)]
pub(crate) struct UserCommand {
    #[command(subcommand)]
    action: Action,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Invalidate a user's tickets that were signed before a moment (70052)
    Revoke {
        /// Number of the application
        #[arg(long, value_name = "N")]
        sdkappid: u32,
        /// User whose tickets they are; write --userid=-U for one that begins with a hyphen
        #[arg(long, value_name = "U")]
        userid: String,
        /// Moment of signing from which on tickets are good again: Unix seconds or RFC 3339; now by default
        #[arg(long, value_name = "T", value_parser = moment::parse)]
        before: Option<u64>,
    },
}

#[derive(Serialize)]
struct RevokedJson<'a> {
    sdkappid: u32,
    userid: &'a str,
    signed_before: u64,
}

pub(crate) fn run(args: &UserCommand, json: bool) -> Result<ExitCode, Fault> {
    let Action::Revoke { sdkappid, userid, before } = &args.action;
    let signed_before = moment::or_now(*before)?;
    let session = Session::open(&args.place)?;
    session.run(session.store.revoke_user(&session.actor, *sdkappid, userid, signed_before))?;
    if json {
        output::json(&RevokedJson { sdkappid: *sdkappid, userid, signed_before })?;
    } else {
        output::field("SDKAppID", sdkappid)?;
        output::field("UserID", userid)?;
        output::field("invalid", format_args!("tickets signed before {}", output::date(signed_before)))?;
    }
    Ok(ExitCode::SUCCESS)
}
