//! Opens a store by what settings say.

use std::path::Path;

use crate::seal::MasterKeys;
use crate::{Database, StoreError, postgres, sqlite};

/// Opens a store by its address: `postgres://…`, or the path of an SQLite file in a folder that is there.
///
/// # Errors
/// See [`sqlite::open`] and [`postgres::open`].
pub async fn open(location: &str, keys: MasterKeys) -> Result<Database, StoreError> {
    if is_path(location) {
        sqlite::open(Path::new(location), keys).await
    } else {
        postgres::open(location, keys).await
    }
}

/// Opens a store with the master key of a text or else of a file; makes what is missing: folders for
/// their owner only, the file of the key, the SQLite file. An SQLite file whose master key is missing
/// gets no new one.
///
/// # Errors
/// [`StoreError::Unavailable`] when a folder cannot be made, [`StoreError::Sealed`] when the master key
/// is missing, and those of [`open`].
pub async fn open_or_make(
    location: &str,
    master_key: Option<&str>,
    master_key_file: &Path,
) -> Result<Database, StoreError> {
    let file = is_path(location).then(|| Path::new(location));
    if let Some(file) = file {
        make_folder_of(file)?;
    }
    let keys = match master_key {
        Some(text) => MasterKeys::from_text(text)?,
        None if file.is_some_and(Path::exists) && !master_key_file.exists() => {
            return Err(StoreError::Sealed(format!(
                "the store {location} is there, its master key {} is not: put it back, or name it",
                master_key_file.display()
            )));
        }
        None => {
            make_folder_of(master_key_file)?;
            MasterKeys::from_file_or_new(master_key_file)?
        }
    };
    open(location, keys).await
}

/// Whether an address is the path of an SQLite file.
#[must_use]
pub fn is_path(location: &str) -> bool {
    !location.starts_with("postgres://") && !location.starts_with("postgresql://")
}

fn make_folder_of(file: &Path) -> Result<(), StoreError> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir())
    else {
        return Ok(());
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| {
        StoreError::Unavailable(format!("cannot make the folder {}: {error}", folder.display()))
    })
}
