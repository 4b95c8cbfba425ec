//! zlib streams: of every level and flush, changed, and made up.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compress, Compression, FlushCompress};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use usersig::{Damage, inspect};

use crate::deflate::{Choices, make};
use crate::edit::edit;
use crate::oracle::{self, Outcome, expected, found, ticket};
use crate::random::cases;

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_bytes(stream in vec(any::<u8>(), 0..200)) {
        agree(&stream)?;
        agree(&[&[0x78, 0x9c][..], &stream].concat())?;
    }

    #[test]
    fn every_level_and_flush(
        content in content(), level in 0..10u32, flushes in vec((0..4u8, 1..400usize), 0..6),
    ) {
        agree(&deflated(&content, level))?;
        agree(&flushed(&content, level, &flushes))?;
    }

    #[test]
    fn ticket_content_comes_through_exactly(
        userid in "[ -~]{0,300}", times in 1..40usize, level in 0..10u32,
    ) {
        let userid = serde_json::Value::from(userid.repeat(times)).to_string();
        let json = format!(
            "{{\"TLS.ver\":\"2.0\",\"TLS.identifier\":{userid},\"TLS.sdkappid\":1,\"TLS.time\":1,\
             \"TLS.sig\":\"\"}}"
        );
        let flushed = flushed(json.as_bytes(), level, &[(1, 9), (3, 70)]);
        for stream in [deflated(json.as_bytes(), level), flushed] {
            let unverified = inspect(ticket(&stream)).unwrap();
            prop_assert_eq!(unverified.json(), &json);
        }
    }

    #[test]
    fn changed_streams(content in content(), level in 0..10u32, edits in vec(edit(any::<u8>()), 1..4)) {
        let mut stream = deflated(&content, level);
        for edit in edits {
            edit.apply(&mut stream);
        }
        agree(&stream)?;
        agree(&with_checksum(&stream))?;
    }
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn made_up_streams(choices in vec(any::<u32>(), 10..400)) {
        let made = make(&mut Choices::new(choices));
        // The checksum is right for whoever reads more into the stream than zlib does.
        agree(&[&[0x78, 0x9c][..], &made.data, &adler32(&made.content).to_be_bytes()].concat())?;
    }

    #[test]
    fn made_up_streams_that_are_changed(
        choices in vec(any::<u32>(), 10..400), edits in vec(edit(any::<u8>()), 1..3),
    ) {
        let mut made = make(&mut Choices::new(choices));
        for edit in edits {
            edit.apply(&mut made.data);
        }
        let stream = [&[0x78, 0x9c][..], &made.data, &adler32(&made.content).to_be_bytes()].concat();
        agree(&stream)?;
        agree(&with_checksum(&stream))?;
    }
}

/// The streams above are worth something only if a good part of them is sound.
#[test]
fn made_up_streams_are_of_both_kinds() {
    let mut runner = TestRunner::deterministic();
    let choices = vec(any::<u32>(), 10..400);
    let (mut sound, mut broken, mut other) = (0, 0, 0);
    for _ in 0..600 {
        let made = make(&mut Choices::new(choices.new_tree(&mut runner).unwrap().current()));
        match oracle::inflate_raw(&made.data) {
            Some(content) if content == made.content => sound += 1,
            // A header that says too much is read as data, by chance with success.
            Some(_) => other += 1,
            None => broken += 1,
        }
    }
    assert!(sound > 200 && broken > 100 && other < 10, "{sound} sound, {broken} broken, {other} other");
}

#[test]
fn every_header() {
    let mut stream = deflated(b"content", 6);
    for method in 0..=255u8 {
        for level in 0..8 {
            // The one check number that is right, and one that is not.
            let right = (31 - (u16::from(method) * 256 + level * 32) % 31) % 31;
            for flags in [level * 32 + right, level * 32 + (right + 1) % 31] {
                stream[..2].copy_from_slice(&[method, flags as u8]);
                let text = ticket(&stream);
                assert_eq!(found(&text), expected(&text), "{method:02x} {flags:02x}");
            }
        }
    }
}

