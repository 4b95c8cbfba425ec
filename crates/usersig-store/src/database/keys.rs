//! Keys of applications.

use serde_json::json;
use usersig::{HmacKey, Key as EngineKey};
use zeroize::Zeroizing;

use super::act::{Act, Changes};
use super::{Database, applications};
use crate::application::{Algorithm, Key, KeyOrigin, KeyRole, NewKey};
use crate::engine::{Row, Transaction, values, word};
use crate::seal::Place;
use crate::{Actor, Objection, SecretText, StoreError, check, random};

/// A key's text, and what follows from it.
pub(super) struct Material {
    pub(super) algorithm: Algorithm,
    pub(super) origin: KeyOrigin,
    pub(super) fingerprint: String,
    signs: bool,
    text: SecretText,
    parsed: EngineKey,
}

impl Material {
    /// Makes or reads the key.
    pub(super) fn of(key: NewKey) -> Result<Self, StoreError> {
        let (text, origin) = match key {
            NewKey::Make => (random::secret()?, KeyOrigin::Made),
            NewKey::Hmac(text) | NewKey::PrivatePem(text) => (text, KeyOrigin::Imported),
            NewKey::PublicPem(text) => (Zeroizing::new(text), KeyOrigin::Imported),
        };
        let text = Zeroizing::new(text.trim_ascii().to_owned());
        if text.len() > LONGEST {
            return Err(StoreError::Invalid(Objection::new("key-long", "this is longer than any key")));
        }
        let parsed = parse(&text)?;
        Ok(Self {
            algorithm: parsed.algorithm().into(),
            origin,
            fingerprint: parsed.fingerprint().to_string(),
            signs: !matches!(parsed, EngineKey::EcdsaPublic(_)),
            text,
            parsed,
        })
    }
}

/// Reads a key, with a message that says what to do.
fn parse(text: &str) -> Result<EngineKey, StoreError> {
    EngineKey::from_text(text.as_bytes()).map_err(|error| StoreError::Invalid(check::key(error)))
}

/// The keys of one application or of all, the newest first.
pub(super) async fn read(
    transaction: &mut dyn Transaction,
    sdkappid: Option<u32>,
) -> Result<Vec<(u32, Key)>, StoreError> {
    let sql = "SELECT sdkappid, id, algorithm, role, until, origin, signs, fingerprint, created_at \
               FROM keys WHERE CAST(?1 AS BIGINT) IS NULL OR sdkappid = ?1 ORDER BY sdkappid, id DESC";
    transaction.query(sql, values![sdkappid]).await?.into_iter().map(key).collect()
}

/// Adds a key to an application that exists; gives its number.
pub(super) async fn insert(
    act: &mut Act<'_>,
    sdkappid: u32,
    material: &Material,
    role: KeyRole,
) -> Result<u32, StoreError> {
    let sql = "UPDATE applications SET last_key = last_key + 1 WHERE sdkappid = ?1 RETURNING last_key";
    let id = applications::next_number(act, sdkappid, sql).await?;
    let secret = act.seal(place(sdkappid, id), material.text.as_bytes())?;
    let (role, until) = match role {
        KeyRole::Current => ("current", None),
        KeyRole::Verifying { until } => ("verifying", until),
        KeyRole::Retired => ("retired", None),
    };
    let sql = "INSERT INTO keys (sdkappid, id, algorithm, role, until, origin, signs, fingerprint, secret, \
               created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let values = values![
        sdkappid,
        id,
        word(&material.algorithm)?,
        role,
        until,
        word(&material.origin)?,
        material.signs,
        material.fingerprint.as_str(),
        secret,
        act.now(),
    ];
    act.transaction.execute(sql, values).await?;
    Ok(id)
}

pub(super) async fn rotate(
    database: &Database,
    actor: &Actor,
    sdkappid: u32,
    key: NewKey,
    old_until: Option<u64>,
) -> Result<u32, StoreError> {
    let material = Material::of(key)?;
    let mut act = database.act(actor).await?;
    let keys = applications::read_one(&mut *act.transaction, sdkappid).await?.keys;
    for known in keys.iter().filter(|key| key.role != KeyRole::Retired) {
        if known.fingerprint == material.fingerprint && same(&mut act, sdkappid, known, &material).await? {
            let text = format!("the application has this key already: key {}", known.id);
            return Err(StoreError::Conflict(Objection::new("key-known", text).with("key", known.id)));
        }
    }
    let current = keys.iter().find(|key| key.algorithm == material.algorithm && key.role == KeyRole::Current);
    // A public key beside one that signs must not end the signing.
    let beside = !material.signs && current.is_some_and(|current| current.signs);
    let role = if beside { KeyRole::Verifying { until: None } } else { KeyRole::Current };
    if let (Some(current), KeyRole::Current) = (current, role) {
        let sql = "UPDATE keys SET role = 'verifying', until = ?3 WHERE sdkappid = ?1 AND id = ?2";
        act.transaction.execute(sql, values![sdkappid, current.id, old_until]).await?;
    }
    let id = insert(&mut act, sdkappid, &material, role).await?;
    let detail = json!({
        "key": id, "algorithm": material.algorithm, "origin": material.origin,
        "fingerprint": material.fingerprint, "role": role,
        "before": current.map(|current| current.id), "before_until": old_until,
    });
    act.finish(Changes::Something, "key.rotate", Some(sdkappid), detail).await?;
    Ok(id)
}

