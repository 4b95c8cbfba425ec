//! Why the server cannot start or go on, and what to do about it.

use std::borrow::Cow;

use usersig_store::StoreError;

/// Why the server cannot start or go on. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct Fault {
    /// What is wrong.
    pub message: Cow<'static, str>,
    /// What to do next.
    pub hint: Cow<'static, str>,
    /// Whether a setting is the reason, rather than the machine.
    pub is_setting: bool,
}

impl Fault {
    pub(crate) fn settings(
        message: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { message: message.into(), hint: hint.into(), is_setting: true }
    }

    pub(crate) fn machine(message: impl Into<Cow<'static, str>>, hint: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), hint: hint.into(), is_setting: false }
    }

    pub(crate) fn store(error: &StoreError, location: &str) -> Self {
        let hint = match error {
            StoreError::Sealed(_) => {
                "start with the master key that this database was made with: settings `master_key_file`, `master_key`"
            }
            StoreError::Unavailable(_) => {
                "check the setting `store`, the disk, and whether the database runs"
            }
            StoreError::Damaged(_) => {
                "use the program that wrote it, or a newer one; or restore a backup: `usersig store restore`"
            }
            _ => "check the settings `data` and `store`",
        };
        Self::machine(format!("cannot open the store {location}: {error}"), hint)
    }
}
