//! Tickets are the same bytes in every build: with each kernel, small or fast, and as
//! WebAssembly, whose tests have the same digests.

#![allow(missing_docs, clippy::unwrap_used, reason = "a failed step is a failed test")]

use sha2::{Digest, Sha256};
use usersig::{Claims, Encoding, Key, SdkAppId, Signer, UserBuf, UserId, UserIdForm, Validity};

#[test]
fn compact_tickets_are_the_same_bytes_in_every_build() {
    assert_eq!(digest(Encoding::Compact), COMPACT);
}

#[test]
fn stored_tickets_are_the_same_bytes_in_every_build() {
    assert_eq!(digest(Encoding::Stored), STORED);
}

/// SHA-256 of tickets of many kinds, each with a line feed behind it.
fn digest(encoding: Encoding) -> String {
    let key = Key::from_text(b"5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e").unwrap();
    let signers = [1, 1_400_000_000, u32::MAX.into()]
        .map(|sdkappid| Signer::new(SdkAppId::new(sdkappid).unwrap(), &key).unwrap().with_encoding(encoding));
    let mut hash = Sha256::new();
    for at in 0..6000_usize {
        let userid = BEGINNINGS[at % BEGINNINGS.len()].repeat(1 + at / 7 % 14) + &at.to_string();
        let time = [0, 9, 1_700_000_000 + 7919 * at as u64, 1 << 40][at / 3 % 4];
        let expire = [15_552_000, 604_800, 300, at as u64, 10_u64.pow((at % 19) as u32)][at % 5];
        let userid = UserId::with_form(&userid, UserIdForm::Utf8).unwrap();
        let claims = Claims::new(userid, Validity::new(time, expire).unwrap());
        let bytes: Vec<u8> = (0..at * 31 % 211).map(|place| (place * at) as u8).collect();
        let carries = at % 3 == 1;
        let claims = if carries { claims.with_userbuf(UserBuf::new(&bytes).unwrap()) } else { claims };
        hash.update(signers[at / 2 % signers.len()].sign(&claims).unwrap());
        hash.update("\n");
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

const BEGINNINGS: [&str; 7] = ["user", "A-", "小军", "a b", "\"", "\\", "🙂é"];

const COMPACT: &str = "36ff0663c3ed0b28ae8fe8d8a7e9e49120c7a8379684c7f78a8385aa550199e9";
const STORED: &str = "86f1d2d8537dcd264c55f35d5a3debe4d8d72f3b28f76c99667e880b72500c93";
