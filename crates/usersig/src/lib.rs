//! UserSig: the ticket with which an app's user logs in to Tencent's real-time
//! services (TRTC, Chat, live streaming), and PrivateMapKey, the variant that
//! says which room the user may enter and what they may do there.
//!
//! This crate is all that is known about the format. It signs and verifies the
//! current algorithm (HMAC-SHA256) and the legacy one (ECDSA-SHA256 on P-256 and
//! secp256k1), reads what every published generator writes, and refuses what a
//! forger could write.
//!
//! ```
//! use usersig::{Key, SdkAppId, Signer, Verifier};
//!
//! let sdkappid = SdkAppId::new(1_400_000_000)?;
//! let key = Key::from_text(b"5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")?;
//!
//! let ticket = Signer::new(sdkappid, &key)?.user_sig("xiaojun", 15_552_000)?;
//!
//! let verified = Verifier::new(sdkappid, [key]).verify_now(&ticket, "xiaojun").unwrap();
//! assert_eq!(verified.validity().expire(), 15_552_000);
//! # Ok::<(), usersig::Error>(())
//! ```
//!
//! # Which type does what
//!
//! * [`Key`] reads a secret key or a PEM key. [`Signer`] makes tickets of
//!   [`Claims`]; [`Verifier`] holds a ring of keys and answers [`Verified`] or
//!   one [`Rejection`], which has Tencent's code.
//! * [`UserId`], [`SdkAppId`], [`Validity`], [`UserBuf`], [`Room`] and
//!   [`Privileges`] cannot hold a value that must not be signed.
//! * [`inspect()`] reads a ticket without a key, [`diagnose()`] explains to a
//!   person why one is rejected.
//!
//! # What it refuses to do
//!
//! * It never signs a control character: the signed text is made of lines, and a
//!   line feed in a UserID lets a forger turn one ticket into another.
//! * It takes a value only in the one form that the signed text can mean: exact
//!   JSON types, canonical numbers and base64, no member twice.
//! * It inflates into a bounded buffer. A verification never allocates more than
//!   the ticket's own UserBuf and, once for each P-256 key, 12 KiB of its
//!   multiples; it uses less than 64 KiB of stack.
//! * It reads no clock by itself: time is a parameter. Only the conveniences
//!   behind the `std` feature ask the system.
//!
//! # Features
//!
//! All of them add; none changes what a call answers.
//!
//! * `std` (on by default): the system clock, and tables that make ECDSA faster.
//!   Without it the crate is `no_std` and needs `alloc`.
//! * `ecdsa` (on by default, and part of `std`): the legacy algorithm. Without it there are
//!   no `EcdsaPrivateKey`, `EcdsaPublicKey` and `Curve`, and every PEM text is refused with
//!   [`PemFault::LeftOut`]. Legacy tickets can still be inspected; verifying them finds no key.
//! * `simd` (on by default): vector instructions where the processor has them,
//!   found while running. They are in a crate of their own, `usersig-simd`.
//! * `rayon`: `Signer::par_sign_many` and `Verifier::par_verify_many` use all threads.
//! * `fast-p256`: legacy tickets on P-256 by the processor's own instructions, on
//!   x86_64 and aarch64. Keys, tickets and verdicts stay the same.
//!
//! For WebAssembly the crate is built small rather than fast: what only makes it faster is
//! left out. Tickets are the same bytes, and verdicts the same, as everywhere.

#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod claims;
#[cfg(feature = "std")]
mod clock;
pub mod codes;
mod decimal;
mod diagnose;
mod envelope;
mod error;
mod fields;
mod inspect;
mod key;
mod rejection;
mod room;
mod sign;
mod text;
mod verify;

pub use claims::{Algorithm, Claims, LegacyAccount, SdkAppId, UserBuf, UserId, UserIdForm, Validity};
#[cfg(feature = "std")]
pub use clock::now;
pub use diagnose::{Cause, Diagnosis, Generator, Severity, Symptoms, diagnose};
pub use error::{Error, PemFault, UserIdFault};
pub use inspect::{Unverified, inspect};
#[cfg(feature = "ecdsa")]
pub use key::{Curve, EcdsaPrivateKey, EcdsaPublicKey};
pub use key::{Fingerprint, HmacKey, Key};
pub use rejection::{Damage, Member, MemberFault, Rejection, UserBufMismatch};
pub use room::{PrivateMapKey, Privileges, Room};
pub use sign::{Encoding, Signer, Tickets};
pub use verify::{Check, Verified, Verifier};

/// Whether this build is small rather than fast: on WebAssembly, which is downloaded.
///
/// The tickets and the answers are the same, by the general code alone, and in numbers of 32
/// bits where that is easy, which is all that JavaScript has. `USERSIG_SMALL` in the
/// environment while compiling makes such a build elsewhere, for the tests.
const SMALL: bool = cfg!(target_family = "wasm") || option_env!("USERSIG_SMALL").is_some();

/// The guides' examples are compiled and run like the documentation's.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../../README.md")]
    mod readme {}
    #[doc = include_str!("../../../docs/issue.md")]
    mod issue {}
    #[doc = include_str!("../../../docs/rotate.md")]
    mod rotate {}
}
