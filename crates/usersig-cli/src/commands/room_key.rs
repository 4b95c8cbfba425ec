//! `usersig room-key`

use std::process::ExitCode;

use serde::Serialize;
use usersig::{SdkAppId, Signer, UserId, Validity};
use usersig_report::{RoomJson, privilege_names};

use super::userbuf;
use crate::args::RoomKey;
use crate::fault::Fault;
use crate::{moment, output};

#[derive(Serialize)]
struct Signed<'a> {
    usersig: &'a str,
    sdkappid: u32,
    userid: &'a str,
    time: u64,
    expire: u64,
    expires_at: u64,
    algorithm: &'static str,
    room: RoomJson<'a>,
    privileges: Vec<String>,
}

pub(crate) fn run(args: &RoomKey, json: bool) -> Result<ExitCode, Fault> {
    let sdkappid = SdkAppId::new(args.subject.sdkappid)?;
    let userid = UserId::with_form(&args.subject.userid, args.time.userid_form.into())?;
    let validity = Validity::new(moment::or_now(args.time.time)?, args.expire)?;
    let Some(room) = userbuf::room(args.room.room_id, args.room.room_str.as_deref())? else {
        return Err(Fault::usage("no room was given", "pass --room-id R or --room-str S"));
    };
    let signer = Signer::new(sdkappid, &args.keys.signing_key()?)?;
    let ticket = signer.sign_private_map_key(userid, validity, room, args.privileges)?;
    if json {
        output::json(&Signed {
            usersig: &ticket,
            sdkappid: sdkappid.get(),
            userid: userid.as_str(),
            time: validity.time(),
            expire: validity.expire(),
            expires_at: validity.expires_at(),
            algorithm: signer.algorithm().name(),
            room: RoomJson::new(&room),
            privileges: privilege_names(args.privileges),
        })?;
    } else {
        output::line(ticket)?;
    }
    Ok(ExitCode::SUCCESS)
}
