//! API tokens.

use serde_json::json;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::act::Changes;
use super::{Database, applications};
use crate::caller::{ApiToken, Scope};
use crate::engine::{Row, Transaction, json as to_json, values};
use crate::{Actor, Objection, SecretText, StoreError, check, random};

/// Every token with its hash, by number.
pub(super) async fn read(transaction: &mut dyn Transaction) -> Result<Vec<(ApiToken, [u8; 32])>, StoreError> {
    let sql = "SELECT id, name, scopes, applications, created_at, expires_at, revoked_at, hash \
               FROM tokens ORDER BY id";
    transaction.query(sql, &[]).await?.into_iter().map(token).collect()
}

pub(super) async fn create(
    database: &Database,
    actor: &Actor,
    name: &str,
    scopes: &[Scope],
    of: &[u32],
    expires_at: Option<u64>,
) -> Result<(ApiToken, SecretText), StoreError> {
    let name = check::name(name)?;
    if scopes.is_empty() {
        return Err(StoreError::Invalid(Objection::new(
            "token-scope",
            "a token needs a scope: issue, verify or admin",
        )));
    }
    let mut act = database.act(actor).await?;
    if expires_at.is_some_and(|end| end <= act.now()) {
        return Err(StoreError::Invalid(Objection::new("token-ended", "the token would have ended already")));
    }
    for &sdkappid in of {
        applications::read_one(&mut *act.transaction, sdkappid).await?;
    }
    let sql = "UPDATE meta SET last_token = last_token + 1 RETURNING last_token";
    let row = act.transaction.query_one(sql, &[]).await?;
    let id: u32 = row.ok_or_else(super::no_meta)?.number()?;
    let secret = Zeroizing::new(format!("ust_{id}_{}", *random::secret()?));
    let token = ApiToken {
        id,
        name: name.into(),
        scopes: without_repeats(scopes),
        applications: without_repeats(of),
        created_at: act.now(),
        expires_at,
        revoked_at: None,
    };
    let sql = "INSERT INTO tokens (id, name, hash, scopes, applications, created_at, expires_at, revoked_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)";
    let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
    let values = values![
        id,
        name,
        hash.as_slice(),
        to_json(&token.scopes)?,
        to_json(&token.applications)?,
        token.created_at,
        expires_at,
    ];
    act.transaction.execute(sql, values).await?;
    let only = if let [sdkappid] = token.applications[..] { Some(sdkappid) } else { None };
    act.finish(Changes::Something, "token.create", only, json!({ "token": token })).await?;
    Ok((token, secret))
}

pub(super) async fn list(database: &Database) -> Result<Vec<ApiToken>, StoreError> {
    let tokens = read(&mut *database.read().await?).await?;
    Ok(tokens.into_iter().map(|(token, _)| token).collect())
}

pub(super) async fn revoke(database: &Database, actor: &Actor, id: u32) -> Result<(), StoreError> {
    let mut act = database.act(actor).await?;
    let now = act.now();
    // One that is revoked stays revoked since then.
    let sql = "UPDATE tokens SET revoked_at = COALESCE(revoked_at, ?2) WHERE id = ?1 RETURNING name";
    let row = act.transaction.query_one(sql, values![id, now]).await?;
    let name = row.ok_or_else(|| StoreError::NotFound { what: "token", id: id.to_string() })?.text()?;
    act.finish(Changes::Something, "token.revoke", None, json!({ "token": id, "name": name })).await
}

fn without_repeats<T: Copy + PartialEq>(items: &[T]) -> Vec<T> {
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        if !kept.contains(item) {
            kept.push(*item);
        }
    }
    kept
}

fn token(mut row: Row) -> Result<(ApiToken, [u8; 32]), StoreError> {
    let token = ApiToken {
        id: row.number()?,
        name: row.text()?,
        scopes: row.json()?,
        applications: row.json()?,
        created_at: row.number()?,
        expires_at: row.number_or_null()?,
        revoked_at: row.number_or_null()?,
    };
    Ok((token, row.hash()?))
}
