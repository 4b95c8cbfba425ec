//! The envelope with kept libraries: base64 around zlib, both ways.

use std::io::Write;

use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::{Engine, alphabet};
use flate2::write::ZlibEncoder;
use flate2::{Compression, Decompress, FlushDecompress, Status};
use usersig::{Damage, Rejection};

/// Most bytes of the zlib stream in a ticket of 24576 characters.
pub const MAX_COMPRESSED_BYTES: usize = 18_432;
/// Most bytes of a ticket's JSON.
pub const MAX_JSON_BYTES: usize = 32_768;

/// Opens a ticket; returns its JSON.
pub fn open(ticket: &[u8], plain_json: bool) -> Result<Vec<u8>, Rejection> {
    let ticket = trim(ticket);
    if ticket.is_empty() {
        return Err(Rejection::Empty);
    }
    if plain_json && ticket[0] == b'{' {
        let fits = ticket.len() <= MAX_COMPRESSED_BYTES / 3 * 4;
        return if fits { Ok(ticket.to_vec()) } else { Err(Rejection::Undecodable(Damage::TooLong)) };
    }
    let stream = decode(ticket).map_err(Rejection::Undecodable)?;
    inflate(&stream).map_err(Rejection::Undecodable)
}

/// Reads the ticket alphabet and the standard one, CR and LF passed over.
pub fn decode(ticket: &[u8]) -> Result<Vec<u8>, Damage> {
    let standard: Vec<u8> = ticket
        .iter()
        .filter(|byte| !matches!(byte, b'\r' | b'\n'))
        .map(|&byte| match byte {
            b'*' => b'+',
            b'-' => b'/',
            b'_' => b'=',
            byte => byte,
        })
        .collect();
    let decoded = PADDED.decode(&standard).or_else(|_| UNPADDED.decode(&standard));
    match decoded {
        Ok(bytes) if bytes.len() > MAX_COMPRESSED_BYTES => Err(Damage::TooLong),
        Ok(bytes) => Ok(bytes),
        Err(_) => Err(Damage::Base64),
    }
}

/// Inflates one whole zlib stream that nothing follows.
pub fn inflate(stream: &[u8]) -> Result<Vec<u8>, Damage> {
    let mut out = Vec::with_capacity(MAX_JSON_BYTES + 1);
    let mut inflater = Decompress::new(true);
    let status = inflater.decompress_vec(stream, &mut out, FlushDecompress::Finish);
    if out.len() > MAX_JSON_BYTES {
        return Err(Damage::TooLarge);
    }
    let whole = matches!(status, Ok(Status::StreamEnd)) && inflater.total_in() == stream.len() as u64;
    if whole { Ok(out) } else { Err(Damage::Zlib) }
}

/// Makes a zlib stream of raw deflate data: cut where the data ends, with the
/// right checksum, so that a change of the data alone does not break the stream.
pub fn frame(deflated: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(MAX_JSON_BYTES + 1);
    let mut inflater = Decompress::new(false);
    let status = inflater.decompress_vec(deflated, &mut out, FlushDecompress::Finish);
    let ended = matches!(status, Ok(Status::StreamEnd));
    let length = if ended { inflater.total_in() as usize } else { deflated.len() };
    [&[0x78, 0x9c], &deflated[..length], &adler32(&out).to_be_bytes()].concat()
}

/// Gives a changed zlib stream the checksum that it needs now.
pub fn mend(stream: &[u8]) -> Vec<u8> {
    let Some((header, deflated)) = stream.split_at_checked(2) else { return stream.to_vec() };
    let mut mended = frame(deflated);
    mended[..2].copy_from_slice(header);
    mended
}

fn adler32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1, 0), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    b << 16 | a
}

/// Writes base64 in the ticket alphabet.
pub fn encode(stream: &[u8]) -> String {
    STANDARD.encode(stream).replace('+', "*").replace('/', "-").replace('=', "_")
}

/// Puts a JSON text into a ticket, at a level of zlib from 0 to 9.
pub fn seal(json: &[u8], level: u8) -> String {
    encode(&deflate(json, level))
}

/// Compresses at a level of zlib from 0, which stores, to 9.
pub fn deflate(bytes: &[u8], level: u8) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(u32::from(level % 10)));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("a vector takes every byte")
}

/// Without the white space around.
pub fn trim(text: &[u8]) -> &[u8] {
    let space = |byte: &u8| b" \t\n\r\x0b\x0c".contains(byte);
    let Some(first) = text.iter().position(|byte| !space(byte)) else { return &[] };
    let last = text.iter().rposition(|byte| !space(byte)).unwrap_or(first);
    &text[first..=last]
}

const LIBERAL: GeneralPurposeConfig = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
const PADDED: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    LIBERAL.with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
);
const UNPADDED: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    LIBERAL.with_decode_padding_mode(DecodePaddingMode::RequireNone),
);
