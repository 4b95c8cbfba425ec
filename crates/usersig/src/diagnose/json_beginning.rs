//! Can a ticket's JSON begin with these bytes?

use super::repair::is_symbol;

/// Whether a ticket's JSON can begin so, or be so.
///
/// It tells a cut from other damage: behind a changed character inflating goes on
/// into garbage, which ends early too but hardly ever looks like a ticket.
pub(super) fn is_json_beginning(bytes: &[u8]) -> bool {
    let whole = match core::str::from_utf8(bytes) {
        Ok(_) => bytes,
        // A cut can go through a character.
        Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        Err(_) => return false,
    };
    let mut scan = Scan(whole);
    match scan.object() {
        Ok(()) => scan.0.trim_ascii().is_empty(),
        Err(stop) => stop == Stop::End,
    }
}

/// What is not yet read of a flat JSON object.
struct Scan<'a>(&'a [u8]);

/// Why a scan did not reach the end of what it looks for.
#[derive(PartialEq, Eq)]
enum Stop {
    /// The text is over.
    End,
    /// The text has something there that no ticket has.
    Wrong,
}

impl<'a> Scan<'a> {
    fn object(&mut self) -> Result<(), Stop> {
        self.pass(b'{')?;
        loop {
            let name = self.string(|at, byte| b"TLS.".get(at).is_none_or(|&wanted| byte == wanted))?;
            self.pass(b':')?;
            if self.peek()? == b'"' {
                let base64 = matches!(name, b"TLS.sig" | b"TLS.userbuf");
                self.string(|_, byte| !base64 || is_symbol(byte) || byte == b'=')?;
            } else {
                self.number()?;
            }
            match self.peek()? {
                b',' => self.pass(b',')?,
                _ => return self.pass(b'}'),
            }
        }
    }

    /// Passes a string whose bytes are `allowed` at their place, escapes aside.
    fn string(&mut self, allowed: impl Fn(usize, u8) -> bool) -> Result<&'a [u8], Stop> {
        self.pass(b'"')?;
        let text = self.0;
        let mut at = 0;
        loop {
            match self.next()? {
                b'"' => return Ok(&text[..at]),
                b'\\' => at += usize::from(self.next()? >= 0x20),
                byte if byte < 0x20 || !allowed(at, byte) => return Err(Stop::Wrong),
                _ => {}
            }
            at += 1;
        }
    }

    fn number(&mut self) -> Result<(), Stop> {
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
        self.0 = &self.0[digits..];
        if self.0.is_empty() || digits > 0 { Ok(()) } else { Err(Stop::Wrong) }
    }

    fn pass(&mut self, wanted: u8) -> Result<(), Stop> {
        if self.peek()? == wanted { self.next().map(drop) } else { Err(Stop::Wrong) }
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Result<u8, Stop> {
        self.0 = self.0.trim_ascii_start();
        self.0.first().copied().ok_or(Stop::End)
    }

    fn next(&mut self) -> Result<u8, Stop> {
        let (&byte, rest) = self.0.split_first().ok_or(Stop::End)?;
        self.0 = rest;
        Ok(byte)
    }
}
