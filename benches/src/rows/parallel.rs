//! Many tickets in one call on several threads, and verifying many.

use std::hint::black_box;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use usersig::{Check, Encoding, UserId};
use usersig_bench::Result;
use usersig_bench::inputs::Input;

use super::batch::{self, SIGN_MANY, Times};
use crate::contest::{Contestant, Row, Section, Who};
use crate::ours;

pub fn rows() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (count, encoding) in SIGNED {
        let signer = Input::usual().signer()?.with_encoding(encoding);
        let (one, two) = (batch::claims(count, Times::Moment)?, batch::claims(count, Times::Moment)?);
        let (one_signer, pool) = (signer.clone(), pool()?);
        let contestants = vec![
            batch::floor(count, Times::Moment),
            floor(count, Times::Moment)?,
            ours::contestant(SIGN_MANY, count as u64, move || {
                black_box(one_signer.sign_many(black_box(&one))?);
                Ok(0)
            }),
            ours::contestant(PAR_SIGN_MANY, count as u64, move || {
                black_box(pool.install(|| signer.par_sign_many(black_box(&two)))?);
                Ok(0)
            }),
        ];
        let input = format!("sign {}", batch::words(count, Times::Moment, encoding));
        rows.push(Row { section: Section::Threads, input, block: None, contestants });
    }
    for (count, encoding) in VERIFIED {
        let (one_verifier, two_verifier) = (Input::usual().verifier()?, Input::usual().verifier()?);
        let signer = Input::usual().signer()?.with_encoding(encoding);
        let mut checks = Vec::new();
        for (claims, userid) in batch::claims(count, Times::Day)?.iter().zip(batch::userids(count)) {
            checks.push((signer.sign(claims)?, Check::new(UserId::new(userid.leak())?, batch::LAST_TIME)));
        }
        // A batch that is turned away would be fast.
        if one_verifier.verify_many(&checks).iter().any(|answer| answer.is_err()) {
            return Err("a batch has tickets that are not valid".into());
        }
        let (one, two, pool) = (checks.clone(), checks, pool()?);
        let contestants = vec![
            batch::floor(count, Times::Day),
            floor(count, Times::Day)?,
            ours::contestant(VERIFY_MANY, count as u64, move || {
                black_box(one_verifier.verify_many(black_box(&one)));
                Ok(0)
            }),
            ours::contestant(PAR_VERIFY_MANY, count as u64, move || {
                black_box(pool.install(|| two_verifier.par_verify_many(black_box(&two))));
                Ok(0)
            }),
        ];
        let input = format!("verify {}", batch::words(count, Times::Day, encoding));
        rows.push(Row { section: Section::Threads, input, block: None, contestants });
    }
    Ok(rows)
}

/// HMAC alone on two threads: what the second core of this machine is worth at this moment.
fn floor(count: usize, times: Times) -> Result<Contestant> {
    let (messages, pool) = (batch::messages(count, times), pool()?);
    Ok(ours::contestant(FLOOR_TWO, count as u64, move || {
        pool.install(|| {
            messages.par_chunks(PART).for_each(|part| {
                for message in part {
                    black_box(message.mac());
                }
            });
        });
        Ok(0)
    }))
}

fn pool() -> Result<ThreadPool> {
    Ok(ThreadPoolBuilder::new().num_threads(2).build()?)
}

pub const PAR_SIGN_MANY: Who = Who::Ours("par_sign_many, 2 threads");
pub const VERIFY_MANY: Who = Who::Ours("verify_many");
pub const PAR_VERIFY_MANY: Who = Who::Ours("par_verify_many, 2 threads");

pub const FLOOR_TWO: Who = Who::Ours("HMAC alone, 2 threads");

/// As many as the engine gives a thread at a time.
const PART: usize = 1024;
/// Enough to keep two threads at work.
const SIGNED: [(usize, Encoding); 4] = [
    (10_000, Encoding::Stored),
    (10_000, Encoding::Compact),
    (100_000, Encoding::Stored),
    (100_000, Encoding::Compact),
];
const VERIFIED: [(usize, Encoding); 2] = [(10_000, Encoding::Stored), (10_000, Encoding::Compact)];
