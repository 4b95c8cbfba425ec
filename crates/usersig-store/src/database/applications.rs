//! Applications.

use std::collections::HashMap;

use serde_json::json;

use super::act::{Act, Changes};
use super::keys::Material;
use super::{Database, issuers, keys};
use crate::application::{Algorithm, Application, ApplicationState, KeyRole, NewKey, Policy};
use crate::engine::{Row, Transaction, json as to_json, values, word};
use crate::{Actor, Objection, StoreError, check};

/// One application, or all, by SDKAppID.
pub(super) async fn read(
    transaction: &mut dyn Transaction,
    sdkappid: Option<u32>,
) -> Result<Vec<Application>, StoreError> {
    let sql = "SELECT sdkappid, name, state, deleting_since, algorithm, policy, created_at \
               FROM applications WHERE CAST(?1 AS BIGINT) IS NULL OR sdkappid = ?1 ORDER BY sdkappid";
    let rows = transaction.query(sql, values![sdkappid]).await?;
    let mut keys = by_application(keys::read(transaction, sdkappid).await?);
    let mut issuers = by_application(issuers::read(transaction, sdkappid).await?);
    let complete = |row| {
        let mut application = application(row)?;
        application.keys = keys.remove(&application.sdkappid).unwrap_or_default();
        application.issuers = issuers.remove(&application.sdkappid).unwrap_or_default();
        Ok(application)
    };
    rows.into_iter().map(complete).collect()
}

/// One application, within an act.
pub(super) async fn read_one(
    transaction: &mut dyn Transaction,
    sdkappid: u32,
) -> Result<Application, StoreError> {
    read(transaction, Some(sdkappid)).await?.pop().ok_or_else(|| missing(sdkappid))
}

pub(super) async fn create(
    database: &Database,
    actor: &Actor,
    sdkappid: u32,
    name: &str,
    key: NewKey,
    policy: Policy,
) -> Result<Application, StoreError> {
    check::sdkappid(sdkappid)?;
    let name = check::name(name)?;
    check::policy(&policy)?;
    let material = Material::of(key)?;
    let mut act = database.act(actor).await?;
    if !read(&mut *act.transaction, Some(sdkappid)).await?.is_empty() {
        let text = format!("application {sdkappid} exists already");
        return conflict(Objection::new("application-known", text).with("sdkappid", sdkappid));
    }
    let sql = "INSERT INTO applications (sdkappid, name, state, deleting_since, algorithm, policy, \
               created_at, last_key, last_issuer) VALUES (?1, ?2, 'active', NULL, ?3, ?4, ?5, 0, 0)";
    let values = values![sdkappid, name, word(&material.algorithm)?, to_json(&policy)?, act.now()];
    act.transaction.execute(sql, values).await?;
    keys::insert(&mut act, sdkappid, &material, KeyRole::Current).await?;
    let application = read_one(&mut *act.transaction, sdkappid).await?;
    let detail = json!({
        "name": name, "algorithm": material.algorithm, "origin": material.origin,
        "fingerprint": material.fingerprint,
    });
    act.finish(Changes::Something, "application.create", Some(sdkappid), detail).await?;
    Ok(application)
}

pub(super) async fn rename(
    database: &Database,
    actor: &Actor,
    sdkappid: u32,
    name: &str,
) -> Result<(), StoreError> {
    let name = check::name(name)?;
    let mut act = database.act(actor).await?;
    let before = read_one(&mut *act.transaction, sdkappid).await?.name;
    let sql = "UPDATE applications SET name = ?2 WHERE sdkappid = ?1";
    act.transaction.execute(sql, values![sdkappid, name]).await?;
    let detail = json!({ "name": name, "before": before });
    act.finish(Changes::Something, "application.rename", Some(sdkappid), detail).await
}

pub(super) async fn set_policy(
    database: &Database,
    actor: &Actor,
    sdkappid: u32,
    policy: Policy,
) -> Result<(), StoreError> {
    check::policy(&policy)?;
    let mut act = database.act(actor).await?;
    let before = read_one(&mut *act.transaction, sdkappid).await?.policy;
    let sql = "UPDATE applications SET policy = ?2 WHERE sdkappid = ?1";
    act.transaction.execute(sql, values![sdkappid, to_json(&policy)?]).await?;
    let detail = json!({ "policy": policy, "before": before });
    act.finish(Changes::Something, "application.policy", Some(sdkappid), detail).await
}

