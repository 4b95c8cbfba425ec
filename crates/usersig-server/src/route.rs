//! What a request is for, as metrics and the log name it. The path itself may hold what a caller put
//! there by mistake, and is never written.

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Route {
    Issue,
    IssueBatch,
    Verify,
    Inspect,
    Diagnose,
    Authz,
    Rest,
    Administer,
    Health,
    Documents,
    Console,
}

impl Route {
    pub(crate) const ALL: [Self; 11] = [
        Self::Issue,
        Self::IssueBatch,
        Self::Verify,
        Self::Inspect,
        Self::Diagnose,
        Self::Authz,
        Self::Rest,
        Self::Administer,
        Self::Health,
        Self::Documents,
        Self::Console,
    ];

    pub(crate) fn of(path: &str) -> Self {
        if let Some(rest) = path.strip_prefix("/v1/apps/") {
            let tail = rest.split_once('/').map_or("", |(_, tail)| tail);
            return match tail {
                "usersigs" | "private-map-keys" => Self::Issue,
                "usersigs:verify" => Self::Verify,
                "usersigs:batch" | "private-map-keys:batch" => Self::IssueBatch,
                "usersigs:inspect" => Self::Inspect,
                "usersigs:diagnose" => Self::Diagnose,
                tail if tail == "authz" || tail.starts_with("authz/") => Self::Authz,
                _ => Self::Administer,
            };
        }
        match path {
            "/v1/authz" => Self::Authz,
            "/healthz" | "/readyz" | "/metrics" => Self::Health,
            "/docs" | "/docs.css" | "/openapi.json" => Self::Documents,
            path if path.starts_with("/v1/") => Self::Administer,
            path if path.starts_with("/v4/") => Self::Rest,
            _ => Self::Console,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::IssueBatch => "issue-batch",
            Self::Verify => "verify",
            Self::Inspect => "inspect",
            Self::Diagnose => "diagnose",
            Self::Authz => "authz",
            Self::Rest => "rest",
            Self::Administer => "administer",
            Self::Health => "health",
            Self::Documents => "documents",
            Self::Console => "console",
        }
    }
}
