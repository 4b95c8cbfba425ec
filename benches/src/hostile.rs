//! Tickets that cost a verifier most stack.

use std::hint::black_box;
use std::{fs, thread};

use usersig::{
    Check, Claims, Curve, Encoding, Key, SdkAppId, Signer, UserBuf, UserId, UserIdForm, Validity, Verifier,
};

use crate::inputs::{Input, TIME, USERIDS, key, legacy_pem};
use crate::{Result, tickets};

/// Verifies every hostile ticket on a thread that has about this much stack, and returns
/// how much of it there was, exactly; a process that has too little of it ends.
pub fn verify_within(kib: usize, legacy: bool) -> Result<usize> {
    let (verifier, hostile) = (verifier(legacy)?, hostile()?);
    let quotes = "\"".repeat(UserId::MAX_BYTES);
    let work = move || {
        let room = stack_room()?;
        for ticket in &hostile {
            for userid in [USERIDS[0], &quotes] {
                let userid = UserId::with_form(userid, UserIdForm::Utf8).ok()?;
                let _ = black_box(verifier.verify(ticket, &Check::new(userid, TIME)));
            }
        }
        Some(room)
    };
    // A thread's stack has whole pages; what is too much is taken away inside.
    let run = move || match kib % 4 {
        0 => below::<0, _>(work),
        3 => below::<1, _>(work),
        2 => below::<2, _>(work),
        _ => below::<3, _>(work),
    };
    let thread = thread::Builder::new().stack_size(kib.next_multiple_of(4) * 1024).spawn(run)?;
    thread.join().ok().flatten().ok_or_else(|| "the thread did not end as it should".into())
}

/// Runs this with so many KiB of the stack taken away.
#[inline(never)]
fn below<const KIB: usize, T>(work: impl FnOnce() -> T) -> T {
    let mut taken = [[0_u8; 1024]; KIB];
    black_box(&mut taken);
    let done = work();
    black_box(&mut taken);
    done
}

/// Bytes of stack below the caller's frame, by the kernel's list of what is mapped.
#[inline(always)]
fn stack_room() -> Option<usize> {
    let local = black_box(0_u8);
    let here = (&raw const local).addr();
    let maps = fs::read_to_string("/proc/self/maps").ok()?;
    maps.lines().find_map(|line| {
        let (start, rest) = line.split_once('-')?;
        let (end, _) = rest.split_once(' ')?;
        let [start, end] = [start, end].map(|address| usize::from_str_radix(address, 16));
        (start.clone().ok()?..end.ok()?).contains(&here).then_some(here - start.ok()?)
    })
}

/// One with the current key, and perhaps with legacy keys of both curves too.
fn verifier(legacy: bool) -> Result<Verifier> {
    let mut keys = vec![key()?];
    if legacy {
        keys.extend(legacy_keys()?);
    }
    Ok(Verifier::new(SdkAppId::new(Input::usual().application.sdkappid)?, keys))
}

fn legacy_keys() -> Result<[Key; 2]> {
    let [p256, secp256k1] = [Curve::P256, Curve::Secp256k1].map(legacy_pem);
    Ok([Key::from_pem(p256?.as_bytes())?, Key::from_pem(secp256k1?.as_bytes())?])
}

/// The largest ticket in each encoding, a bomb, deep nesting, one text too long to read.
fn hostile() -> Result<Vec<String>> {
    let application = Input::usual().application;
    let quotes = "\"".repeat(UserId::MAX_BYTES);
    let validity = Validity::new(TIME, application.expire)?;
    let largest = Claims::new(UserId::with_form(&quotes, UserIdForm::Utf8)?, validity)
        .with_userbuf(UserBuf::new(&[0xa5; UserBuf::MAX_BYTES])?);
    let mut tickets = vec![
        tickets::by_zlib(&" ".repeat(10_000_000), 9)?,
        tickets::by_zlib(&"[".repeat(30_000), 9)?,
        tickets::by_zlib(&format!("{{\"TLS.sig\":\"{}\"}}", "\\u0041".repeat(5_000)), 9)?,
        "A".repeat(1 << 20),
    ];
    let [p256, secp256k1] = legacy_keys()?;
    let keys = [key()?, Key::from_text(b"other")?, p256, secp256k1];
    for key in keys {
        let signer = Signer::new(SdkAppId::new(application.sdkappid)?, &key)?;
        for encoding in [Encoding::Compact, Encoding::Stored] {
            tickets.push(signer.clone().with_encoding(encoding).sign(&largest)?);
        }
    }
    Ok(tickets)
}
