//! Counters of one application, and what of them has reached the store.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use usersig::codes;
use usersig_store::statistics::{Count, Event};

/// Counters of one application since this process began.
#[derive(Default)]
pub(crate) struct Counters {
    events: [Counter; 4],
    rejected: [Counter; REJECTIONS.len()],
}

#[derive(Default)]
struct Counter {
    all: AtomicU64,
    stored: AtomicU64,
}

/// What was counted for one application since this process began.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Totals {
    /// The application.
    pub sdkappid: u32,
    /// Each event that has happened, with its number.
    pub events: Vec<(Event, u64)>,
}

impl Counters {
    pub(crate) fn add(&self, event: Event, number: u64) {
        if let Some(counter) = self.counter(event) {
            counter.all.fetch_add(number, Relaxed);
        }
    }

    /// What has been counted since the last call, for the store.
    pub(crate) fn take(&self, sdkappid: u32, minute: u64, out: &mut Vec<Count>) {
        for (event, counter) in self.each() {
            let all = counter.all.load(Relaxed);
            let count = all - counter.stored.swap(all, Relaxed);
            if count > 0 {
                out.push(Count::new(sdkappid, minute, event, count));
            }
        }
    }

    pub(crate) fn totals(&self, sdkappid: u32) -> Totals {
        let events = self.each().map(|(event, counter)| (event, counter.all.load(Relaxed)));
        Totals { sdkappid, events: events.filter(|(_, number)| *number > 0).collect() }
    }

    fn counter(&self, event: Event) -> Option<&Counter> {
        match event {
            Event::Rejected(code) => {
                let at = REJECTIONS.iter().position(|known| *known == code);
                self.rejected.get(at.unwrap_or(REJECTIONS.len() - 1))
            }
            other => EVENTS.iter().position(|known| *known == other).and_then(|at| self.events.get(at)),
        }
    }

    fn each(&self) -> impl Iterator<Item = (Event, &Counter)> {
        let rejections = REJECTIONS.into_iter().map(Event::Rejected);
        EVENTS.into_iter().zip(&self.events).chain(rejections.zip(&self.rejected))
    }
}

const EVENTS: [Event; 4] = [Event::UserSig, Event::PrivateMapKey, Event::Refused, Event::Verified];

/// Every code that a verification can end with; the last one also stands for what comes later.
const REJECTIONS: [u32; 10] = [
    codes::SVR_ACCOUNT_USERSIG_EXPIRED as u32,
    codes::SVR_ACCOUNT_USERSIG_EMPTY as u32,
    codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED as u32,
    codes::SVR_ACCOUNT_USERSIG_MISMATCH_PUBLICKEY as u32,
    codes::SVR_ACCOUNT_USERSIG_MISMATCH_ID as u32,
    codes::SVR_ACCOUNT_USERSIG_MISMATCH_SDKAPPID as u32,
    codes::SVR_ACCOUNT_USERSIG_PUBLICKEY_NOT_FOUND as u32,
    codes::SVR_ACCOUNT_SDKAPPID_NOT_FOUND as u32,
    codes::SVR_ACCOUNT_INVALID_USERSIG as u32,
    codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED_EX as u32,
];
