//! What shows applications and keys.

use std::io::Write;
use std::path::Path;

use anstream::eprintln;
use usersig_store::Store;
use usersig_store::application::{Application, ApplicationState, Key, KeyOrigin, KeyRole};

use crate::commands::store::new_file;
use crate::commands::store::open::{Place, Session};
use crate::fault::Fault;
use crate::output::{self, DIM};

pub(super) fn list(place: &Place, json: bool) -> Result<(), Fault> {
    let session = Session::open(place)?;
    let applications = session.run(session.store.applications())?;
    if json {
        return output::json(&applications);
    }
    for application in &applications {
        let Application { sdkappid, name, .. } = application;
        let (state, algorithm) = (state(application), application.algorithm.name());
        output::line(format_args!("{sdkappid:>10}  {state:<9}  {algorithm:<6}  {name}"))?;
    }
    if applications.is_empty() {
        eprintln!("no applications yet; `usersig app create SDKAPPID --name NAME` makes one");
    }
    Ok(())
}

pub(super) fn one(place: &Place, sdkappid: u32, json: bool) -> Result<(), Fault> {
    let session = Session::open(place)?;
    print(&session.run(session.store.application(sdkappid))?, json)
}

/// Prints an application.
pub(super) fn print(application: &Application, json: bool) -> Result<(), Fault> {
    if json {
        return output::json(application);
    }
    output::field("SDKAppID", application.sdkappid)?;
    output::field("name", &application.name)?;
    output::field("state", state(application))?;
    output::field("algorithm", application.algorithm.name())?;
    output::field("made", output::date(application.created_at))?;
    for key in &application.keys {
        output::field(&format!("key {}", key.id), describe(key))?;
    }
    for issuer in &application.issuers {
        output::field(&format!("issuer {}", issuer.id), &issuer.issuer)?;
    }
    Ok(())
}

pub(super) fn reveal(
    place: &Place,
    sdkappid: u32,
    key: Option<u32>,
    path: Option<&Path>,
    json: bool,
) -> Result<(), Fault> {
    let session = Session::open(place)?;
    let application = session.run(session.store.application(sdkappid))?;
    let signing = |key: &&Key| key.role == KeyRole::Current && key.algorithm == application.algorithm;
    let number =
        key.or_else(|| application.keys.iter().find(signing).map(|key| key.id)).ok_or_else(|| {
            Fault::usage(
                "the application has no key that signs",
                "name one: --key KEY; `usersig app show` lists them",
            )
        })?;
    let reveal = || session.run(session.store.reveal_key(&session.actor, sdkappid, number));
    if let Some(path) = path {
        // The file first: what is in the audit log was really handed out.
        new_file(path, |file| {
            let text = reveal()?;
            writeln!(file, "{}", text.trim_end())
                .map_err(|error| Fault::file("write the key to", path, &error))
        })?;
        eprintln!("wrote {}", path.display());
        return Ok(());
    }
    let text = reveal()?;
    if json {
        output::json(&serde_json::json!({ "sdkappid": sdkappid, "key": number, "text": text.as_str() }))
    } else {
        output::line(text.trim_end())
    }
}

fn state(application: &Application) -> &'static str {
    match application.state {
        ApplicationState::Active => "active",
        ApplicationState::Deleting { .. } => "deleting",
        _ => "suspended",
    }
}

fn describe(key: &Key) -> String {
    let role = match key.role {
        KeyRole::Current => "current".into(),
        KeyRole::Verifying { until: Some(until) } => format!("verifies until {}", output::date(until)),
        KeyRole::Verifying { until: None } => "verifies".into(),
        _ => "retired".to_owned(),
    };
    let origin = if key.origin == KeyOrigin::Made { "made" } else { "imported" };
    let part = if key.signs { "" } else { ", public" };
    let made = output::date(key.created_at);
    format!(
        "{role}, {}{part}, fingerprint {}, {DIM}{origin} {made}{DIM:#}",
        key.algorithm.name(),
        key.fingerprint
    )
}
