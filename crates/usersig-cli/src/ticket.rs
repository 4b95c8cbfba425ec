//! The ticket from the command line or standard input.

use std::io::{self, Read};

use crate::fault::Fault;

/// Far more than any ticket; what comes after it is not read.
const LARGEST_INPUT_BYTES: u64 = 1 << 20;

/// The ticket that was passed, or what standard input holds.
pub(crate) fn read(argument: Option<&str>, standard_input_taken: bool) -> Result<Vec<u8>, Fault> {
    match argument {
        Some(ticket) if ticket != "-" => return Ok(ticket.into()),
        _ if standard_input_taken => {
            return Err(Fault::usage(
                "both the key and the ticket would be read from standard input",
                "pass the ticket as an argument, or the key by another --key-file",
            ));
        }
        _ => {}
    }
    let mut ticket = Vec::new();
    io::stdin()
        .lock()
        .take(LARGEST_INPUT_BYTES)
        .read_to_end(&mut ticket)
        .map_err(|error| Fault::stream("read the ticket from standard input", &error))?;
    Ok(ticket)
}
