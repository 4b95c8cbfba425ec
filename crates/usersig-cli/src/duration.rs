//! Durations as people write them: `90s`, `30m`, `6h`, `60d`, `2y`, or seconds.

/// Reads a duration; the result is in seconds. A year has 365 days, as in the
/// documents' "50 years (1576800000 s)".
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let seconds = match unit {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        "y" => 365 * 86_400,
        _ => return Err("write it like 90s, 30m, 6h, 60d, 2y, or as seconds".into()),
    };
    if number.is_empty() {
        return Err("a number comes first, like 60d".into());
    }
    let number: Option<u64> = number.parse().ok();
    number.and_then(|number| number.checked_mul(seconds)).ok_or_else(|| "that is too long".into())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn units_are_read() {
        let read = ["90s", "30m", "6h", "60d", "2y", "1w", "300", "0"].map(parse);
        let seconds = [90, 1800, 21_600, 5_184_000, 63_072_000, 604_800, 300, 0];
        assert_eq!(read, seconds.map(Ok));
        assert_eq!(parse("50y"), Ok(1_576_800_000));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in
            ["", "d", "1.5h", "-1", "1h30m", "1 d", "6H", "99999999999999999999", "9999999999999999999y"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
