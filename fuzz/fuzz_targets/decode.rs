//! Any bytes as a ticket: nothing panics, and the engine and a reader made of
//! kept libraries agree about every layer, every value and every signature.
//!
//! The bytes are tried as the ticket, as its zlib stream, as the deflate data in
//! such a stream, as a recipe for such data, and as the JSON in it: otherwise few
//! inputs would pass base64 and the checksum.

#![no_main]

use libfuzzer_sys::fuzz_target;
use usersig_fuzz::agreement::look;
use usersig_fuzz::{deflate, envelope};

fuzz_target!(|bytes: &[u8]| {
    look(bytes);
    look(envelope::encode(bytes).as_bytes());
    look(envelope::encode(&envelope::frame(bytes)).as_bytes());
    look(envelope::encode(&envelope::frame(&deflate::dynamic_block(bytes))).as_bytes());
    // Long JSON fits a ticket only when it is compressed.
    let level = if bytes.len() > envelope::MAX_COMPRESSED_BYTES - 16 { 9 } else { 0 };
    look(envelope::seal(bytes, level).as_bytes());
});
