//! Why a ticket is rejected, as JSON.

use crate::exchange::{self, Request, serve};

/// Request: ticket, optional SDKAppID, optional UserID, list of keys, list of other
/// applications (SDKAppID and key), time. Answer: the diagnosis as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_diagnose(length: usize) -> i32 {
    let explained = serve(length, |request, answer| {
        let ticket = request.bytes()?;
        let sdkappid = request.optional(Request::number)?;
        let userid = request.optional(Request::bytes)?;
        let keys = request.list(Request::bytes)?;
        let others = request.list(|request| Ok((request.number()?, request.bytes()?)))?;
        let now = Some(request.number()?);
        let json = usersig_door::diagnose_json(ticket, sdkappid, userid, &keys, &others, now)?;
        answer.whole(json);
        Ok(())
    });
    exchange::wipe();
    explained
}
