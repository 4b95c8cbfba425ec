//! Slows down guessing from one address, whatever names it tries.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// Failed sign-ins by address, in memory.
#[derive(Default)]
pub(crate) struct Throttle(Mutex<HashMap<IpAddr, Tries>>);

#[derive(Clone, Copy)]
struct Tries {
    failed: u32,
    since: u64,
}

impl Throttle {
    /// Whether the address may try now (Unix seconds).
    pub(crate) fn allows(&self, address: IpAddr, now: u64) -> bool {
        let tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.get(&network(address)).is_none_or(|tries| tries.failed < TRIES || over(*tries, now))
    }

    /// Notes a try that failed.
    pub(crate) fn failed(&self, address: IpAddr, now: u64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= ADDRESSES {
            all.retain(|_, tries| !over(*tries, now));
        }
        if all.len() >= ADDRESSES {
            all.clear();
        }
        let tries = all.entry(network(address)).or_insert(Tries { failed: 0, since: now });
        if over(*tries, now) {
            *tries = Tries { failed: 0, since: now };
        }
        tries.failed = tries.failed.saturating_add(1);
    }
}

const fn over(tries: Tries, now: u64) -> bool {
    now.saturating_sub(tries.since) >= WINDOW_SECONDS
}

/// A home has a whole /64 of IPv6 addresses.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        address => address,
    }
}

const TRIES: u32 = 20;
const WINDOW_SECONDS: u64 = 600;
const ADDRESSES: usize = 4096;

#[cfg(test)]
mod tests {
    use super::{Throttle, WINDOW_SECONDS};

    #[test]
    fn an_address_waits_after_twenty_failures() {
        let throttle = Throttle::default();
        let (one, other) = ("192.0.2.1".parse().unwrap_or([0; 4].into()), [192, 0, 2, 2].into());
        for _ in 0..20 {
            assert!(throttle.allows(one, 100));
            throttle.failed(one, 100);
        }
        assert!(!throttle.allows(one, 101));
        assert!(throttle.allows(other, 101));
        assert!(throttle.allows(one, 100 + WINDOW_SECONDS));
    }
}
