//! Signing: tickets and PrivateMapKeys.

use usersig_door::{DEFAULT_EXPIRE, Fault};

use crate::applications;
use crate::exchange::{Request, serve};
#[cfg(feature = "native")]
use crate::verify::room;

/// Request: UserID, optional expire, time, optional UserBuf. Answer: the ticket.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_sign(application: usize, length: usize) -> i32 {
    serve(length, |request, answer| {
        let (userid, expire, now) = (request.bytes()?, expire(request)?, request.number()?);
        let userbuf = request.optional(Request::bytes)?;
        let ticket = applications::with(application, |app| app.sign(userid, expire, userbuf, Some(now)))?;
        answer.whole(ticket);
        Ok(())
    })
}

/// Request: UserID, expire, time, room, privileges. Answer: the ticket.
#[cfg(feature = "native")]
#[unsafe(no_mangle)]
pub extern "C" fn usersig_sign_private_map_key(application: usize, length: usize) -> i32 {
    serve(length, |request, answer| {
        let (userid, expire, now) = (request.bytes()?, request.number()?, request.number()?);
        let (room, privileges) = (room(request)?, request.number()?);
        let sign = |app: &usersig_door::Application| {
            app.sign_private_map_key(userid, expire, room, privileges, Some(now))
        };
        answer.whole(applications::with(application, sign)?);
        Ok(())
    })
}

/// Seconds of validity; the generators' 180 days when left out.
pub(crate) fn expire(request: &mut Request<'_>) -> Result<i64, Fault> {
    Ok(request.optional(Request::number)?.unwrap_or(DEFAULT_EXPIRE))
}
