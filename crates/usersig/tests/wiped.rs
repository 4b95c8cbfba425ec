//! No memory that goes back to the allocator holds a key, in any form that was made of it.

#![allow(missing_docs, clippy::unwrap_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::{Cell, RefCell};
use std::hint::black_box;

use usersig::{Key, SdkAppId, Signer, Symptoms, Verifier, diagnose};

/// Tickets are signed by the clock and looked at as of this moment, which lies behind it or ahead.
const NOW: u64 = 1_800_000_000;
const LONG: u64 = 1_000_000_000;

#[test]
fn the_watch_sees_what_is_left() {
    assert_eq!(
        left(&[b"a text that is found"], || drop(black_box(b"here is a text that is found".to_vec()))),
        1
    );
}

#[test]
fn signing_and_verifying_leave_no_secret_key() {
    let text = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    let padded = format!("{text}{text}");
    // A key above 64 bytes is hashed first.
    for text in [text, &padded] {
        let needles: [&[u8]; 2] = [&text.as_bytes()[..24], &pads(text)];
        assert_eq!(left(&needles, || round(text.as_bytes())), 0);
    }
}

#[test]
fn signing_and_verifying_leave_no_private_key() {
    let body = PEM.lines().nth(1).unwrap().as_bytes();
    for text in [PEM.to_owned(), PEM.replace('\n', "\r\n"), format!("  {PEM} \n\n")] {
        let needles: [&[u8]; 2] = [&body[24..56], &SCALAR[..16]];
        assert_eq!(left(&needles, || round(text.as_bytes())), 0);
    }
}

#[test]
fn diagnosing_leaves_no_key() {
    let made = |key: &[u8]| {
        let key = Key::from_text(key).unwrap();
        Signer::new(SdkAppId::new(1).unwrap(), &key).unwrap().user_sig("u", LONG).unwrap()
    };
    let other = made(b"another key");
    let configured = [
        "  \"A Text That Stands For A Key\"\n",
        "4120546578742054686174205374616e647320466f722041204b6579",
        "QSBUZXh0IFRoYXQgU3RhbmRzIEZvciBBIEtleQ==",
        PEM,
    ];
    let body = PEM.lines().nth(1).unwrap().as_bytes();
    let needles: [&[u8]; 8] = [
        b"A Text That Stands For",
        b"a text that stands for",
        b"A TEXT THAT STANDS FOR",
        b"4120546578742054686174205374616e",
        b"4120546578742054686174205374616E",
        b"QSBUZXh0IFRoYXQgU3RhbmRzIE",
        &body[24..56],
        &SCALAR[..16],
    ];
    for text in configured {
        for ticket in [&other, &made(b"A Text That Stands For A Key"), &made(PEM.as_bytes())] {
            let symptoms = Symptoms::new(ticket, NOW)
                .with_key(text)
                .with_other_application(SdkAppId::new(2).unwrap(), text);
            assert_eq!(left(&needles, || drop(black_box(diagnose(&symptoms)))), 0, "{text}");
        }
    }
}

/// Makes a key, signs with it and verifies.
fn round(text: &[u8]) {
    let sdkappid = SdkAppId::new(1_400_000_000).unwrap();
    let key = Key::from_text(text).unwrap();
    let ticket = Signer::new(sdkappid, &key).unwrap().user_sig("xiaojun", LONG).unwrap();
    let check = usersig::Check::new(usersig::UserId::new("xiaojun").unwrap(), NOW);
    Verifier::new(sdkappid, [key]).verify(&ticket, &check).unwrap();
}

/// The beginning of the block that HMAC makes of a key.
fn pads(text: &str) -> Vec<u8> {
    text.bytes().take(24).map(|byte| byte ^ 0x36).collect()
}

/// How many pieces of memory with one of these bytes in them go back meanwhile.
fn left(needles: &[&[u8]], call: impl FnOnce()) -> usize {
    NEEDLES.set(needles.iter().map(|needle| needle.to_vec()).collect());
    LEFT.set(0);
    WATCHING.set(true);
    call();
    WATCHING.set(false);
    LEFT.get()
}

thread_local! {
    static WATCHING: Cell<bool> = const { Cell::new(false) };
    static LEFT: Cell<usize> = const { Cell::new(0) };
    static NEEDLES: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

struct Watching;

// SAFETY: the system's allocator does all of it. Its memory is looked at before it goes back, where all
// of it may be read: it comes zeroed.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        if WATCHING.try_with(|watching| watching.replace(false)).unwrap_or(false) {
            let bytes = unsafe { std::slice::from_raw_parts(memory, layout.size()) };
            let holds = |needle: &Vec<u8>| bytes.windows(needle.len()).any(|window| window == needle);
            if NEEDLES.with_borrow(|needles| needles.iter().any(holds)) {
                LEFT.set(LEFT.get() + 1);
            }
            WATCHING.set(true);
        }
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Watching = Watching;

/// A throw-away key on P-256, and its number.
const PEM: &str = "\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWtRjgjZA7pc2JIAD
wNryGlK0kq225cjqJZnyig6GMKmhRANCAAT7xB2Yqr9DVcOVt+RbPgmB6myVGnEr
DXACd3d6oLQ/UGTxTfxwWNDAJzOlq3MDXFBfPOoThfYzLN9ujNw+HRg8
-----END PRIVATE KEY-----
";
const SCALAR: [u8; 32] = [
    0x5a, 0xd4, 0x63, 0x82, 0x36, 0x40, 0xee, 0x97, 0x36, 0x24, 0x80, 0x03, 0xc0, 0xda, 0xf2, 0x1a, 0x52,
    0xb4, 0x92, 0xad, 0xb6, 0xe5, 0xc8, 0xea, 0x25, 0x99, 0xf2, 0x8a, 0x0e, 0x86, 0x30, 0xa9,
];
