//! The versions of the tables. A migration is a file in `migrations/`, one for each engine; what
//! it adds is listed in `database/tables.rs` too, so that backups have it.

use crate::StoreError;

/// How many migrations there are.
pub(crate) const MIGRATIONS: usize = 1;

/// The version of the tables that this program works with: the number of the last migration.
pub(crate) const VERSION: i64 = MIGRATIONS as i64;

/// The migrations that a database of a version lacks.
pub(crate) fn missing(
    migrations: [&'static str; MIGRATIONS],
    version: i64,
) -> Result<impl Iterator<Item = &'static str>, StoreError> {
    let done = usize::try_from(version).unwrap_or(usize::MAX);
    if done > MIGRATIONS {
        return Err(StoreError::Damaged(format!(
            "its tables have version {version}, and this program knows {VERSION}: start a newer usersig, \
             or restore a backup of the older one"
        )));
    }
    Ok(migrations.into_iter().skip(done))
}
