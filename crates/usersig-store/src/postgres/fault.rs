//! PostgreSQL's errors as the store's.

use deadpool_postgres::PoolError;
use tokio_postgres::Error;

use crate::StoreError;

/// What an error of PostgreSQL means to the store's callers.
pub(super) fn fault(error: &Error) -> StoreError {
    let Some(server) = error.as_db_error() else {
        return StoreError::Unavailable(chain(error));
    };
    let code = server.code().code();
    let message = format!("{} ({code})", server.message());
    match code.get(..2) {
        Some("23") => StoreError::Conflict(
            format!("it exists already, or something that it needs does not: {message}").into(),
        ),
        // Text that the encoding has not, and the like.
        Some("22") => StoreError::Invalid(message.into()),
        // The connection, the login, resources, limits, conflicts, an administrator, a standby: may pass.
        Some("08" | "25" | "28" | "3D" | "40" | "53" | "54" | "55" | "57" | "58") => {
            StoreError::Unavailable(message)
        }
        Some("42") if code == "42501" => {
            StoreError::Unavailable(format!("{message}; grant the role what docs/backup.md says"))
        }
        _ => StoreError::Damaged(message),
    }
}

pub(super) fn pool_fault(error: &PoolError) -> StoreError {
    match error {
        PoolError::Backend(error) => fault(error),
        PoolError::Timeout(_) => StoreError::Unavailable("no connection became free in time".into()),
        error => StoreError::Unavailable(error.to_string()),
    }
}

/// An error with its causes; the outermost says little.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}
