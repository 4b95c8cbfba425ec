//! Learns at once what other replicas changed.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::answered;
use crate::StoreError;
use crate::watch::{INTERVAL, Poll};

/// A connection of its own that listens, made again when it ends.
pub(super) struct Listener {
    config: Config,
    tls: MakeRustlsConnect,
    connection: Option<Connection>,
}

impl Listener {
    pub(super) const fn new(config: Config, tls: MakeRustlsConnect) -> Self {
        Self { config, tls, connection: None }
    }
}

#[async_trait]
impl Poll for Listener {
    async fn wait(&mut self) {
        match &self.connection {
            Some(connection) => {
                // A notification may be missed, so the question is asked from time to time too.
                let _ = tokio::time::timeout(ASK_EVERY, connection.notified.notified()).await;
            }
            None => tokio::time::sleep(INTERVAL).await,
        }
    }

    async fn revision(&mut self) -> Result<u64, StoreError> {
        // Out of its place while it is used: one that fails or hangs does not come back.
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::open(&self.config, self.tls.clone()).await?,
        };
        let sql = "SELECT revision, pg_is_in_recovery() FROM usersig.meta";
        let row = answered(connection.client.query_one(sql, &[])).await?;
        if row.get(1) {
            return Err(StoreError::Unavailable("the server has become a standby".into()));
        }
        self.connection = Some(connection);
        Ok(row.get::<_, i64>(0).unsigned_abs())
    }
}

struct Connection {
    client: Client,
    notified: Arc<Notify>,
    driver: JoinHandle<()>,
}

impl Connection {
    async fn open(config: &Config, tls: MakeRustlsConnect) -> Result<Self, StoreError> {
        let (client, mut connection) = answered(config.connect(tls)).await?;
        let notified = Arc::new(Notify::new());
        let bell = notified.clone();
        let driver = tokio::spawn(async move {
            while let Some(Ok(message)) =
                std::future::poll_fn(|context| connection.poll_message(context)).await
            {
                if matches!(message, AsyncMessage::Notification(_)) {
                    bell.notify_one();
                }
            }
            // The end of the connection is worth a question too.
            bell.notify_one();
        });
        let connection = Self { client, notified, driver };
        answered(connection.client.batch_execute("LISTEN usersig_revision")).await?;
        Ok(connection)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Also how long after the database is back `cut_off_for` may still grow.
const ASK_EVERY: Duration = Duration::from_millis(750);
