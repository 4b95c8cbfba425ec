//! Bytes of a secret, in memory that is wiped before it goes back.

use alloc::vec::Vec;

use zeroize::Zeroizing;

pub(crate) type Secret = Zeroizing<Vec<u8>>;

/// Collects at most `room` bytes. A vector that grew on the way would leave its beginning behind.
pub(crate) fn secret(room: usize, bytes: impl Iterator<Item = u8>) -> Secret {
    let mut secret = Zeroizing::new(Vec::with_capacity(room));
    secret.extend(bytes.take(room));
    secret
}
