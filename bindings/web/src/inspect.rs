//! What a ticket claims, as JSON.

use crate::exchange::serve;

/// Request: ticket. Answer: what it claims, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_inspect(length: usize) -> i32 {
    serve(length, |request, answer| {
        answer.whole(usersig_door::inspect_json(request.bytes()?)?);
        Ok(())
    })
}
