//! Reads the JSON object of a ticket strictly, in place; writes escaped strings.
//!
//! Only the outermost members matter. Strings are unescaped where they stand, so
//! reading takes no memory besides the text; values that no ticket has (objects,
//! arrays, literals) are checked for grammar and passed over.

use core::ops::Range;

/// One member of the outermost object.
#[derive(Clone, Default)]
pub(crate) struct JsonMember {
    /// Where the unescaped name stands.
    pub(crate) name: Range<usize>,
    pub(crate) value: JsonValue,
}

/// What a member holds.
#[derive(Clone, Default)]
pub(crate) enum JsonValue {
    /// A string, unescaped, and where it stands.
    String(Range<usize>),
    /// A number as it is written.
    Number(Range<usize>),
    /// Anything else.
    #[default]
    Other,
}

/// Why a text is not the object of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JsonFault {
    /// It is not JSON (RFC 8259) in UTF-8, or nests deeper than [`MAX_DEPTH`].
    Syntax,
    /// It is another value than an object.
    NotAnObject,
    /// It has more than [`MAX_MEMBERS`] members.
    TooMany,
}

/// The most members that a ticket may have.
pub(crate) const MAX_MEMBERS: usize = 32;
/// The deepest nesting that is read.
pub(crate) const MAX_DEPTH: u32 = 64;

/// Members of an object, in the order of the text.
pub(crate) type JsonMembers = [JsonMember; MAX_MEMBERS];

/// Reads the whole text as one object; returns how many members it has.
///
/// Strings in `text` are unescaped in place; the ranges in `members` point there.
pub(crate) fn read_object(text: &mut [u8], members: &mut JsonMembers) -> Result<usize, JsonFault> {
    if core::str::from_utf8(text).is_err() {
        return Err(JsonFault::Syntax);
    }
    let mut reader = Reader { text, at: 0 };
    reader.space();
    if reader.peek() != Some(b'{') {
        reader.value(1)?;
        reader.end()?;
        return Err(JsonFault::NotAnObject);
    }
    reader.at += 1;
    reader.space();
    let mut count = 0;
    if reader.peek() == Some(b'}') {
        reader.at += 1;
    } else {
        loop {
            let name = reader.string()?;
            reader.space();
            reader.expect(b':')?;
            reader.space();
            let value = reader.value(2)?;
            if let Some(member) = members.get_mut(count) {
                *member = JsonMember { name, value };
            }
            count += 1;
            if !reader.comma_or(b'}')? {
                break;
            }
        }
    }
    reader.end()?;
    if count > MAX_MEMBERS { Err(JsonFault::TooMany) } else { Ok(count) }
}

/// Bytes that `text` takes as the content of a JSON string.
pub(crate) fn escaped_len(text: &str) -> usize {
    text.len() + text.bytes().filter(|&byte| is_escaped(byte)).count()
}

/// Whether a character of a signed text is escaped: those hold no control characters
/// (see [`UserId`](crate::UserId)), so a quote and a backslash are all.
#[inline(always)]
pub(crate) const fn is_escaped(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\')
}

/// Writes `text` as the content of a JSON string; returns the bytes written.
///
/// `out` must hold [`escaped_len`].
pub(crate) fn write_escaped(text: &str, out: &mut [u8]) -> usize {
    let mut at = 0;
    for &byte in text.as_bytes() {
        if is_escaped(byte) {
            out[at] = b'\\';
            at += 1;
        }
        out[at] = byte;
        at += 1;
    }
    at
}

