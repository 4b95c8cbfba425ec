//! Verifying one ticket.

use usersig_door::{Expected, Fault, Misfit, Outcome, Parameter, RoomArg};

use crate::applications;
use crate::exchange::{Answer, Request, serve};

/// Request: ticket, UserID, time, expectation. Answer: the outcome.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_verify(application: usize, length: usize) -> i32 {
    serve(length, |request, answer| {
        let (ticket, userid, now) = (request.bytes()?, request.bytes()?, request.number()?);
        let expected = expected(request)?;
        let verified =
            applications::with(application, |app| app.verify(ticket, userid, expected, Some(now)))?;
        outcome(&verified, answer);
        Ok(())
    })
}

/// 0 any UserBuf, 1 none, 2 exactly these bytes, 3 a room and privileges.
pub(crate) fn expected<'a>(request: &mut Request<'a>) -> Result<Expected<'a>, Fault> {
    Ok(match request.byte()? {
        0 => Expected::Any,
        1 => Expected::None,
        2 => Expected::UserBuf(request.bytes()?),
        _ => Expected::Room(room(request)?, request.number()?),
    })
}

/// 0 and a number, or 1 and a text.
pub(crate) fn room<'a>(request: &mut Request<'a>) -> Result<RoomArg<'a>, Fault> {
    match request.byte()? {
        0 => Ok(RoomArg::Id(request.number()?)),
        1 => Ok(RoomArg::Str(request.bytes()?)),
        _ => Err(Fault::new(Parameter::Room, Misfit::WrongType)),
    }
}

/// Algorithm, time, expire, end, place of the key, optional UserBuf, and optionally
/// its room, privileges and end.
pub(crate) fn outcome(outcome: &Outcome, answer: &mut Answer) {
    answer.bytes(outcome.algorithm().as_bytes());
    answer.number(outcome.time());
    answer.number(outcome.expire());
    answer.number(outcome.expires_at());
    answer.number(i64::try_from(outcome.key_index()).unwrap_or(i64::MAX));
    answer.optional(outcome.userbuf(), Answer::bytes);
    answer.optional(outcome.private_map_key(), |answer, key| {
        match key.room().as_str() {
            Some(text) => {
                answer.byte(1);
                answer.bytes(text.as_bytes());
            }
            None => {
                answer.byte(0);
                answer.number(key.room().as_id().unwrap_or_default().into());
            }
        }
        answer.number(key.privileges().bits().into());
        answer.number(key.expires_at().into());
    });
}
