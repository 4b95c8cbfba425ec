//! Many tickets in one call.

use crate::applications;
use crate::exchange::{Answer, Request, serve};
use crate::sign::expire;
use crate::verify::{expected, outcome};

/// Request: optional expire, time, list of UserIDs. Answer, for each row: 1 and the
/// ticket, or 0 and a fault.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_sign_many(application: usize, length: usize) -> i32 {
    serve(length, |request, answer| {
        let (expire, now) = (expire(request)?, request.number()?);
        let userids = request.list(Request::bytes)?;
        let rows = applications::with(application, |app| app.sign_many(&userids, expire, Some(now)))?;
        for row in rows.iter() {
            match row {
                Ok(ticket) => {
                    answer.byte(1);
                    answer.bytes(ticket.as_bytes());
                }
                Err(fault) => fault_row(answer, fault),
            }
        }
        Ok(())
    })
}

/// Request: time, expectation, list of a ticket and its UserID. Answer, for each row:
/// 1 and the outcome, or 0 and a fault.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_verify_many(application: usize, length: usize) -> i32 {
    serve(length, |request, answer| {
        let now = request.number()?;
        let expected = expected(request)?;
        let rows = request.list(|request| Ok((request.bytes()?, request.bytes()?)))?;
        let rows = applications::with(application, |app| app.verify_many(&rows, expected, Some(now)))?;
        for row in rows {
            match row {
                Ok(verified) => {
                    answer.byte(1);
                    outcome(&verified, answer);
                }
                Err(fault) => fault_row(answer, fault),
            }
        }
        Ok(())
    })
}

fn fault_row(answer: &mut Answer, fault: usersig_door::Fault) {
    answer.byte(0);
    answer.append_fault(fault);
}
