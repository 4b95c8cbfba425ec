//! The address of a database.

use std::path::PathBuf;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, TargetSessionAttrs};

use crate::StoreError;

/// What an address says.
pub(super) struct Address {
    pub(super) config: Config,
    /// The file of `sslrootcert`.
    pub(super) authority: Option<PathBuf>,
}

impl Address {
    pub(super) fn parse(address: &str) -> Result<Self, StoreError> {
        let (address, query) = address.split_once('?').unwrap_or((address, ""));
        let mut authority = None;
        let mut kept = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("sslrootcert", path)) => authority = Some(percent_decoded(path)?.into()),
                // With TLS the certificate and the name are always checked here.
                Some(("sslmode", "verify-ca" | "verify-full")) => kept.push("sslmode=require"),
                _ => kept.push(part),
            }
        }
        let mut whole = zeroize::Zeroizing::new(address.to_owned());
        if !kept.is_empty() {
            whole.push('?');
            whole.push_str(&kept.join("&"));
        }
        // The error may repeat a part of the address, which has a password in it.
        let mut config: Config = whole.parse().map_err(|_| {
            StoreError::Invalid(
                "the address of the database cannot be read: write postgres://USER:PASSWORD@HOST/DATABASE, and \
                 percent-encode special characters of the password"
                    .into(),
            )
        })?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(3));
        }
        if config.get_application_name().is_none() {
            config.application_name("usersig");
        }
        config
            .target_session_attrs(TargetSessionAttrs::ReadWrite)
            .keepalives_idle(Duration::from_secs(10))
            .keepalives_interval(Duration::from_secs(3))
            .keepalives_retries(3)
            .tcp_user_timeout(Duration::from_secs(10));
        Ok(Self { config, authority })
    }

    /// The hosts and the database, for people.
    pub(super) fn location(&self) -> String {
        let hosts: Vec<String> = self.config.get_hosts().iter().map(host).collect();
        format!("postgres://{}/{}", hosts.join(","), self.config.get_dbname().unwrap_or_default())
    }
}

fn host(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(path) => path.display().to_string(),
    }
}

fn percent_decoded(text: &str) -> Result<String, StoreError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(
            byte.ok_or_else(|| StoreError::Invalid("a % in the address has no two digits after it".into()))?,
        );
        rest = &after[2..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).map_err(|_| StoreError::Invalid("the address of the database is no text".into()))
}
