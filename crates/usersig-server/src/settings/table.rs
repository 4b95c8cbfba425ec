//! Every setting: its name, kind, default and what it does. File, environment, flags,
//! `--print-config` and the documentation all come from here.

/// One setting.
#[derive(Debug)]
#[non_exhaustive]
pub struct Setting {
    /// Its name in the file; `a.b` stands in the section `[a]`.
    pub name: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// Its value when nobody sets it, as it stands in the file.
    pub default: &'static str,
    /// Whether SIGHUP takes a new value; the others need a restart.
    pub reloads: bool,
    /// What it does.
    pub about: &'static str,
}

/// What values a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Any text.
    Text,
    /// A text that no one may see; `USERSIG_…_FILE` names a file that holds it.
    Secret,
    /// The address of a database, whose password no one may see.
    Location,
    /// `address:port`, or nothing.
    Address,
    /// A whole number within bounds.
    Number(u64, u64),
    /// A number from 0 to 1.
    Ratio,
    /// `true` or `false`.
    Switch,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Several texts; in the environment and in flags with commas between.
    List,
}

/// Every setting, in the order in which they are shown.
pub const SETTINGS: &[Setting] = &[
    set("listen", Kind::Address, "127.0.0.1:7788", false, "Address and port of the API and the console."),
    set(
        "public_url",
        Kind::Text,
        "",
        true,
        "How browsers and callers reach this service, for example https://usersig.example.com; empty: from `listen`.",
    ),
    set("data", Kind::Text, "usersig-data", false, "Folder of the embedded database and of the master key."),
    set(
        "store",
        Kind::Location,
        "",
        false,
        "Database: a path of an SQLite file or postgres://user@host1,host2/name; empty: usersig.db in `data`.",
    ),
    set(
        "master_key",
        Kind::Secret,
        "",
        false,
        "Master key as text, instead of a file; during its rotation the new and the old one with a comma between.",
    ),
    set(
        "master_key_file",
        Kind::Text,
        "",
        false,
        "File with the master key; empty: master.key in `data`, made at the first start.",
    ),
    set(
        "first_start",
        Kind::Switch,
        "true",
        false,
        "Make an administrator and a demo application in an empty database.",
    ),
    set("console", Kind::Switch, "true", false, "Serve the console at /."),
    set("trusted_proxies", Kind::List, "[]", true, "Addresses of proxies whose X-Forwarded-For is believed."),
    set(
        "tls.certificate",
        Kind::Text,
        "",
        true,
        "PEM file with the certificate and its chain; empty: no TLS.",
    ),
    set("tls.key", Kind::Text, "", true, "PEM file with the certificate's private key."),
    set("limits.connections", Kind::Number(1, 1_000_000), "4096", false, "Connections at a time; more wait."),
    set(
        "limits.header_bytes",
        Kind::Number(8192, 1_048_576),
        "16384",
        false,
        "Longest head of a request, bytes.",
    ),
    set(
        "limits.body_bytes",
        Kind::Number(1024, 16_777_216),
        "65536",
        false,
        "Longest body of a single request, bytes.",
    ),
    set(
        "limits.batch_body_bytes",
        Kind::Number(1024, 67_108_864),
        "1048576",
        false,
        "Longest body of a batch, bytes.",
    ),
    set("limits.batch_rows", Kind::Number(1, 100_000), "1000", false, "Most rows of a batch."),
    set(
        "limits.header_seconds",
        Kind::Number(1, 3600),
        "20",
        false,
        "Seconds for the head of a request, and until an idle connection is closed.",
    ),
    set("limits.body_seconds", Kind::Number(1, 3600), "10", false, "Seconds for the body of a request."),
    set("limits.tls_seconds", Kind::Number(1, 3600), "10", false, "Seconds for the handshake of TLS."),
    set(
        "limits.streams",
        Kind::Number(1, 10_000),
        "128",
        false,
        "Requests at a time on one HTTP/2 connection.",
    ),
    set(
        "drain_seconds",
        Kind::Number(0, 3600),
        "20",
        false,
        "Seconds that running requests get after SIGTERM.",
    ),
    set(
        "drain_notice_seconds",
        Kind::Number(0, 600),
        "0",
        false,
        "Seconds between saying `not ready` in /readyz and closing the listener, for balancers that poll.",
    ),
    set(
        "ready_cut_off_seconds",
        Kind::Number(1, 86_400),
        "30",
        false,
        "Seconds without the database after which /readyz says so. Issuing and verifying go on.",
    ),
    set(
        "metrics_listen",
        Kind::Address,
        "",
        false,
        "Address of its own for /metrics, /healthz and /readyz; empty: beside the API.",
    ),
    set(
        "authz_from",
        Kind::Text,
        "bearer",
        false,
        "Where /v1/apps/{sdkappid}/authz finds the ticket: bearer, header:NAME or cookie:NAME.",
    ),
    set(
        "rest_administrators",
        Kind::List,
        "[\"administrator\"]",
        false,
        "UserIDs that may use the REST shape's im_open_login_svc/kick.",
    ),
    set(
        "log.format",
        Kind::Choice(&["text", "json"]),
        "text",
        false,
        "How the log is written to standard error.",
    ),
    set(
        "log.level",
        Kind::Choice(&["error", "warn", "info", "debug", "trace"]),
        "info",
        true,
        "What is written.",
    ),
    set(
        "log.requests",
        Kind::Choice(&["none", "errors", "all"]),
        "errors",
        true,
        "Requests that get a line: none, those answered by a 5xx, or all.",
    ),
    set(
        "telemetry.otlp_endpoint",
        Kind::Text,
        "",
        false,
        "OpenTelemetry collector that gets a trace of each request (OTLP, HTTP with protobuf), for example \
         http://127.0.0.1:4318; empty: no traces.",
    ),
    set("telemetry.service_name", Kind::Text, "usersig", false, "Name of this service in traces."),
    set(
        "telemetry.sample_ratio",
        Kind::Ratio,
        "1",
        false,
        "Part of the requests that are traced, from 0 to 1; a caller who sends traceparent decides for itself.",
    ),
];

const fn set(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    reloads: bool,
    about: &'static str,
) -> Setting {
    Setting { name, kind, default, reloads, about }
}

impl Setting {
    /// The variable of the environment that sets it.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("USERSIG_{}", self.name.replace('.', "_").to_ascii_uppercase())
    }
}

/// The setting of this name.
pub(crate) fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}
