//! Issuers of end users' sessions.

use serde_json::json;

use super::act::Changes;
use super::{Database, applications};
use crate::caller::{Issuer, IssuerKeys};
use crate::engine::{Row, Transaction, values};
use crate::seal::Place;
use crate::{Actor, Objection, SecretText, StoreError, check};

/// The issuers of one application or of all.
pub(super) async fn read(
    transaction: &mut dyn Transaction,
    sdkappid: Option<u32>,
) -> Result<Vec<(u32, Issuer)>, StoreError> {
    let sql = "SELECT sdkappid, id, issuer, audience, userid_claim, userid_from_body, jwks_url \
               FROM issuers WHERE CAST(?1 AS BIGINT) IS NULL OR sdkappid = ?1 ORDER BY sdkappid, id";
    transaction.query(sql, values![sdkappid]).await?.into_iter().map(issuer).collect()
}

pub(super) async fn add(
    database: &Database,
    actor: &Actor,
    sdkappid: u32,
    issuer: Issuer,
    secret: Option<SecretText>,
) -> Result<u32, StoreError> {
    check::issuer(&issuer, secret.as_ref().map(|secret| secret.as_str()))?;
    let mut act = database.act(actor).await?;
    let known = applications::read_one(&mut *act.transaction, sdkappid).await?.issuers;
    if known.iter().any(|known| known.issuer == issuer.issuer && known.audience == issuer.audience) {
        return Err(StoreError::Conflict(Objection::new(
            "issuer-known",
            "the application has this issuer and audience already",
        )));
    }
    let sql =
        "UPDATE applications SET last_issuer = last_issuer + 1 WHERE sdkappid = ?1 RETURNING last_issuer";
    let id = applications::next_number(&mut act, sdkappid, sql).await?;
    let secret = secret.map(|secret| act.seal(place(sdkappid, id), secret.as_bytes())).transpose()?;
    let url = match &issuer.keys {
        IssuerKeys::Jwks { url } => Some(url.as_str()),
        IssuerKeys::SharedSecret => None,
    };
    let sql = "INSERT INTO issuers (sdkappid, id, issuer, audience, userid_claim, userid_from_body, \
               jwks_url, secret) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let values = values![
        sdkappid,
        id,
        issuer.issuer.as_str(),
        issuer.audience.as_str(),
        issuer.userid_claim.as_str(),
        issuer.userid_from_body,
        url,
        secret,
    ];
    act.transaction.execute(sql, values).await?;
    let detail = json!({ "issuer": Issuer { id, ..issuer } });
    act.finish(Changes::Something, "issuer.add", Some(sdkappid), detail).await?;
    Ok(id)
}

pub(super) async fn remove(
    database: &Database,
    actor: &Actor,
    sdkappid: u32,
    id: u32,
) -> Result<(), StoreError> {
    let mut act = database.act(actor).await?;
    let known = applications::read_one(&mut *act.transaction, sdkappid).await?.issuers;
    let issuer = known.into_iter().find(|issuer| issuer.id == id);
    let issuer = issuer.ok_or_else(|| StoreError::NotFound { what: "issuer", id: id.to_string() })?;
    let sql = "DELETE FROM issuers WHERE sdkappid = ?1 AND id = ?2";
    act.transaction.execute(sql, values![sdkappid, id]).await?;
    act.finish(Changes::Something, "issuer.remove", Some(sdkappid), json!({ "issuer": issuer })).await
}

pub(super) const fn place(sdkappid: u32, id: u32) -> Place {
    Place { kind: "issuer", sdkappid, number: id }
}

fn issuer(mut row: Row) -> Result<(u32, Issuer), StoreError> {
    let sdkappid = row.number()?;
    let issuer = Issuer {
        id: row.number()?,
        issuer: row.text()?,
        audience: row.text()?,
        userid_claim: row.text()?,
        userid_from_body: row.boolean()?,
        keys: row.text_or_null()?.map_or(IssuerKeys::SharedSecret, |url| IssuerKeys::Jwks { url }),
    };
    Ok((sdkappid, issuer))
}
