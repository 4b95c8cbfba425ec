//! The system's random source.

use zeroize::Zeroizing;

use crate::{StoreError, hex};

/// Fills a buffer with random bytes.
pub(crate) fn fill(buffer: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(buffer)
        .map_err(|error| StoreError::Unavailable(format!("the system gives no random bytes: {error}")))
}

/// 32 random bytes as 64 hexadecimal digits.
pub(crate) fn secret() -> Result<Zeroizing<String>, StoreError> {
    let mut bytes = Zeroizing::new([0; 32]);
    fill(&mut *bytes)?;
    Ok(Zeroizing::new(hex::encode(&*bytes)))
}
