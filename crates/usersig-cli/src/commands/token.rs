//! `usersig token`: API tokens of back ends.

use std::process::ExitCode;

use anstream::eprintln;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use serde::Serialize;
use usersig_store::Store;
use usersig_store::caller::{ApiToken, Scope};

use super::store::open::{Place, Session};
use crate::fault::Fault;
use crate::{duration, moment, output};

/// What `usersig token` takes.
#[derive(Debug, ClapArgs)]
pub(crate) struct TokenCommand {
    #[command(subcommand)]
    action: Action,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a token; it is printed now and never again
    Create {
        /// Name for people
        #[arg(long)]
        name: String,
        /// What it may do; several times for more
        #[arg(long, value_name = "SCOPE", required = true)]
        scope: Vec<ScopeName>,
        /// Application that it is for; several times for more, all without it
        #[arg(long, value_name = "SDKAPPID")]
        app: Vec<u32>,
        /// How long it lasts; for ever by default
        #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
        expire: Option<u64>,
    },
    /// List the tokens, without what makes them work
    List,
    /// End a token
    Revoke {
        /// Number of the token
        id: u32,
    },
}

/// The scopes, as they are typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ScopeName {
    /// Ask for tickets
    Issue,
    /// Have tickets verified
    Verify,
    /// Administer applications, tokens and users
    Admin,
}

impl From<ScopeName> for Scope {
    fn from(name: ScopeName) -> Self {
        match name {
            ScopeName::Issue => Self::Issue,
            ScopeName::Verify => Self::Verify,
            ScopeName::Admin => Self::Admin,
        }
    }
}

#[derive(Serialize)]
struct MadeJson<'a> {
    #[serde(flatten)]
    token: &'a ApiToken,
    secret: &'a str,
}

pub(crate) fn run(args: &TokenCommand, json: bool) -> Result<ExitCode, Fault> {
    match &args.action {
        Action::Create { name, scope, app, expire } => {
            let scopes: Vec<Scope> = scope.iter().copied().map(Into::into).collect();
            let now = moment::or_now(None)?;
            let end = expire.map(|seconds| now.saturating_add(seconds));
            let session = Session::open_or_make(&args.place)?;
            let made = session.store.create_token(&session.actor, name, &scopes, app, end);
            let (token, secret) = session.run(made)?;
            if json {
                output::json(&MadeJson { token: &token, secret: &secret })?;
            } else {
                output::line(&*secret)?;
                eprintln!("token {}; keep it now, it is not shown again", token.id);
            }
        }
        Action::List => {
            let session = Session::open(&args.place)?;
            let tokens = session.run(session.store.tokens())?;
            if json {
                output::json(&tokens)?;
            } else {
                list(&tokens, moment::or_now(None)?)?;
            }
        }
        Action::Revoke { id } => {
            let session = Session::open(&args.place)?;
            session.run(session.store.revoke_token(&session.actor, *id))?;
            eprintln!("revoked token {id}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(tokens: &[ApiToken], now: u64) -> Result<(), Fault> {
    for token in tokens {
        let end = match (token.revoked_at, token.expires_at) {
            (Some(moment), _) => format!("revoked {}", output::date(moment)),
            (None, Some(moment)) if moment <= now => format!("ended {}", output::date(moment)),
            (None, Some(moment)) => format!("until {}", output::date(moment)),
            (None, None) => "does not end".into(),
        };
        let scopes: Vec<_> = token.scopes.iter().map(scope_name).collect();
        let of: Vec<_> = token.applications.iter().map(u32::to_string).collect();
        let of = if of.is_empty() { "all applications".into() } else { of.join(" ") };
        let (id, name) = (token.id, &token.name);
        output::line(format_args!("{id:>5}  {name}  ({}; {of}; {end})", scopes.join(", ")))?;
    }
    if tokens.is_empty() {
        eprintln!("no tokens yet; `usersig token create --name NAME --scope issue` makes one");
    }
    Ok(())
}

fn scope_name(scope: &Scope) -> &'static str {
    match scope {
        Scope::Issue => "issue",
        Scope::Verify => "verify",
        Scope::Admin => "admin",
        _ => "other",
    }
}
