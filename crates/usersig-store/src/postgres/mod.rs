//! The engine for several replicas: PostgreSQL 14 or newer.
//!
//! The tables live in the schema `usersig`. Replicas learn of changes by LISTEN/NOTIFY, and ask once a
//! second besides. Several hosts in the address are tried in turn, and only one that takes writes is
//! used, so a standby that was promoted is found. Session-wide settings and LISTEN do not go through a
//! pooler that shares connections between transactions: connect to the server itself.

mod address;
mod fault;
mod listen;
mod migrations;
mod tls;
mod transaction;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};

use self::address::Address;
use self::fault::{fault, pool_fault};
use self::transaction::PostgresTransaction;
use crate::database::Database;
use crate::engine::{Access, Engine, Transaction};
use crate::seal::MasterKeys;
use crate::{StoreError, watch};

/// Opens the store in a PostgreSQL database, `postgres://user@host1,host2/database`, and makes its tables
/// if there are none.
///
/// Of the parameters that the address may have, two are worth knowing: `sslmode` (`disable`, `prefer`,
/// `require`; with TLS the server's certificate is always checked), and `sslrootcert` (a file with the
/// authority's certificate, when the system does not know it). No password file is read: put the
/// password into the address, and the address into an environment variable or a file.
///
/// # Errors
/// [`StoreError::Invalid`] for an address that cannot be read, [`StoreError::Unavailable`] when no host
/// answers, [`StoreError::Damaged`] when the tables are newer than this program,
/// [`StoreError::Sealed`] when another master key made them.
pub async fn open(address: &str, keys: MasterKeys) -> Result<Database, StoreError> {
    let address = Address::parse(address)?;
    let tls = tls::connector(address.authority.as_deref())?;
    let manager = Manager::from_config(
        address.config.clone(),
        tls.clone(),
        ManagerConfig { recycling_method: RecyclingMethod::Verified },
    );
    let pool = Pool::builder(manager)
        .max_size(CONNECTIONS)
        .runtime(Runtime::Tokio1)
        .timeouts(deadpool_postgres::Timeouts {
            wait: Some(PATIENCE),
            create: Some(PATIENCE),
            recycle: Some(PATIENCE),
        })
        .post_create(Hook::async_fn(|client, _| {
            Box::pin(async move { client.batch_execute(SETTINGS).await.map_err(HookError::Backend) })
        }))
        .build()
        .map_err(|error| StoreError::Invalid(error.to_string().into()))?;
    let mut client = pool.get().await.map_err(|error| pool_fault(&error))?;
    migrations::migrate(&mut client).await?;
    drop(client);
    let engine = Postgres { pool, location: address.location() };
    let database = Database::new(Arc::new(engine), keys).await?;
    watch::spawn_poll(&database, listen::Listener::new(address.config, tls));
    Ok(database)
}

/// The servers, by a pool of connections.
struct Postgres {
    pool: Pool,
    location: String,
}

#[async_trait]
impl Engine for Postgres {
    async fn begin(&self, access: Access) -> Result<Box<dyn Transaction>, StoreError> {
        let client = self.pool.get().await.map_err(|error| pool_fault(&error))?;
        Ok(Box::new(PostgresTransaction::begin(client, access).await?))
    }

    fn location(&self) -> &str {
        &self.location
    }
}

/// Waits for an answer for so long, whatever the network does.
async fn answered<T>(
    answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, StoreError> {
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(answer) => answer.map_err(|error| fault(&error)),
        Err(_) => Err(StoreError::Unavailable(format!("no answer within {} s", PATIENCE.as_secs()))),
    }
}

/// What each connection is told at first. The server ends what takes too long before we stop to wait.
const SETTINGS: &str = "SET search_path TO usersig; SET statement_timeout TO '10s'; \
    SET lock_timeout TO '8s'; SET idle_in_transaction_session_timeout TO '30s'";

const PATIENCE: Duration = Duration::from_secs(12);

/// Of one replica; acts follow one another anyhow.
const CONNECTIONS: usize = 8;
