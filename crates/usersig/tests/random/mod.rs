//! Random tests that can be run again: every test prints its seed, which the
//! test harness shows when the test fails.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// Runs a test `cases` times, from a new seed or the one in `PROPTEST_RNG_SEED`.
///
/// `PROPTEST_CASES` scales the number of cases; 256 stands for those given here.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if matches!(config.rng_seed, RngSeed::Random) {
        config.rng_seed = RngSeed::Fixed(RandomState::new().build_hasher().finish());
    }
    println!("PROPTEST_RNG_SEED={}", config.rng_seed);
    config.cases = (u64::from(cases) * u64::from(config.cases) / 256).try_into().unwrap();
    config
}
