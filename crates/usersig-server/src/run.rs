//! `usersig serve`: the server with the signals of its process.

use std::io::Write as _;

use sd_notify::NotifyState;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{Duration, MissedTickBehavior, interval};
use usersig_service::Clock;

use crate::fault::Fault;
use crate::log::{self, Level};
use crate::server::Server;
use crate::settings::{Settings, Sources};

/// Serves until SIGTERM or SIGINT, on threads of its own; SIGHUP reads the settings and certificates again.
///
/// # Errors
/// A fault that says what to do.
pub fn run(sources: &Sources) -> Result<(), Fault> {
    let settings = Settings::read(sources)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Fault::machine(format!("cannot start threads: {error}"), "start again"))?;
    runtime.block_on(serve(settings, sources))
}

async fn serve(settings: Settings, sources: &Sources) -> Result<(), Fault> {
    let level = log::begin(&settings.log);
    for name in sources.unknown_variables() {
        tracing::warn!(name, "the environment names a setting that there is not");
    }
    let mut signals = Signals::new()?;
    let server = Server::start(settings, Clock::system()).await?;
    greet(&server);
    notify(&[NotifyState::Ready]);
    let mut look = interval(Duration::from_secs(30));
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = signals.terminate.recv() => break,
            _ = signals.interrupt.recv() => break,
            _ = signals.hangup.recv() => reload(&server, sources, level.as_ref()),
            _ = look.tick() => server.look_at_certificates(),
        }
    }
    tracing::info!("ending: running requests may finish");
    notify(&[NotifyState::Stopping]);
    tokio::select! {
        () = server.end() => {}
        // Whoever asks twice does not want to wait.
        _ = signals.terminate.recv() => {}
        _ = signals.interrupt.recv() => {}
    }
    Ok(())
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

impl Signals {
    fn new() -> Result<Self, Fault> {
        let listen = |kind| signal(kind).map_err(|error| Fault::machine(error.to_string(), "start again"));
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hangup: listen(SignalKind::hangup())?,
        })
    }
}

fn greet(server: &Server) {
    let mut out = std::io::stdout().lock();
    let text = match server.first_start() {
        Some(first) => format!("{first}\nListening on {}; Ctrl-C ends it.\n", server.address()),
        None => format!("usersig at {}/ (listening on {}; Ctrl-C ends it)\n", server.url(), server.address()),
    };
    // A closed standard output is no reason to end: a service manager may not want it.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    tracing::info!(address = %server.address(), "listening");
}

fn reload(server: &Server, sources: &Sources, level: Option<&Level>) {
    if let Ok(state) = NotifyState::monotonic_usec_now() {
        notify(&[NotifyState::Reloading, state]);
    }
    match Settings::read(sources).and_then(|newer| server.reload(&newer).map(|restart| (newer, restart))) {
        Ok((newer, restart)) => {
            if let Some(level) = level {
                level.take(&newer.log);
            }
            if !restart.is_empty() {
                tracing::warn!(settings = restart.join(", "), "these settings are taken by a restart only");
            }
            tracing::info!("settings read again");
        }
        Err(fault) => tracing::error!(%fault, hint = %fault.hint, "the settings stay as they are"),
    }
    notify(&[NotifyState::Ready]);
}

fn notify(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!(%error, "the service manager was not told");
    }
}
