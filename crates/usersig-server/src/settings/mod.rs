//! Settings: a documented TOML file, the environment (`USERSIG_…`), then options; the later wins.

mod read;
mod table;
mod value;

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use zeroize::Zeroizing;

pub use self::read::Sources;
use self::read::Values;
pub use self::table::{Kind, SETTINGS, Setting};
use self::value::{Source, Value, without_password};
use crate::fault::Fault;

/// Every setting, checked.
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Address of the API and the console.
    pub listen: SocketAddr,
    /// How callers reach this service, without a slash at the end; empty when it was not set.
    pub public_url: String,
    /// Folder of the embedded database and of the master key.
    pub data: PathBuf,
    /// The database: a path or `postgres://…`.
    pub store: Zeroizing<String>,
    /// The master key as text.
    pub master_key: Option<Zeroizing<String>>,
    /// The file of the master key.
    pub master_key_file: PathBuf,
    /// Whether an empty database gets an administrator and a demo application.
    pub first_start: bool,
    /// Whether the console is served.
    pub console: bool,
    /// Proxies whose word about the caller's address is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Certificate and key, both or none.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Bounds on what one caller can take.
    pub limits: Limits,
    /// What running requests get after SIGTERM.
    pub drain: Duration,
    /// Between `not ready` and closing the listener.
    pub drain_notice: Duration,
    /// How long without the database until `/readyz` says so.
    pub ready_cut_off: Duration,
    /// Address of its own for metrics and health.
    pub metrics_listen: Option<SocketAddr>,
    /// Where a ticket is found when the route's query does not say.
    pub authz_from: String,
    /// UserIDs that may kick.
    pub rest_administrators: Vec<String>,
    /// The log.
    pub log: Log,
    /// Traces.
    pub telemetry: Traces,
    values: Values,
}

/// Bounds on what one caller can take.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// Connections at a time.
    pub connections: usize,
    /// Longest head of a request, bytes.
    pub header_bytes: usize,
    /// Longest body of a single request, bytes.
    pub body_bytes: usize,
    /// Longest body of a batch, bytes.
    pub batch_body_bytes: usize,
    /// Most rows of a batch.
    pub batch_rows: usize,
    /// For the head of a request, and for idle connections.
    pub header: Duration,
    /// For the body of a request.
    pub body: Duration,
    /// For the handshake of TLS.
    pub tls: Duration,
    /// Requests at a time on one HTTP/2 connection.
    pub streams: u32,
}

/// The log.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Log {
    /// JSON instead of text.
    pub json: bool,
    /// `error` to `trace`.
    pub level: String,
    /// Requests that get a line.
    pub requests: LoggedRequests,
}

/// Traces of requests.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Traces {
    /// The whole address that takes spans; `None`: there are no traces.
    pub endpoint: Option<String>,
    /// The name of this service in them.
    pub service_name: String,
    /// Part of the requests that are traced, from 0 to 1.
    pub sample_ratio: f64,
}

/// Requests that get a line in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoggedRequests {
    /// None.
    None,
    /// Those answered by a 5xx.
    Errors,
    /// All.
    All,
}

impl Settings {
    /// Reads and checks every setting.
    ///
    /// # Errors
    /// A fault that names the setting, where its value comes from, and what it takes.
    pub fn read(sources: &Sources) -> Result<Self, Fault> {
        let values = sources.read()?;
        let data = PathBuf::from(text(&values, "data"));
        let or_in_data = |name: &str, file: &str| match text(&values, name) {
            "" => data.join(file),
            path => path.into(),
        };
        let listen = address(&values, "listen")
            .ok_or_else(|| wrong(&values, "listen", "name an address with a port"))?;
        let tls = tls(&values)?;
        let public_url = public_url(&values)?;
        let trusted_proxies = list(&values, "trusted_proxies").iter().map(|item| item.parse());
        let trusted_proxies = trusted_proxies
            .collect::<Result<_, _>>()
            .map_err(|_| wrong(&values, "trusted_proxies", "list IP addresses without ports"))?;
        crate::authz::From::parse(text(&values, "authz_from"))
            .ok_or_else(|| wrong(&values, "authz_from", "write bearer, header:NAME or cookie:NAME"))?;
        Ok(Self {
            listen,
            public_url,
            store: match text(&values, "store") {
                "" => Zeroizing::new(data.join("usersig.db").to_string_lossy().into_owned()),
                location => Zeroizing::new(location.into()),
            },
            master_key: Some(text(&values, "master_key"))
                .filter(|key| !key.is_empty())
                .map(|key| Zeroizing::new(key.into())),
            master_key_file: or_in_data("master_key_file", "master.key"),
            first_start: switch(&values, "first_start"),
            console: switch(&values, "console"),
            trusted_proxies,
            tls,
            limits: Limits {
                connections: size(&values, "limits.connections"),
                header_bytes: size(&values, "limits.header_bytes"),
                body_bytes: size(&values, "limits.body_bytes"),
                batch_body_bytes: size(&values, "limits.batch_body_bytes"),
                batch_rows: size(&values, "limits.batch_rows"),
                header: seconds(&values, "limits.header_seconds"),
                body: seconds(&values, "limits.body_seconds"),
                tls: seconds(&values, "limits.tls_seconds"),
                streams: u32::try_from(number(&values, "limits.streams")).unwrap_or(u32::MAX),
            },
            drain: seconds(&values, "drain_seconds"),
            drain_notice: seconds(&values, "drain_notice_seconds"),
            ready_cut_off: seconds(&values, "ready_cut_off_seconds"),
            metrics_listen: address(&values, "metrics_listen"),
            authz_from: text(&values, "authz_from").into(),
            rest_administrators: list(&values, "rest_administrators").to_vec(),
            log: Log {
                json: text(&values, "log.format") == "json",
                level: text(&values, "log.level").into(),
                requests: match text(&values, "log.requests") {
                    "all" => LoggedRequests::All,
                    "none" => LoggedRequests::None,
                    _ => LoggedRequests::Errors,
                },
            },
            telemetry: Traces {
                endpoint: otlp_endpoint(&values)?,
                service_name: text(&values, "telemetry.service_name").into(),
                sample_ratio: ratio(&values, "telemetry.sample_ratio"),
            },
            data,
            values,
        })
    }