pub(super) async fn retire(
    database: &Database,
    actor: &Actor,
    sdkappid: u32,
    id: u32,
) -> Result<(), StoreError> {
    let mut act = database.act(actor).await?;
    let application = applications::read_one(&mut *act.transaction, sdkappid).await?;
    let key = application.keys.iter().find(|key| key.id == id).ok_or_else(|| missing(id))?;
    if key.role == KeyRole::Current && key.algorithm == application.algorithm {
        let text =
            format!("key {id} is the one that new tickets are signed with: rotate to another key first");
        return Err(StoreError::Conflict(Objection::new("key-current", text).with("key", id)));
    }
    let sql = "UPDATE keys SET role = 'retired', until = NULL WHERE sdkappid = ?1 AND id = ?2";
    act.transaction.execute(sql, values![sdkappid, id]).await?;
    let detail = json!({ "key": id, "fingerprint": key.fingerprint, "before": key.role });
    act.finish(Changes::Something, "key.retire", Some(sdkappid), detail).await
}

pub(super) async fn reveal(
    database: &Database,
    actor: &Actor,
    sdkappid: u32,
    id: u32,
) -> Result<SecretText, StoreError> {
    let mut act = database.act(actor).await?;
    applications::read_one(&mut *act.transaction, sdkappid).await?;
    let secret = text(&mut act, sdkappid, id).await?;
    act.finish(Changes::Nothing, "key.reveal", Some(sdkappid), json!({ "key": id })).await?;
    Ok(secret)
}

pub(super) const fn place(sdkappid: u32, id: u32) -> Place {
    Place { kind: "key", sdkappid, number: id }
}

/// A key's text, from the bytes that were sealed.
pub(super) fn utf8(bytes: crate::SecretBytes) -> Result<SecretText, StoreError> {
    let text = str::from_utf8(&bytes).map_err(|_| StoreError::Damaged("a key is no text".into()))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Whether a key that is kept is the one that is brought, and signs when that one does.
async fn same(act: &mut Act<'_>, sdkappid: u32, known: &Key, brought: &Material) -> Result<bool, StoreError> {
    let text = text(act, sdkappid, known.id).await?;
    Ok(match (&parse(&text)?, &brought.parsed) {
        (EngineKey::Hmac(a), EngineKey::Hmac(b)) => HmacKey::eq(a, b),
        (EngineKey::EcdsaPrivate(a), EngineKey::EcdsaPrivate(b)) => a == b,
        (EngineKey::EcdsaPrivate(a), EngineKey::EcdsaPublic(b)) => a.public_key() == *b,
        (EngineKey::EcdsaPublic(a), EngineKey::EcdsaPublic(b)) => a == b,
        _ => false,
    })
}

async fn text(act: &mut Act<'_>, sdkappid: u32, id: u32) -> Result<SecretText, StoreError> {
    let sql = "SELECT secret FROM keys WHERE sdkappid = ?1 AND id = ?2";
    let row = act.transaction.query_one(sql, values![sdkappid, id]).await?;
    let secret = row.ok_or_else(|| missing(id))?.bytes()?;
    utf8(act.open(place(sdkappid, id), &secret)?)
}

fn missing(id: u32) -> StoreError {
    StoreError::NotFound { what: "key", id: id.to_string() }
}

fn key(mut row: Row) -> Result<(u32, Key), StoreError> {
    let (sdkappid, id, algorithm) = (row.number()?, row.number()?, row.word()?);
    let (role, until) = (row.text()?, row.number_or_null()?);
    let key = Key {
        id,
        algorithm,
        role: match role.as_str() {
            "current" => KeyRole::Current,
            "verifying" => KeyRole::Verifying { until },
            _ => KeyRole::Retired,
        },
        origin: row.word()?,
        signs: row.boolean()?,
        fingerprint: row.text()?,
        created_at: row.number()?,
    };
    Ok((sdkappid, key))
}

/// In bytes; a PEM file with certificates around the key has a few thousand.
const LONGEST: usize = 64 << 10;
