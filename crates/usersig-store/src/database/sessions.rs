//! Sessions of the console. They are no administrative acts, and no part of a backup.

use super::Database;
use super::administrators::missing;
use crate::StoreError;
use crate::administrator::Session;
use crate::engine::values;

pub(super) async fn put(database: &Database, id: [u8; 32], session: &Session) -> Result<(), StoreError> {
    let mut transaction = database.write().await?;
    let sql = "DELETE FROM sessions WHERE expires_at <= ?1";
    transaction.execute(sql, values![database.now()]).await?;
    let sql = "INSERT INTO sessions (id, administrator, csrf, created_at, seen_at, authenticated_at, expires_at) \
               SELECT ?1, administrators.id, ?3, ?4, ?5, ?6, ?7 FROM administrators WHERE name = ?2 \
               ON CONFLICT (id) DO UPDATE SET administrator = excluded.administrator, csrf = excluded.csrf, \
               seen_at = excluded.seen_at, authenticated_at = excluded.authenticated_at, \
               expires_at = excluded.expires_at";
    let values = values![
        id.as_slice(),
        session.administrator.as_str(),
        session.csrf.as_str(),
        session.created_at,
        session.seen_at,
        session.authenticated_at,
        session.expires_at,
    ];
    if transaction.execute(sql, values).await? == 0 {
        return Err(missing(&session.administrator));
    }
    transaction.commit().await
}

pub(super) async fn get(database: &Database, id: [u8; 32]) -> Result<Option<Session>, StoreError> {
    let sql = "SELECT administrators.name, csrf, sessions.created_at, seen_at, authenticated_at, expires_at \
               FROM sessions JOIN administrators ON administrators.id = sessions.administrator \
               WHERE sessions.id = ?1 AND expires_at > ?2";
    let row = database.read().await?.query_one(sql, values![id.as_slice(), database.now()]).await?;
    row.map(|mut row| {
        Ok(Session {
            administrator: row.text()?,
            csrf: row.text()?,
            created_at: row.number()?,
            seen_at: row.number()?,
            authenticated_at: row.number()?,
            expires_at: row.number()?,
        })
    })
    .transpose()
}

pub(super) async fn end(database: &Database, id: [u8; 32]) -> Result<(), StoreError> {
    let mut transaction = database.write().await?;
    transaction.execute("DELETE FROM sessions WHERE id = ?1", values![id.as_slice()]).await?;
    transaction.commit().await
}