    /// Every setting as a TOML file, each with where its value comes from; secrets are not shown.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = String::new();
        let mut section = "";
        for setting in SETTINGS.iter().filter(|setting| !setting.name.contains('.')).chain(sections()) {
            let (in_section, name) = setting.name.split_once('.').unwrap_or(("", setting.name));
            if in_section != section {
                section = in_section;
                let _ = writeln!(out, "[{section}]");
            }
            let Some((value, source)) = self.values.get(setting.name) else { continue };
            let _ = writeln!(out, "# {}\n{name} = {}  # {source}\n", setting.about, value.shown(setting));
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// How callers reach the service, which listens at this address.
    #[must_use]
    pub fn url(&self, bound: SocketAddr) -> String {
        if self.has_public_url() {
            return self.public_url.clone();
        }
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        if bound.ip().is_unspecified() {
            return format!("{scheme}://localhost:{}", bound.port());
        }
        format!("{scheme}://{bound}")
    }

    /// Whether the public address was set.
    #[must_use]
    pub fn has_public_url(&self) -> bool {
        !self.public_url.is_empty()
    }

    /// The database's location without a password.
    #[must_use]
    pub fn store_shown(&self) -> String {
        without_password(&self.store)
    }

    /// The names of settings that differ and are only taken by a restart.
    #[must_use]
    pub fn needs_restart(&self, newer: &Self) -> Vec<&'static str> {
        let differs = |setting: &&Setting| {
            let value = |settings: &Self| settings.values.get(setting.name).map(|(value, _)| value.clone());
            !setting.reloads && value(self) != value(newer)
        };
        SETTINGS.iter().filter(differs).map(|setting| setting.name).collect()
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Settings").field("listen", &self.listen).finish_non_exhaustive()
    }
}

fn sections() -> impl Iterator<Item = &'static Setting> {
    SETTINGS.iter().filter(|setting| setting.name.contains('.'))
}

fn tls(values: &Values) -> Result<Option<(PathBuf, PathBuf)>, Fault> {
    match (text(values, "tls.certificate"), text(values, "tls.key")) {
        ("", "") => Ok(None),
        ("", _) => Err(wrong(values, "tls.certificate", "name the certificate's file too")),
        (_, "") => Err(wrong(values, "tls.key", "name the key's file too")),
        (certificate, key) => Ok(Some((certificate.into(), key.into()))),
    }
}

fn public_url(values: &Values) -> Result<String, Fault> {
    let url = text(values, "public_url").trim_end_matches('/');
    if url.is_empty() || url.starts_with("http://") || url.starts_with("https://") {
        return Ok(url.into());
    }
    Err(wrong(values, "public_url", "begin it with http:// or https://"))
}

/// The address that takes spans: OTLP's path behind the collector's address, unless it stands there.
fn otlp_endpoint(values: &Values) -> Result<Option<String>, Fault> {
    let name = "telemetry.otlp_endpoint";
    let url = text(values, name).trim_end_matches('/');
    if url.is_empty() {
        return Ok(None);
    }
    let uri: Option<axum::http::Uri> = url.parse().ok();
    let authority = uri.as_ref().filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
    let authority = authority.and_then(|uri| uri.authority()).map_or("", |authority| authority.as_str());
    if authority.is_empty() || url.contains(['?', '#']) {
        return Err(wrong(values, name, "name an address, for example http://127.0.0.1:4318"));
    }
    if authority.contains('@') {
        let hint = "leave the password out: the environment's OTEL_EXPORTER_OTLP_HEADERS carries credentials";
        return Err(wrong(values, name, hint));
    }
    Ok(Some(if url.ends_with("/v1/traces") { url.into() } else { format!("{url}/v1/traces") }))
}

fn wrong(values: &Values, name: &str, hint: &'static str) -> Fault {
    let source = values.get(name).map_or(&Source::Default, |(_, source)| source);
    Fault::settings(format!("the setting `{name}` has a wrong value in {source}"), hint)
}

fn text<'v>(values: &'v Values, name: &str) -> &'v str {
    match values.get(name) {
        Some((Value::Text(text), _)) => text,
        _ => "",
    }
}

fn number(values: &Values, name: &str) -> u64 {
    match values.get(name) {
        Some((Value::Number(number), _)) => *number,
        _ => 0,
    }
}

fn ratio(values: &Values, name: &str) -> f64 {
    match values.get(name) {
        Some((Value::Number(0), _)) => 0.0,
        Some((Value::Text(text), _)) => text.trim().parse().unwrap_or(1.0),
        _ => 1.0,
    }
}

fn size(values: &Values, name: &str) -> usize {
    usize::try_from(number(values, name)).unwrap_or(usize::MAX)
}

fn seconds(values: &Values, name: &str) -> Duration {
    Duration::from_secs(number(values, name))
}

fn switch(values: &Values, name: &str) -> bool {
    matches!(values.get(name), Some((Value::Switch(true), _)))
}

fn list<'v>(values: &'v Values, name: &str) -> &'v [String] {
    match values.get(name) {
        Some((Value::List(items), _)) => items,
        _ => &[],
    }
}

fn address(values: &Values, name: &str) -> Option<SocketAddr> {
    text(values, name).parse().ok()
}
