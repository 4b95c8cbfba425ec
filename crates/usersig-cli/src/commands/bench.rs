//! `usersig bench`: what this machine does, on one core and on all.

use std::hint::black_box;
use std::num::NonZero;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use usersig::{
    Check, Claims, Curve, EcdsaPrivateKey, Encoding, HmacKey, Key, Privileges, Room, SdkAppId, Signer,
    UserId, Validity, Verifier,
};

use crate::args::Bench;
use crate::fault::Fault;
use crate::output;

#[derive(Serialize)]
struct Report {
    cores: usize,
    operations: Vec<Operation>,
}

#[derive(Serialize)]
struct Operation {
    operation: &'static str,
    /// On one core.
    nanoseconds: f64,
    one_core_per_second: f64,
    all_cores_per_second: f64,
}

pub(crate) fn run(args: &Bench, json: bool) -> Result<ExitCode, Fault> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let length = Duration::from_millis(args.milliseconds);
    if !json {
        let head = format!("{:<28} {:>10} {:>14} {:>14}", "", "ns", "1 core /s", format!("{cores} cores /s"));
        output::line(head)?;
    }
    let mut operations = Vec::new();
    for (operation, times, work) in works()? {
        let one_core = rate(&*work, 1, length) * times;
        let all_cores = rate(&*work, cores, length) * times;
        let measured = Operation {
            operation,
            nanoseconds: 1e9 / one_core,
            one_core_per_second: one_core,
            all_cores_per_second: all_cores,
        };
        if !json {
            output::line(measured.line())?;
        }
        operations.push(measured);
    }
    if json {
        output::json(&Report { cores, operations })?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Operation {
    fn line(&self) -> String {
        let Self { operation, nanoseconds, one_core_per_second, all_cores_per_second } = self;
        format!(
            "{operation:<28} {nanoseconds:>10.0} {one_core_per_second:>14.0} {all_cores_per_second:>14.0}"
        )
    }
}

/// Something that is done.
type Work = Box<dyn Fn() + Sync>;

/// What is measured, with made-up keys: the operation, how often the work does it, the work.
fn works() -> Result<Vec<(&'static str, f64, Work)>, Fault> {
    let sdkappid = SdkAppId::new(1_400_000_000)?;
    let (userid, validity) = (UserId::new("xiaojun")?, Validity::new(1_700_000_000, 15_552_000)?);
    let claims = Claims::new(userid, validity);
    let check = Check::new(userid, 1_700_000_000);
    let hmac: Key = HmacKey::from_entropy(&[7; 32]).into();
    let mut works: Vec<(&'static str, f64, Work)> = Vec::new();

    let signer = Signer::new(sdkappid, &hmac)?;
    let (compact, stored) = (signer.sign(&claims)?, signer.clone().with_encoding(Encoding::Stored));
    let stored_ticket = stored.sign(&claims)?;
    let room = Room::id(10_000)?;
    works.push(("sign", 1.0, sign(signer.clone(), claims)));
    works.push(("sign, stored", 1.0, sign(stored.clone(), claims)));
    works.push(("sign, 1000 at once", BATCH as f64, sign_many(signer.clone(), claims)));
    works.push(("sign, stored, 1000 at once", BATCH as f64, sign_many(stored, claims)));
    works.push((
        "room key",
        1.0,
        Box::new(move || {
            let _ =
                black_box(signer.sign_private_map_key(userid, validity, black_box(room), Privileges::ALL));
        }),
    ));
    let verifier = Verifier::new(sdkappid, [hmac]);
    works.push(("verify", 1.0, verify(verifier.clone(), compact.clone(), check)));
    works.push(("verify, stored", 1.0, verify(verifier.clone(), stored_ticket, check)));
    works.push(("verify, 1000 at once", BATCH as f64, verify_many(verifier, compact, check)));
    for (curve, names) in [
        (Curve::P256, ["legacy sign, P-256", "legacy verify, P-256"]),
        (Curve::Secp256k1, ["legacy sign, secp256k1", "legacy verify, secp256k1"]),
    ] {
        let key: Key = EcdsaPrivateKey::from_entropy(curve, &[7; 32])?.into();
        let signer = Signer::new(sdkappid, &key)?;
        let ticket = signer.sign(&claims)?;
        works.push((names[0], 1.0, sign(signer, claims)));
        works.push((names[1], 1.0, verify(Verifier::new(sdkappid, [key]), ticket, check)));
    }
    Ok(works)
}

fn sign(signer: Signer, claims: Claims<'static>) -> Work {
    Box::new(move || {
        let mut ticket = [0; 1024];
        let _ = black_box(signer.sign_into(black_box(&claims), &mut ticket));
    })
}

fn sign_many(signer: Signer, claims: Claims<'static>) -> Work {
    let claims = vec![claims; BATCH];
    Box::new(move || {
        let _ = black_box(signer.sign_many(black_box(&claims)));
    })
}

fn verify_many(verifier: Verifier, ticket: String, check: Check<'static>) -> Work {
    let tickets = vec![(ticket, check); BATCH];
    Box::new(move || {
        black_box(verifier.verify_many(black_box(&tickets)));
    })
}

fn verify(verifier: Verifier, ticket: String, check: Check<'static>) -> Work {
    Box::new(move || {
        let _ = black_box(verifier.verify(black_box(&ticket), &check));
    })
}

/// How often the work is done in a second, by so many threads together.
fn rate(work: &(dyn Fn() + Sync), threads: usize, length: Duration) -> f64 {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(|| one_rate(work, length))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or(0.0)).sum()
    })
}

fn one_rate(work: &(dyn Fn() + Sync), length: Duration) -> f64 {
    let start = Instant::now();
    let mut done = 0u64;
    let mut step = 1;
    loop {
        for _ in 0..step {
            work();
        }
        done += step;
        let elapsed = start.elapsed();
        if elapsed >= length {
            return done as f64 / elapsed.as_secs_f64();
        }
        // The clock is asked seldom, but often enough to end in time.
        if elapsed < length / 16 {
            step *= 2;
        }
    }
}

/// Tickets of one call.
const BATCH: usize = 1000;