#[test]
fn every_cut_and_every_byte_behind() {
    for level in [0, 1, 6, 9] {
        let content: Vec<u8> =
            (0..300u32).map(|number| b" {}abcdefgh"[(number * number % 11) as usize]).collect();
        let stream = deflated(&content, level);
        for length in 0..stream.len() {
            assert_eq!(
                found(&ticket(&stream[..length])),
                expected(&ticket(&stream[..length])),
                "{level} {length}"
            );
        }
        for more in [&[0][..], &[0x78], &[0; 300]] {
            let longer = [&stream[..], more].concat();
            assert_eq!(found(&ticket(&longer)), Outcome::Damaged(Damage::Zlib));
            assert_eq!(expected(&ticket(&longer)), Outcome::Damaged(Damage::Zlib));
        }
    }
}

#[test]
fn the_largest_content() {
    for level in [1, 6, 9] {
        for (length, wanted) in [
            (1023, Damage::Json),
            (1024, Damage::Json),
            (1025, Damage::Json),
            (32_767, Damage::Json),
            (32_768, Damage::Json),
            (32_769, Damage::TooLarge),
            (33_100, Damage::TooLarge),
            (1_000_000, Damage::TooLarge),
        ] {
            let text = ticket(&deflated(&vec![b'?'; length], level));
            assert_eq!(found(&text), Outcome::Damaged(wanted), "{length} at level {level}");
            assert_eq!(expected(&text), Outcome::Damaged(wanted), "{length} at level {level}");
        }
    }
}

#[test]
fn distances_beyond_the_window_of_the_header_are_taken_as_zlib_takes_them() {
    // The header promises a window of 256 bytes; the content repeats from farther back.
    let content = [
        &b"0123456789abcdefghijklmnopqrstuvwxyz"[..],
        &[b'.'; 2000],
        b"0123456789abcdefghijklmnopqrstuvwxyz",
    ]
    .concat();
    let mut stream = deflated(&content, 9);
    stream[..2].copy_from_slice(&[0x08, 0x1d]);
    assert_eq!(found(&ticket(&stream)), expected(&ticket(&stream)));
}

fn agree(stream: &[u8]) -> Result<(), TestCaseError> {
    let text = ticket(stream);
    let wanted = expected(&text);
    prop_assume!(wanted != Outcome::Unsure);
    prop_assert_eq!(found(&text), wanted, "{:02x?}", stream);
    Ok(())
}

/// The content at one of zlib's levels.
pub(crate) fn deflated(content: &[u8], level: u32) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// The content in pieces, each with a flush of its own kind behind it.
fn flushed(content: &[u8], level: u32, flushes: &[(u8, usize)]) -> Vec<u8> {
    let mut compress = Compress::new(Compression::new(level), true);
    let mut stream = Vec::with_capacity(2 * content.len() + 1000);
    let mut rest = content;
    for &(kind, length) in flushes {
        let (piece, after) = rest.split_at(length.min(rest.len()));
        let flush = [FlushCompress::None, FlushCompress::Partial, FlushCompress::Sync, FlushCompress::Full]
            [usize::from(kind)];
        compress.compress_vec(piece, &mut stream, flush).unwrap();
        rest = after;
    }
    compress.compress_vec(rest, &mut stream, FlushCompress::Finish).unwrap();
    stream
}

/// The stream with the checksum of what its data inflates to, if it does.
///
/// Without it, nearly every change would fail for the checksum alone.
fn with_checksum(stream: &[u8]) -> Vec<u8> {
    let Some(data) = stream.len().checked_sub(4).and_then(|end| stream.get(2..end)) else {
        return stream.to_vec();
    };
    match oracle::inflate_raw(data) {
        Some(content) => [&stream[..2], data, &adler32(&content).to_be_bytes()].concat(),
        None => stream.to_vec(),
    }
}

/// RFC 1950, section 8.2.
fn adler32(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1u64, 0u64);
    for &byte in bytes {
        a = (a + u64::from(byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    (b << 16 | a) as u32
}

/// Content with repeats near and far, JSON or not.
fn content() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..300),
        "(\\{\"TLS\\.[a-z]{1,9}\":\"[a-z0-9]{0,40}\"\\}){0,9}".prop_map(String::into_bytes),
        vec(b'a'..=b'c', 0..2000),
        (vec(any::<u8>(), 1..40), 1..1200usize).prop_map(|(part, times)| part.repeat(times)),
    ]
}
