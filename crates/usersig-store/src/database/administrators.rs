//! Administrators.

use serde_json::json;

use super::Database;
use super::act::{Act, Changes};
use crate::administrator::{Administrator, Credentials, Role};
use crate::engine::{Row, values, word};
use crate::seal::Place;
use crate::{Actor, Objection, SecretBytes, StoreError, check};

pub(super) async fn create(
    database: &Database,
    actor: &Actor,
    name: &str,
    role: Role,
    password_hash: &str,
    must_change: bool,
) -> Result<(), StoreError> {
    check::administrator(name)?;
    let mut act = database.act(actor).await?;
    let sql = "SELECT 1 FROM administrators WHERE name = ?1";
    if act.transaction.query_one(sql, values![name]).await?.is_some() {
        return Err(StoreError::Conflict(
            Objection::new("administrator-known", format!("there is an administrator {name} already"))
                .with("name", name),
        ));
    }
    let sql = "UPDATE meta SET last_administrator = last_administrator + 1 RETURNING last_administrator";
    let row = act.transaction.query_one(sql, &[]).await?;
    let id: u32 = row.ok_or_else(super::no_meta)?.number()?;
    let sql = "INSERT INTO administrators (id, name, role, password_hash, must_change, secret, \
               totp_last_step, failures, locked_until, language, created_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, NULL, 0, 0, NULL, NULL, ?6)";
    let values = values![id, name, word(&role)?, password_hash, must_change, act.now()];
    act.transaction.execute(sql, values).await?;
    act.finish(Changes::Nothing, "administrator.create", None, json!({ "name": name, "role": role })).await
}

pub(super) async fn list(database: &Database) -> Result<Vec<Administrator>, StoreError> {
    // A number in both engines; PostgreSQL has a type of its own for truth.
    let sql = "SELECT name, role, CASE WHEN secret IS NULL THEN 0 ELSE 1 END, must_change, failures, \
               locked_until, language, created_at FROM administrators ORDER BY name";
    database.read().await?.query(sql, &[]).await?.into_iter().map(|mut row| administrator(&mut row)).collect()
}

pub(super) async fn credentials(database: &Database, name: &str) -> Result<Credentials, StoreError> {
    let sql = "SELECT name, role, CASE WHEN secret IS NULL THEN 0 ELSE 1 END, must_change, failures, \
               locked_until, language, created_at, id, password_hash, secret, totp_last_step \
               FROM administrators WHERE name = ?1";
    let row = database.read().await?.query_one(sql, values![name]).await?;
    let mut row = row.ok_or_else(|| missing(name))?;
    let administrator = administrator(&mut row)?;
    let id = row.number()?;
    let password_hash = row.text()?;
    let open = |sealed: Vec<u8>| database.sealer.open(place(id), &sealed);
    let totp_secret = row.bytes_or_null()?.map(open).transpose()?;
    Ok(Credentials { administrator, password_hash, totp_secret, totp_last_step: row.number()? })
}

pub(super) async fn set_password(
    database: &Database,
    actor: &Actor,
    name: &str,
    password_hash: &str,
    must_change: bool,
) -> Result<(), StoreError> {
    let mut act = database.act(actor).await?;
    let id = id(&mut act, name).await?;
    // Whoever sets a password has shown who they are, so the account waits no longer.
    let sql = "UPDATE administrators SET password_hash = ?2, must_change = ?3, failures = 0, \
               locked_until = NULL WHERE id = ?1";
    act.transaction.execute(sql, values![id, password_hash, must_change]).await?;
    let sql = "DELETE FROM sessions WHERE administrator = ?1";
    act.transaction.execute(sql, values![id]).await?;
    let detail = json!({ "name": name, "must_change": must_change });
    act.finish(Changes::Nothing, "administrator.password", None, detail).await
}

pub(super) async fn set_totp(
    database: &Database,
    actor: &Actor,
    name: &str,
    secret: Option<SecretBytes>,
) -> Result<(), StoreError> {
    let mut act = database.act(actor).await?;
    let id = id(&mut act, name).await?;
    let sealed = secret.map(|secret| act.seal(place(id), &secret)).transpose()?;
    let detail = json!({ "name": name, "totp": sealed.is_some() });
    let sql = "UPDATE administrators SET secret = ?2, totp_last_step = 0 WHERE id = ?1";
    act.transaction.execute(sql, values![id, sealed]).await?;
    act.finish(Changes::Nothing, "administrator.totp", None, detail).await
}

pub(super) async fn set_language(
    database: &Database,
    name: &str,
    language: Option<&str>,
) -> Result<(), StoreError> {
    if let Some(language) = language {
        check::language(language)?;
    }
    let mut transaction = database.write().await?;
    let sql = "UPDATE administrators SET language = ?2 WHERE name = ?1";
    if transaction.execute(sql, values![name, language]).await? == 0 {
        return Err(missing(name));
    }
    transaction.commit().await
}

pub(super) async fn remove(database: &Database, actor: &Actor, name: &str) -> Result<(), StoreError> {
    let mut act = database.act(actor).await?;
    let id = id(&mut act, name).await?;
    let sql = "SELECT id FROM administrators WHERE role = 'owner'";
    let mut owners = Vec::new();
    for mut row in act.transaction.query(sql, &[]).await? {
        owners.push(row.number::<u32>()?);
    }
    if owners == [id] {
        return Err(StoreError::Conflict(
            Objection::new("last-owner", format!("{name} is the last owner: make another one first"))
                .with("name", name),
        ));
    }
    act.transaction.execute("DELETE FROM administrators WHERE id = ?1", values![id]).await?;
    act.finish(Changes::Nothing, "administrator.remove", None, json!({ "name": name })).await
}

/// The number of an administrator.
pub(super) async fn id(act: &mut Act<'_>, name: &str) -> Result<u32, StoreError> {
    let sql = "SELECT id FROM administrators WHERE name = ?1";
    act.transaction.query_one(sql, values![name]).await?.ok_or_else(|| missing(name))?.number()
}

pub(super) const fn place(id: u32) -> Place {
    Place { kind: "totp", sdkappid: 0, number: id }
}

pub(super) fn missing(name: &str) -> StoreError {
    StoreError::NotFound { what: "administrator", id: name.into() }
}

fn administrator(row: &mut Row) -> Result<Administrator, StoreError> {
    Ok(Administrator {
        name: row.text()?,
        role: row.word()?,
        totp: row.boolean()?,
        must_change_password: row.boolean()?,
        failures: row.number()?,
        locked_until: row.number_or_null()?,
        language: row.text_or_null()?,
        created_at: row.number()?,
    })
}
