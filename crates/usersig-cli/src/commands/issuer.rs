//! `usersig issuer`: whose sessions (JWT, OIDC) ask for their own tickets.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::eprintln;
use clap::{Args as ClapArgs, Subcommand};
use usersig_store::Store;
use usersig_store::caller::{Issuer, IssuerKeys};
use zeroize::Zeroizing;

use super::store::open::{Place, Session};
use crate::fault::Fault;
use crate::keys::read_key_file;
use crate::output;

/// What `usersig issuer` takes.
#[derive(Debug, ClapArgs)]
pub(crate) struct IssuerCommand {
    #[command(subcommand)]
    action: Action,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Let the sessions of an issuer ask for tickets of an application
    Create {
        /// Number of the application
        sdkappid: u32,
        /// The `iss` that its tokens carry
        #[arg(long, value_name = "TEXT")]
        issuer: String,
        #[command(flatten)]
        keys: KeysSource,
        /// The `aud` that its tokens must carry; any without it
        #[arg(long, value_name = "TEXT")]
        audience: Option<String>,
        /// The claim that holds the UserID
        #[arg(long, value_name = "NAME", default_value = "sub")]
        userid_claim: String,
        /// Let a request name another UserID than the session's: any session is then any user
        #[arg(long)]
        userid_from_body: bool,
    },
    /// List an application's issuers
    List {
        /// Number of the application
        sdkappid: u32,
    },
    /// Take an issuer from an application; its sessions are refused at once
    Remove {
        /// Number of the application
        sdkappid: u32,
        /// Number of the issuer
        id: u32,
    },
}

/// How its tokens are checked.
#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = false)]
struct KeysSource {
    /// Address of its public keys (JWKS): https, or http on this machine
    #[arg(long, value_name = "URL")]
    jwks_url: Option<String>,
    /// File with the secret that it signs with (HS256, 32 bytes or more), `-` for standard input
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
}

pub(crate) fn run(args: &IssuerCommand, json: bool) -> Result<ExitCode, Fault> {
    match &args.action {
        Action::Create { sdkappid, issuer, keys, audience, userid_claim, userid_from_body } => {
            let (keys, secret) = keys.get()?;
            let mut record = Issuer::new(issuer, keys);
            record.audience = audience.clone().unwrap_or_default();
            record.userid_claim.clone_from(userid_claim);
            record.userid_from_body = *userid_from_body;
            let session = Session::open(&args.place)?;
            let made = session.store.add_issuer(&session.actor, *sdkappid, record.clone(), secret);
            record.id = session.run(made)?;
            if json {
                output::json(&record)?;
            } else {
                eprintln!("made issuer {} of application {sdkappid}", record.id);
            }
        }
        Action::List { sdkappid } => {
            let session = Session::open(&args.place)?;
            let issuers = session.run(session.store.application(*sdkappid))?.issuers;
            if json {
                output::json(&issuers)?;
            } else {
                list(&issuers)?;
            }
        }
        Action::Remove { sdkappid, id } => {
            let session = Session::open(&args.place)?;
            session.run(session.store.remove_issuer(&session.actor, *sdkappid, *id))?;
            eprintln!("removed issuer {id} of application {sdkappid}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl KeysSource {
    fn get(&self) -> Result<(IssuerKeys, Option<Zeroizing<String>>), Fault> {
        match &self.secret_file {
            Some(path) => Ok((IssuerKeys::SharedSecret, Some(secret(path)?))),
            None => Ok((IssuerKeys::Jwks { url: self.jwks_url.clone().unwrap_or_default() }, None)),
        }
    }
}

fn secret(path: &Path) -> Result<Zeroizing<String>, Fault> {
    let bytes = read_key_file(path)?;
    let text = str::from_utf8(&bytes).map_err(|_| {
        Fault::usage(format_args!("{} holds no text", path.display()), "bring the secret as text")
    })?;
    Ok(Zeroizing::new(text.to_owned()))
}

fn list(issuers: &[Issuer]) -> Result<(), Fault> {
    for Issuer { id, issuer, audience, userid_claim, userid_from_body, keys, .. } in issuers {
        let keys = match keys {
            IssuerKeys::Jwks { url } => url.as_str(),
            _ => "a shared secret",
        };
        let audience = if audience.is_empty() { "any audience" } else { audience.as_str() };
        let userid = if *userid_from_body { "UserID from the request, or from" } else { "UserID from" };
        output::line(format_args!("{id:>5}  {issuer}  ({audience}; {userid} {userid_claim}; {keys})"))?;
    }
    if issuers.is_empty() {
        eprintln!("no issuers yet; `usersig issuer create SDKAPPID --issuer TEXT --jwks-url URL` makes one");
    }
    Ok(())
}