struct Reader<'a> {
    text: &'a mut [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Result<u8, JsonFault> {
        let byte = self.peek().ok_or(JsonFault::Syntax)?;
        self.at += 1;
        Ok(byte)
    }

    fn expect(&mut self, wanted: u8) -> Result<(), JsonFault> {
        if self.next()? == wanted { Ok(()) } else { Err(JsonFault::Syntax) }
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn end(&mut self) -> Result<(), JsonFault> {
        self.space();
        if self.at == self.text.len() { Ok(()) } else { Err(JsonFault::Syntax) }
    }

    /// Passes `, ` (true: another member follows) or the closing character.
    fn comma_or(&mut self, close: u8) -> Result<bool, JsonFault> {
        self.space();
        match self.next()? {
            b',' => {
                self.space();
                Ok(true)
            }
            byte if byte == close => Ok(false),
            _ => Err(JsonFault::Syntax),
        }
    }

    /// Reads a value that stands inside `depth` arrays and objects, itself included.
    fn value(&mut self, depth: u32) -> Result<JsonValue, JsonFault> {
        match self.peek().ok_or(JsonFault::Syntax)? {
            b'"' => Ok(JsonValue::String(self.string()?)),
            b'-' | b'0'..=b'9' => Ok(JsonValue::Number(self.number()?)),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            b'[' | b'{' => self.nested(depth),
            _ => Err(JsonFault::Syntax),
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<JsonValue, JsonFault> {
        if !self.text[self.at..].starts_with(word) {
            return Err(JsonFault::Syntax);
        }
        self.at += word.len();
        Ok(JsonValue::Other)
    }

    fn nested(&mut self, depth: u32) -> Result<JsonValue, JsonFault> {
        if depth > MAX_DEPTH {
            return Err(JsonFault::Syntax);
        }
        let object = self.next()? == b'{';
        let close = if object { b'}' } else { b']' };
        self.space();
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(JsonValue::Other);
        }
        loop {
            if object {
                self.string()?;
                self.space();
                self.expect(b':')?;
                self.space();
            }
            self.value(depth + 1)?;
            if !self.comma_or(close)? {
                return Ok(JsonValue::Other);
            }
        }
    }

    fn number(&mut self) -> Result<Range<usize>, JsonFault> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(start..self.at)
    }

    fn digits(&mut self) -> Result<(), JsonFault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(JsonFault::Syntax) }
    }

    fn string(&mut self) -> Result<Range<usize>, JsonFault> {
        self.expect(b'"')?;
        let start = self.at;
        let plain = self.text[start..]
            .iter()
            .position(|&byte| byte == b'"' || byte == b'\\' || byte < 0x20)
            .ok_or(JsonFault::Syntax)?;
        self.at += plain;
        if self.text[self.at] == b'"' {
            self.at += 1;
            return Ok(start..start + plain);
        }
        self.unescape(start)
    }

    /// Reads the rest of a string, moving unescaped bytes to the front of it.
    fn unescape(&mut self, start: usize) -> Result<Range<usize>, JsonFault> {
        let mut end = self.at;
        loop {
            match self.next()? {
                b'"' => return Ok(start..end),
                0..0x20 => return Err(JsonFault::Syntax),
                b'\\' => {
                    let character = self.escape()?;
                    let mut utf8 = [0; 4];
                    let utf8 = character.encode_utf8(&mut utf8).as_bytes();
                    // An escape is never shorter than what it stands for.
                    self.text[end..end + utf8.len()].copy_from_slice(utf8);
                    end += utf8.len();
                }
                byte => {
                    self.text[end] = byte;
                    end += 1;
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonFault> {
        Ok(match self.next()? {
            quoted @ (b'"' | b'\\' | b'/') => char::from(quoted),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.hex4()?;
                let scalar = if let 0xd800..0xdc00 = unit {
                    self.expect(b'\\')?;
                    self.expect(b'u')?;
                    match self.hex4()? {
                        low @ 0xdc00..0xe000 => 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00),
                        _ => return Err(JsonFault::Syntax),
                    }
                } else {
                    unit
                };
                char::from_u32(scalar).ok_or(JsonFault::Syntax)?
            }
            _ => return Err(JsonFault::Syntax),
        })
    }

    fn hex4(&mut self) -> Result<u32, JsonFault> {
        let mut value = 0;
        for _ in 0..4 {
            let digit = char::from(self.next()?).to_digit(16).ok_or(JsonFault::Syntax)?;
            value = value << 4 | digit;
        }
        Ok(value)
    }
}
