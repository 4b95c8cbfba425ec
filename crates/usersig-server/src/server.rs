//! The [`Server`]: everything put together, from settings to an orderly end.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use axum::Router;
use axum::routing::any;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use usersig_console::Console;
use usersig_service::{Background, Clock, Options, Service};
use usersig_store::seal::MasterKeys;
use usersig_store::{Store, StoreError};

use crate::app::App;
use crate::exchange::Exchange;
use crate::fault::Fault;
use crate::first::{self, FirstStart};
use crate::jwks::Fetcher;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::telemetry::Telemetry;
use crate::tls::Certificates;
use crate::{api, authz, documents, health, listen, rest, telemetry};

/// A running server.
pub struct Server {
    address: SocketAddr,
    metrics_address: Option<SocketAddr>,
    first_start: Option<FirstStart>,
    app: Arc<App>,
    certificates: Option<Arc<Certificates>>,
    settings: Settings,
    ending: watch::Sender<bool>,
    listeners: Vec<JoinHandle<()>>,
    background: Background,
}

impl Server {
    /// Opens the store, makes what an empty one needs, and begins to serve.
    ///
    /// # Errors
    /// A fault that says what to do: a busy port, a store that cannot be opened, a bad certificate.
    pub async fn start(settings: Settings, clock: Clock) -> Result<Self, Fault> {
        let certificates = match &settings.tls {
            Some((certificate, key)) => Some(Certificates::load(certificate, key)?),
            None => None,
        };
        // A busy port is found before anything is made that is shown only once.
        let listener = listen::bind(settings.listen, "listen").await?;
        let metrics_listener = match settings.metrics_listen {
            Some(address) => Some(listen::bind(address, "metrics_listen").await?),
            None => None,
        };
        let bound = |listener: &tokio::net::TcpListener| {
            listener.local_addr().map_err(|error| Fault::machine(error.to_string(), "start again"))
        };
        let address = bound(&listener)?;
        let metrics_address = metrics_listener.as_ref().map(bound).transpose()?;

        let store = open_store(&settings).await?;
        let options = Options::default().with_clock(clock).with_fetcher(Arc::new(Fetcher::default()));
        let service = Service::start(Arc::clone(&store), options)
            .await
            .map_err(|error| Fault::store(&error, &settings.store_shown()))?;
        let url = settings.url(address);
        let telemetry = Telemetry::start(&settings.telemetry)?;
        let naming = telemetry.is_some();
        let app = Arc::new(App::new(service, &settings, Live::new(&settings), Metrics::new(), telemetry));
        let secure = url.starts_with("https://");
        let console = settings.console.then(|| {
            let mut console = usersig_console::Settings::new(secure);
            if settings.has_public_url() {
                console = console.with_origin(url.clone());
            }
            let router = usersig_console::router(Console::new(store, Arc::clone(&app.service), console));
            if naming { telemetry::naming(router) } else { router }
        });
        let apart = metrics_listener.is_some();
        let series = series()?;
        // What is shown once is made when nothing else can fail.
        let first_start = if settings.first_start { first::start(&app.service, &url).await? } else { None };
        let background = app.service.run();
        let (ending, end) = watch::channel(false);
        let routes = router(&app, !apart);
        let routes = if naming { telemetry::naming(routes) } else { routes };
        let main = Exchange::new(Arc::clone(&app), routes, console, series).with_api().with_hsts(secure);
        let mut listeners = vec![tokio::spawn(listen::serve(
            listener,
            Arc::new(main),
            certificates.clone(),
            settings.limits.clone(),
            end.clone(),
            settings.drain,
        ))];
        if let Some(listener) = metrics_listener {
            let router = health::routes().with_state(Arc::clone(&app)).fallback(api::not_found);
            let beside = Exchange::new(Arc::clone(&app), router, None, series.wrapping_add(1));
            let limits = settings.limits.clone();
            listeners.push(tokio::spawn(listen::serve(
                listener,
                Arc::new(beside),
                None,
                limits,
                end,
                Duration::ZERO,
            )));
        }
        Ok(Self {
            address,
            metrics_address,
            first_start,
            app,
            certificates,
            settings,
            ending,
            listeners,
            background,
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where metrics are, when they have an address of their own.
    #[must_use]
    pub const fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// How callers reach it, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        self.settings.url(self.address)
    }

    /// What the first start made; `None` at a later start.
    #[must_use]
    pub const fn first_start(&self) -> Option<&FirstStart> {
        self.first_start.as_ref()
    }

    /// The service behind the doors.
    #[must_use]
    pub fn service(&self) -> &Arc<Service> {
        &self.app.service
    }

    /// Takes newer settings as far as they can change while the server runs, and the certificates
    /// again. Returns the names of those that need a restart.
    ///
    /// # Errors
    /// A fault when the certificates are no good; the ones before go on.
    pub fn reload(&self, newer: &Settings) -> Result<Vec<&'static str>, Fault> {
        self.app.live.take(newer);
        if let (Some(certificates), Some((certificate, key))) = (&self.certificates, &newer.tls) {
            certificates.reload(certificate, key)?;
        }
        let mut restart = self.settings.needs_restart(newer);
        if self.certificates.is_some() != newer.tls.is_some() {
            restart.push("tls");
        }
        Ok(restart)
    }

    /// Takes the certificates again when their files were changed.
    pub(crate) fn look_at_certificates(&self) {
        if let Some(certificates) = &self.certificates
            && let Err(fault) = certificates.reload_if_changed()
        {
            tracing::error!(%fault, hint = %fault.hint, "the certificates stay as they are");
        }
    }

    /// Ends in order: says so in `/readyz`, waits for balancers to notice, takes no more connections,
    /// lets running requests finish, writes the last counts and traces.
    pub async fn end(self) {
        self.app.draining.store(true, Relaxed);
        tokio::time::sleep(self.settings.drain_notice).await;
        let _ = self.ending.send(true);
        for listener in self.listeners {
            let _ = listener.await;
        }
        self.background.stop(Duration::from_secs(5)).await;
        if let Some(telemetry) = &self.app.telemetry {
            telemetry.end().await;
        }
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

fn router(app: &Arc<App>, health: bool) -> Router {
    let mut router = api::routes()
        .route("/v1/authz", any(authz::by_query))
        .route("/v1/apps/{sdkappid}/authz", any(authz::by_path))
        .route("/v1/apps/{sdkappid}/authz/{*path}", any(authz::by_path))
        .route("/v4/{service}/{command}", any(rest::command))
        .merge(documents::routes());
    if health {
        router = router.merge(health::routes());
    }
    router.fallback(api::not_found).method_not_allowed_fallback(api::wrong_method).with_state(Arc::clone(app))
}

async fn open_store(settings: &Settings) -> Result<Arc<dyn Store>, Fault> {
    let shown = settings.store_shown();
    let fault = |error: &StoreError| Fault::store(error, &shown);
    let embedded = !settings.store.contains("://");
    if embedded {
        make_folder(&settings.data)?;
        if let Some(folder) = Path::new(settings.store.as_str()).parent() {
            make_folder(folder)?;
        }
    }
    let file = &settings.master_key_file;
    let keys = match &settings.master_key {
        Some(text) => MasterKeys::from_text(text),
        None if embedded && !file.exists() && Path::new(settings.store.as_str()).exists() => {
            return Err(Fault::machine(
                format!("the database {shown} is there, its master key {} is not", file.display()),
                "put the master key back, or name it with the setting `master_key_file`; without it the keys in the \
                 database cannot be opened",
            ));
        }
        None => {
            file.parent().map_or(Ok(()), make_folder)?;
            MasterKeys::from_file_or_new(file)
        }
    };
    let keys = keys.map_err(|error| {
        let hint = "it holds 64 hexadecimal digits and is readable by its owner only (chmod 600)";
        Fault::machine(format!("cannot use the master key: {error}"), hint)
    })?;
    let database = usersig_store::open(&settings.store, keys).await.map_err(|error| fault(&error))?;
    Ok(Arc::new(database))
}

/// Makes a folder that only its owner can look into, when there is none.
fn make_folder(folder: &Path) -> Result<(), Fault> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| {
        Fault::machine(
            format!("cannot make the folder {}: {error}", folder.display()),
            "choose another one with --data, or check who may write there",
        )
    })
}

fn series() -> Result<u32, Fault> {
    let mut bytes = [0; 4];
    let missing =
        |error| Fault::machine(format!("the system gives no random numbers: {error}"), "start again");
    getrandom::fill(&mut bytes).map_err(missing)?;
    Ok(u32::from_le_bytes(bytes))
}
