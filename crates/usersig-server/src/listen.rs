//! Listening: connections within bounds of number and time, TLS, and an orderly end.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::exchange::Exchange;
use crate::fault::Fault;
use crate::settings::Limits;
use crate::stall::Stalling;
use crate::tls::Certificates;

/// Binds an address, or says what to do when that does not work.
pub(crate) async fn bind(address: SocketAddr, setting: &str) -> Result<TcpListener, Fault> {
    TcpListener::bind(address).await.map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::AddrInUse => format!(
                "another program listens there, perhaps another `usersig serve`: end it, or choose another port \
                 with --listen {}:{} (setting `{setting}`)",
                address.ip(),
                address.port().wrapping_add(1).max(1024),
            ),
            io::ErrorKind::PermissionDenied => {
                format!("ports below 1024 need a privilege: choose a higher one (setting `{setting}`)")
            }
            _ => format!("choose an address of this machine (setting `{setting}`)"),
        };
        Fault::machine(format!("cannot listen on {address}: {error}"), hint)
    })
}

/// Serves a listener until `ending` turns true, then gives running requests time to finish.
pub(crate) async fn serve(
    listener: TcpListener,
    exchange: Arc<Exchange>,
    certificates: Option<Arc<Certificates>>,
    limits: Limits,
    mut ending: watch::Receiver<bool>,
    patience: Duration,
) {
    let room = Arc::new(Semaphore::new(limits.connections.min(Semaphore::MAX_PERMITS)));
    let graceful = GracefulShutdown::new();
    let limits = Arc::new(limits);
    loop {
        let accepted = tokio::select! {
            _ = ending.wait_for(|ending| *ending) => break,
            accepted = accept(&listener, &room) => accepted,
        };
        let Some((stream, peer, permit)) = accepted else { break };
        let connection = Connection {
            peer,
            exchange: Arc::clone(&exchange),
            limits: Arc::clone(&limits),
            watcher: graceful.watcher(),
            _permit: permit,
        };
        let certificates = certificates.clone();
        tokio::spawn(async move { connection.serve(stream, certificates).await });
    }
    drop(listener);
    if tokio::time::timeout(patience, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still running when the time for them was over");
    }
}

/// The next connection, once there is room for it. More than that wait in the system's queue.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let permit = Arc::clone(room).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are small: waiting for more of them would only cost time.
                let _ = stream.set_nodelay(true);
                return Some((stream, peer, permit));
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted; trying again");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

struct Connection {
    peer: SocketAddr,
    exchange: Arc<Exchange>,
    limits: Arc<Limits>,
    watcher: Watcher,
    _permit: OwnedSemaphorePermit,
}

impl Connection {
    async fn serve(self, stream: TcpStream, certificates: Option<Arc<Certificates>>) {
        let metrics = Arc::clone(&self.exchange.app.metrics);
        metrics.accepted.fetch_add(1, Relaxed);
        metrics.connections.fetch_add(1, Relaxed);
        let stream = Stalling::new(stream, self.limits.header);
        match certificates {
            None => self.http1(stream).await,
            Some(certificates) => {
                let handshake = certificates.acceptor().accept(stream);
                match tokio::time::timeout(self.limits.tls, handshake).await {
                    Ok(Ok(stream)) if stream.get_ref().1.alpn_protocol() == Some(b"h2") => {
                        self.http2(stream).await;
                    }
                    Ok(Ok(stream)) => self.http1(stream).await,
                    Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
                    Err(_) => tracing::debug!("a handshake took too long"),
                }
            }
        }
        metrics.connections.fetch_sub(1, Relaxed);
    }

    async fn http1(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.header)
            .max_buf_size(self.limits.header_bytes)
            .max_headers(100);
        let (exchange, peer) = (self.exchange, self.peer);
        let service = service_fn(move |request| {
            let exchange = Arc::clone(&exchange);
            async move { Ok::<_, std::convert::Infallible>(exchange.answer(request, peer).await) }
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        if let Err(error) = self.watcher.watch(connection).await {
            tracing::debug!(%error, "a connection ended early");
        }
    }

    async fn http2(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .max_concurrent_streams(self.limits.streams)
            .max_header_list_size(u32::try_from(self.limits.header_bytes).unwrap_or(u32::MAX))
            .keep_alive_interval(self.limits.header)
            .keep_alive_timeout(self.limits.header);
        let (exchange, peer) = (self.exchange, self.peer);
        let service = service_fn(move |request| {
            let exchange = Arc::clone(&exchange);
            async move { Ok::<_, std::convert::Infallible>(exchange.answer(request, peer).await) }
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        if let Err(error) = self.watcher.watch(connection).await {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}
