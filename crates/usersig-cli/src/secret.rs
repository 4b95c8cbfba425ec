//! A key that was typed in the wrong place is not repeated in a message: messages
//! end up in logs and in questions to other people.

/// Whether a text holds what looks like a secret: a private key in PEM, or a row of
/// hexadecimal digits as long as a key.
pub(crate) fn looks_like_key(text: &str) -> bool {
    let hex_rows = || text.split(|character: char| !character.is_ascii_hexdigit());
    text.contains("PRIVATE KEY-----") || hex_rows().any(|row| row.len() >= SHORTEST_KEY_DIGITS)
}

/// Keys have 64; one that was cut is still half a secret.
const SHORTEST_KEY_DIGITS: usize = 32;

#[cfg(test)]
mod tests {
    use super::looks_like_key;

    #[test]
    fn keys_are_seen() {
        let hex = "0123456789abcdefABCDEF0123456789";
        for text in
            [hex, &format!("'{hex}' found"), "-----BEGIN EC PRIVATE KEY-----\nMHcC", "PRIVATE KEY-----"]
        {
            assert!(looks_like_key(text), "{text}");
        }
    }

    #[test]
    fn other_text_is_not_taken_for_one() {
        for text in
            ["", "key.pem", "1400000000", "0123456789abcdefABCDEF012345678", "-----BEGIN PUBLIC KEY-----"]
        {
            assert!(!looks_like_key(text), "{text}");
        }
    }
}
