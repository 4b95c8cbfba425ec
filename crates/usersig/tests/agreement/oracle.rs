//! What becomes of a ticket's text by other people's code: the base64 crate, zlib-rs
//! and serde_json, put together as the format says.
//!
//! The engine agrees with it but for what the format adds:
//!
//! * base64 in two alphabets, CR and LF anywhere, white space around, padding whole
//!   or left out, where the crate's indifference also takes a part of it;
//! * bounds: 18432 bytes behind the base64, 32768 behind zlib;
//! * no bytes behind the zlib stream;
//! * JSON of at most 64 levels, where serde_json takes 127;
//! * JSON numbers of any magnitude, of which serde_json refuses those that no
//!   double can hold ([`Outcome::Unsure`]): the engine looks at the digits of the
//!   members that it knows and passes over the others.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use flate2::{Decompress, FlushDecompress, Status};
use serde_json::Value;
use usersig::{Damage, Rejection, inspect};

/// How far a ticket's text can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Empty,
    Damaged(Damage),
    /// It is JSON; its members may be anything.
    Json,
    /// The libraries cannot tell.
    Unsure,
}

/// What the libraries say.
pub(crate) fn expected(text: &[u8]) -> Outcome {
    let text = trim(text);
    if text.is_empty() {
        return Outcome::Empty;
    }
    if text[0] == b'{' {
        return if text.len() > 24_576 { Outcome::Damaged(Damage::TooLong) } else { expected_json(text) };
    }
    match decode(text) {
        None => Outcome::Damaged(Damage::Base64),
        Some(stream) if stream.len() > 18_432 => Outcome::Damaged(Damage::TooLong),
        Some(stream) => match inflate(&stream) {
            Ok(json) => expected_json(&json),
            Err(damage) => Outcome::Damaged(damage),
        },
    }
}

/// What the engine says.
pub(crate) fn found(text: &[u8]) -> Outcome {
    match inspect(text) {
        Err(Rejection::Empty) => Outcome::Empty,
        Err(Rejection::Undecodable(damage)) => Outcome::Damaged(damage),
        _ => Outcome::Json,
    }
}

/// The text of a ticket with this stream in it.
pub(crate) fn ticket(stream: &[u8]) -> Vec<u8> {
    let text = base64::engine::general_purpose::STANDARD.encode(stream);
    text.replace('+', "*").replace('/', "-").replace('=', "_").into_bytes()
}

/// The bytes behind a ticket's base64.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let standard = text.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')).map(|&byte| match byte {
        b'*' => b'+',
        b'-' => b'/',
        b'_' => b'=',
        byte => byte,
    });
    let standard: Vec<u8> = standard.collect();
    PADDED.decode(&standard).or_else(|_| UNPADDED.decode(&standard)).ok()
}

/// What one whole zlib stream inflates to.
pub(crate) fn inflate(stream: &[u8]) -> Result<Vec<u8>, Damage> {
    inflate_as(stream, true)
}

/// What one whole stream of raw deflate data inflates to, and how many bytes it has.
pub(crate) fn inflate_raw(stream: &[u8]) -> Option<Vec<u8>> {
    inflate_as(stream, false).ok()
}

fn inflate_as(stream: &[u8], zlib: bool) -> Result<Vec<u8>, Damage> {
    // More than the bound, so that passing it can be told from reaching it.
    let mut json = vec![0; 32_768 + 4096];
    let mut inflater = Decompress::new(zlib);
    let status = inflater.decompress(stream, &mut json, FlushDecompress::Finish);
    let (read, written) = (inflater.total_in() as usize, inflater.total_out() as usize);
    match status {
        _ if written > 32_768 => Err(Damage::TooLarge),
        Ok(Status::StreamEnd) if read == stream.len() => {
            json.truncate(written);
            Ok(json)
        }
        _ => Err(Damage::Zlib),
    }
}

/// What JSON text is to be taken for.
pub(crate) fn expected_json(text: &[u8]) -> Outcome {
    match serde_json::from_slice::<Value>(text) {
        Ok(value) if depth(&value) > 64 => Outcome::Damaged(Damage::Json),
        Ok(_) => Outcome::Json,
        Err(error) if error.to_string().starts_with("number out of range") => Outcome::Unsure,
        Err(_) => Outcome::Damaged(Damage::Json),
    }
}

/// How many arrays and objects stand inside one another.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn trim(text: &[u8]) -> &[u8] {
    let space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | 0x0b | 0x0c | b'\r');
    let start = text.iter().position(|byte| !space(byte)).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !space(byte)).map_or(start, |last| last + 1);
    &text[start..end]
}

/// Published readers pass over unused bits, and Node's over missing padding.
const PADDED: GeneralPurpose = lenient(DecodePaddingMode::RequireCanonical);
const UNPADDED: GeneralPurpose = lenient(DecodePaddingMode::RequireNone);

const fn lenient(padding: DecodePaddingMode) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&alphabet::STANDARD, config.with_decode_padding_mode(padding))
}
