//! Tickets as other generators write them, and how a ticket is compressed.

use std::fmt;
use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use usersig::{Unverified, inspect};

use crate::Result;
use crate::inputs::{Input, TIME};

/// The kind of a deflate stream's first block (RFC 1951, 3.2.3).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Block {
    Stored,
    Fixed,
    Dynamic,
}

impl Block {
    /// Reads it from a ticket's bytes.
    pub fn of(ticket: &str) -> Result<Self> {
        let text: String = ticket.chars().map(standard).collect();
        let bytes = STANDARD.decode(text)?;
        match bytes.get(2).map(|byte| byte >> 1 & 3) {
            Some(0) => Ok(Self::Stored),
            Some(1) => Ok(Self::Fixed),
            Some(2) => Ok(Self::Dynamic),
            _ => Err("a ticket has no deflate block".into()),
        }
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stored => "0 stored",
            Self::Fixed => "1 fixed",
            Self::Dynamic => "2 dynamic",
        })
    }
}

/// The ticket of a JSON text, by zlib at this level.
pub fn by_zlib(json: &str, level: u32) -> Result<String> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(json.as_bytes())?;
    Ok(STANDARD.encode(encoder.finish()?).chars().map(escaped).collect())
}

/// A ticket of this input as most generators write it: the members in the order of the
/// PHP, Go and Python packages, no white space, zlib at its usual level.
pub fn as_php(input: &Input, time: u64) -> Result<String> {
    let ticket = input.signer()?.sign(&input.claims(time)?)?;
    let unverified = inspect(&ticket).map_err(|rejection| rejection.to_string())?;
    by_zlib(&usual_json(&unverified), 6)
}

/// The first ticket of this input, by the seconds from a fixed time on, that
/// [`as_php`] compresses in a block of this kind.
pub fn as_php_in(input: &Input, block: Block) -> Result<Option<(String, u64)>> {
    for time in TIME..TIME + 2000 {
        let ticket = as_php(input, time)?;
        if Block::of(&ticket)? == block {
            return Ok(Some((ticket, time)));
        }
    }
    Ok(None)
}

/// A ticket's JSON in the order of members that most generators have, for a UserID that
/// needs no escapes.
pub fn usual_json(ticket: &Unverified) -> String {
    let userbuf = ticket.userbuf().map(|bytes| format!("\"TLS.userbuf\":\"{}\",", STANDARD.encode(bytes)));
    format!(
        "{{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"{}\",\"TLS.sdkappid\":{},\"TLS.expire\":{},\
         \"TLS.time\":{},{}\"TLS.sig\":\"{}\"}}",
        ticket.userid(),
        ticket.sdkappid(),
        ticket.validity().expire(),
        ticket.validity().time(),
        userbuf.unwrap_or_default(),
        STANDARD.encode(ticket.signature()),
    )
}

/// From the alphabet of tickets to that of base64.
const fn standard(character: char) -> char {
    match character {
        '*' => '+',
        '-' => '/',
        '_' => '=',
        other => other,
    }
}

/// And back.
const fn escaped(character: char) -> char {
    match character {
        '+' => '*',
        '/' => '-',
        '=' => '_',
        other => other,
    }
}
