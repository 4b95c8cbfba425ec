//! SQLite's errors as the store's.

use rusqlite::ErrorCode;

use crate::StoreError;

/// What an error of SQLite means to the store's callers.
pub(super) fn fault(error: &rusqlite::Error) -> StoreError {
    let code = error.sqlite_error_code();
    match code {
        Some(ErrorCode::ConstraintViolation) => StoreError::Conflict(
            format!("it exists already, or something that it needs does not: {error}").into(),
        ),
        Some(ErrorCode::DiskFull) => StoreError::Unavailable(
            "the disk is full; make room, nothing that was acknowledged is lost".into(),
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Unavailable("another process keeps the file busy; try again".into())
        }
        Some(ErrorCode::SystemIoFailure) => {
            StoreError::Unavailable(format!("the disk refuses: {error}; check its space and health"))
        }
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
            StoreError::Unavailable(format!("{error}; check who may read and write the file and its folder"))
        }
        Some(ErrorCode::NotADatabase) => StoreError::Damaged(
            "the file is no SQLite database; name another file, or restore a backup".into(),
        ),
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged(format!("{error}; restore a backup")),
        _ => StoreError::Damaged(error.to_string()),
    }
}
