//! The file of the master key.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::master::{MasterKey, parse};
use crate::StoreError;

/// Reads the keys; refuses a file that others than its owner may read or write.
pub(super) fn read(path: &Path) -> Result<Vec<MasterKey>, StoreError> {
    let refuse = |error: io::Error| {
        StoreError::Sealed(format!("cannot read the master key from {}: {error}", path.display()))
    };
    let file = File::open(path).map_err(refuse)?;
    private(&file, path)?;
    let mut text = Zeroizing::new(String::with_capacity(MOST_BYTES));
    file.take(MOST_BYTES as u64).read_to_string(&mut text).map_err(refuse)?;
    parse(&text).map_err(|error| StoreError::Sealed(format!("{}: {error}", path.display())))
}

/// Makes a file that must not be there yet.
pub(super) fn create(path: &Path, keys: &[MasterKey]) -> Result<(), StoreError> {
    match write(path, keys) {
        // Another process was quicker; its key counts.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        written => written.map_err(|error| unwritten(path, &error)),
    }
}

/// Puts other keys into the file; whenever the machine stops, the old keys or the new ones are there.
pub(super) fn replace(path: &Path, keys: &[MasterKey]) -> Result<(), StoreError> {
    let beside = beside(path);
    let replaced = match std::fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => write(&beside, keys)
            .and_then(|()| same_owner(path, &beside))
            .and_then(|()| std::fs::rename(&beside, path))
            .and_then(|()| sync_folder(path)),
    };
    replaced.map_err(|error| unwritten(path, &error))
}

fn write(path: &Path, keys: &[MasterKey]) -> io::Result<()> {
    let mut text = Zeroizing::new(String::with_capacity(MOST_BYTES));
    for key in keys {
        text.push_str(&key.expose_hex());
        text.push('\n');
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    sync_folder(path)
}

/// Makes a new name in a folder last.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}

/// Whoever could read the old file can read the new one: the command may run as another user than the
/// server.
#[cfg(unix)]
fn same_owner(old: &Path, new: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let (old, made) = (std::fs::metadata(old)?, std::fs::metadata(new)?);
    if (old.uid(), old.gid()) != (made.uid(), made.gid()) {
        std::os::unix::fs::chown(new, Some(old.uid()), Some(old.gid()))?;
    }
    std::fs::set_permissions(new, old.permissions())
}

#[cfg(not(unix))]
fn same_owner(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn private(file: &File, path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::MetadataExt;
    let metadata = file.metadata().map_err(|error| unwritten(path, &error))?;
    // Kubernetes mounts secrets for a group; what must not be is that everybody reads it.
    if metadata.mode() & 0o027 != 0 {
        return Err(StoreError::Sealed(format!(
            "others may read the master key in {0}: run `chmod 600 {0}`, and change the key if they did",
            path.display()
        )));
    }
    Ok(())
}

#[cfg(not(unix))]
fn private(_: &File, _: &Path) -> Result<(), StoreError> {
    Ok(())
}

fn unwritten(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Sealed(format!("cannot keep the master key in {}: {error}", path.display()))
}

/// More than two keys need.
const MOST_BYTES: usize = 1024;