pub(super) async fn switch(
    database: &Database,
    actor: &Actor,
    sdkappid: u32,
    algorithm: Algorithm,
) -> Result<(), StoreError> {
    let mut act = database.act(actor).await?;
    let application = read_one(&mut *act.transaction, sdkappid).await?;
    let current =
        application.keys.iter().find(|key| key.algorithm == algorithm && key.role == KeyRole::Current);
    let name = algorithm.name();
    let key = match current {
        None => {
            let text = format!("the application has no current {name} key: rotate to one first");
            return conflict(Objection::new("no-current-key", text).with("algorithm", name));
        }
        Some(key) if !key.signs => {
            let text = format!("its current {name} key is a public one: bring the private key first");
            return conflict(Objection::new("public-key", text).with("algorithm", name));
        }
        Some(key) => key.id,
    };
    let sql = "UPDATE applications SET algorithm = ?2 WHERE sdkappid = ?1";
    act.transaction.execute(sql, values![sdkappid, word(&algorithm)?]).await?;
    let detail = json!({ "algorithm": algorithm, "before": application.algorithm, "key": key });
    act.finish(Changes::Something, "application.switch", Some(sdkappid), detail).await
}

/// Suspends, resumes, or marks for deletion.
pub(super) async fn set_state(
    database: &Database,
    actor: &Actor,
    sdkappid: u32,
    step: Step,
) -> Result<(), StoreError> {
    let mut act = database.act(actor).await?;
    let before = read_one(&mut *act.transaction, sdkappid).await?.state;
    let now = act.now();
    let state = match (step, before) {
        (Step::Suspend, ApplicationState::Active) => ApplicationState::Suspended,
        (Step::RequestDeletion, ApplicationState::Active | ApplicationState::Suspended) => {
            ApplicationState::Deleting { since: now }
        }
        (Step::Resume, _) => ApplicationState::Active,
        // It is so already.
        (Step::Suspend | Step::RequestDeletion, state) => state,
    };
    let (state, since) = match state {
        ApplicationState::Active => ("active", None),
        ApplicationState::Suspended => ("suspended", None),
        ApplicationState::Deleting { since } => ("deleting", Some(since)),
    };
    let sql = "UPDATE applications SET state = ?2, deleting_since = ?3 WHERE sdkappid = ?1";
    act.transaction.execute(sql, values![sdkappid, state, since]).await?;
    act.finish(Changes::Something, step.act(), Some(sdkappid), json!({ "before": before })).await
}

/// A step between the states of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Suspend,
    Resume,
    RequestDeletion,
}

impl Step {
    const fn act(self) -> &'static str {
        match self {
            Self::Suspend => "application.suspend",
            Self::Resume => "application.resume",
            Self::RequestDeletion => "application.request_deletion",
        }
    }
}

pub(super) async fn delete(database: &Database, actor: &Actor, sdkappid: u32) -> Result<(), StoreError> {
    let mut act = database.act(actor).await?;
    let application = read_one(&mut *act.transaction, sdkappid).await?;
    if !matches!(application.state, ApplicationState::Deleting { .. }) {
        let text = format!("nobody has asked to delete application {sdkappid}: ask first, then delete");
        return conflict(Objection::new("deletion-unasked", text).with("sdkappid", sdkappid));
    }
    // Keys, issuers and revocations go with it.
    for sql in ["DELETE FROM applications WHERE sdkappid = ?1", "DELETE FROM counts WHERE sdkappid = ?1"] {
        act.transaction.execute(sql, values![sdkappid]).await?;
    }
    let detail = json!({ "name": application.name, "keys": application.keys });
    act.finish(Changes::Something, "application.delete", Some(sdkappid), detail).await
}

/// Makes the next number of one of an application's counters.
pub(super) async fn next_number(act: &mut Act<'_>, sdkappid: u32, sql: &str) -> Result<u32, StoreError> {
    let row = act.transaction.query_one(sql, values![sdkappid]).await?;
    row.ok_or_else(|| missing(sdkappid))?.number()
}

pub(super) fn missing(sdkappid: u32) -> StoreError {
    StoreError::NotFound { what: "application", id: sdkappid.to_string() }
}

fn conflict<T>(objection: Objection) -> Result<T, StoreError> {
    Err(StoreError::Conflict(objection))
}

fn by_application<T>(rows: Vec<(u32, T)>) -> HashMap<u32, Vec<T>> {
    let mut map: HashMap<u32, Vec<T>> = HashMap::new();
    for (sdkappid, row) in rows {
        map.entry(sdkappid).or_default().push(row);
    }
    map
}

fn application(mut row: Row) -> Result<Application, StoreError> {
    let (sdkappid, name, state) = (row.number()?, row.text()?, row.text()?);
    let since = row.number_or_null()?;
    Ok(Application {
        sdkappid,
        name,
        state: match (state.as_str(), since) {
            ("active", _) => ApplicationState::Active,
            ("deleting", Some(since)) => ApplicationState::Deleting { since },
            // Whatever else it may be, it must not issue.
            _ => ApplicationState::Suspended,
        },
        algorithm: row.word()?,
        keys: Vec::new(),
        policy: row.json()?,
        issuers: Vec::new(),
        created_at: row.number()?,
    })
}
