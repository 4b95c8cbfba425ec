//! Many tickets in one call, on one thread.

use std::hint::black_box;

use usersig::{Claims, Encoding, UserId, Validity};
use usersig_bench::Result;
use usersig_bench::floor::Message;
use usersig_bench::inputs::{Input, TIME};

use crate::contest::{Contestant, Row, Section, Who};
use crate::ours::{self, STORED_WORD};
use crate::report::table::grouped;

pub const SIGN_MANY: Who = Who::Ours("sign_many");

pub fn rows() -> Result<Vec<Row>> {
    let row = |(count, times, encoding)| {
        let signer = Input::usual().signer()?.with_encoding(encoding);
        let claims = claims(count, times)?;
        let call = move || {
            let tickets = black_box(signer.sign_many(black_box(&claims))?);
            Ok(tickets.get(0).map_or(0, str::len))
        };
        // A batch whose tickets are missing would be fast.
        if call()? == 0 {
            return Err("a batch has no tickets".into());
        }
        let contestants = vec![floor(count, times), ours::contestant(SIGN_MANY, count as u64, call)];
        Ok(Row { section: Section::Batch, input: words(count, times, encoding), block: None, contestants })
    };
    BATCHES.into_iter().map(row).collect()
}

/// When the tickets of a batch are signed.
#[derive(Clone, Copy)]
pub enum Times {
    /// All at once, as a job does that signs for many users.
    Moment,
    /// In the course of a day.
    Day,
}

/// Claims of as many users.
pub fn claims(count: usize, times: Times) -> Result<Vec<Claims<'static>>> {
    let claims = |index| {
        let userid: &'static str = userid(index).leak();
        Ok(Claims::new(
            UserId::new(userid)?,
            Validity::new(times.of(index), Input::usual().application.expire)?,
        ))
    };
    (0..count).map(claims).collect()
}

/// HMAC alone, one at a time, of the same texts.
pub fn floor(count: usize, times: Times) -> Contestant {
    let messages = messages(count, times);
    ours::contestant(Who::Floor, count as u64, move || {
        for message in &messages {
            black_box(message.mac());
        }
        Ok(0)
    })
}

/// The texts of [`claims`].
pub fn messages(count: usize, times: Times) -> Vec<Message> {
    let application = Input::usual().application;
    (0..count).map(|index| Message::of(&userid(index), application, times.of(index), None)).collect()
}

/// `1 000 tickets of a day, stored`, for people.
pub fn words(count: usize, times: Times, encoding: Encoding) -> String {
    let encoding = if encoding == Encoding::Stored { STORED_WORD } else { "compact" };
    let times = if matches!(times, Times::Day) { " of a day" } else { "" };
    format!("{} tickets{times}, {encoding}", grouped(count as f64))
}

/// The users of [`claims`].
pub fn userids(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(userid)
}

/// No ticket of [`claims`] is signed after it.
pub const LAST_TIME: u64 = TIME + 86_400;

fn userid(index: usize) -> String {
    format!("user{:07}", index * 7919 % 10_000_000)
}

impl Times {
    const fn of(self, index: usize) -> u64 {
        match self {
            Self::Moment => TIME,
            Self::Day => TIME + index as u64 * 104_729 % 86_400,
        }
    }
}

/// How many tickets, of which times, and how they are encoded.
const BATCHES: [(usize, Times, Encoding); 6] = [
    (1_000, Times::Moment, Encoding::Stored),
    (1_000, Times::Moment, Encoding::Compact),
    (10_000, Times::Moment, Encoding::Stored),
    (10_000, Times::Moment, Encoding::Compact),
    (10_000, Times::Day, Encoding::Stored),
    (10_000, Times::Day, Encoding::Compact),
];
