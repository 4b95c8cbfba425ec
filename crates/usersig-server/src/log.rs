//! The log, on standard error: text or JSON. Libraries speak at `warn` and above only, because what
//! they say below that may hold headers.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, Registry, fmt, reload};

use crate::settings::Log;

/// Changes what is written while the server runs.
pub(crate) struct Level(reload::Handle<Targets, Registry>);

/// Begins to write the log. `None` when the process writes one already, as tests do.
pub(crate) fn begin(log: &Log) -> Option<Level> {
    let (filter, handle) = reload::Layer::new(targets(&log.level));
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false);
    let lines = if log.json {
        lines.json().flatten_event(true).boxed()
    } else {
        lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).boxed()
    };
    tracing_subscriber::registry().with(filter).with(lines).try_init().ok()?;
    Some(Level(handle))
}

impl Level {
    pub(crate) fn take(&self, log: &Log) {
        if let Err(error) = self.0.reload(targets(&log.level)) {
            tracing::error!(%error, "the level of the log stays as it is");
        }
    }
}

fn targets(level: &str) -> Targets {
    let level = level.parse().unwrap_or(LevelFilter::INFO);
    let ours = ["usersig_console", "usersig_server", "usersig_service", "usersig_store"];
    Targets::new().with_default(LevelFilter::WARN.min(level)).with_targets(ours.map(|name| (name, level)))
}
