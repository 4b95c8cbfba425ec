//! Rate limits of one application: by caller and by user.

use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use usersig_store::application::Policy;

use crate::caller::Caller;
use crate::refusal::{Kind, Refusal};

/// Rate limits of one application. They count by a clock that no one sets.
pub(crate) struct Limits {
    caller: Option<DefaultKeyedRateLimiter<u64>>,
    user: Option<DefaultKeyedRateLimiter<u64>>,
    per_minute: (u32, u32),
    hasher: RandomState,
    clock: DefaultClock,
}

impl Limits {
    pub(crate) fn new(policy: &Policy) -> Self {
        let limiter = |per_minute| Some(RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(per_minute)?)));
        Self {
            caller: limiter(policy.caller_per_minute),
            user: limiter(policy.user_per_minute),
            per_minute: (policy.caller_per_minute, policy.user_per_minute),
            hasher: RandomState::new(),
            clock: DefaultClock::default(),
        }
    }

    /// Whether these are the limits of a policy, so that they can be kept with what they counted.
    pub(crate) fn are_of(&self, policy: &Policy) -> bool {
        self.per_minute == (policy.caller_per_minute, policy.user_per_minute)
    }

    /// Counts requests of a caller; administrators are not counted.
    pub(crate) fn count_caller(&self, caller: &Caller, requests: usize) -> Result<(), Refusal> {
        let Some(limiter) = &self.caller else { return Ok(()) };
        let key = match caller {
            Caller::Token(token) => self.hasher.hash_one((0_u8, token.id)),
            Caller::EndUser(user) => self.hasher.hash_one((1_u8, user.issuer, &user.userid)),
            Caller::Administrator { .. } => return Ok(()),
        };
        self.count(limiter, key, requests, "this caller", self.per_minute.0)
    }

    /// Counts a ticket for a user.
    pub(crate) fn count_user(&self, userid: &str) -> Result<(), Refusal> {
        let Some(limiter) = &self.user else { return Ok(()) };
        self.count(limiter, self.hasher.hash_one(userid), 1, "this user", self.per_minute.1)
    }

    /// Forgets keys that have been quiet, so that memory stays bounded.
    pub(crate) fn tidy(&self) {
        for limiter in [&self.caller, &self.user].into_iter().flatten() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }

    fn count(
        &self,
        limiter: &DefaultKeyedRateLimiter<u64>,
        key: u64,
        requests: usize,
        whose: &str,
        per_minute: u32,
    ) -> Result<(), Refusal> {
        let Some(number) = u32::try_from(requests).ok().and_then(NonZeroU32::new) else { return Ok(()) };
        let refusal = |seconds| {
            let message = format!("more than {per_minute} in a minute for {whose}");
            Refusal::new(
                Kind::TooMany,
                "rate",
                message,
                "wait, then ask again; keep a ticket until it is to be renewed",
            )
            .with_code(usersig::codes::SVR_ACCOUNT_TOO_MANY_FAILURES)
            .with_retry_after(seconds)
        };
        match limiter.check_key_n(&key, number) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(until)) => Err(refusal(until.wait_time_from(self.clock.now()).as_secs() + 1)),
            Err(_) => Err(refusal(60)),
        }
    }
}
