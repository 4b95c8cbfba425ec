//! What changes an application. Each prints the application as it is then.

use usersig_store::application::{Algorithm, NewKey, Policy};
use usersig_store::{Store, StoreError};

use super::show;
use crate::commands::store::open::{Place, Session};
use crate::fault::Fault;
use crate::moment;

pub(super) fn create(place: &Place, sdkappid: u32, name: &str, key: NewKey, json: bool) -> Result<(), Fault> {
    let session = Session::open_or_make(place)?;
    let policy = Policy::default();
    let made = session.run(session.store.create_application(&session.actor, sdkappid, name, key, policy))?;
    show::print(&made, json)
}

pub(super) fn rename(place: &Place, sdkappid: u32, name: &str, json: bool) -> Result<(), Fault> {
    change(place, sdkappid, json, async |session| {
        session.store.rename_application(&session.actor, sdkappid, name).await
    })
}

pub(super) fn rotate(
    place: &Place,
    sdkappid: u32,
    key: NewKey,
    keep_old: Option<u64>,
    json: bool,
) -> Result<(), Fault> {
    let now = moment::or_now(None)?;
    let old_until = keep_old.map(|seconds| now.saturating_add(seconds));
    change(place, sdkappid, json, async |session| {
        session.store.rotate_key(&session.actor, sdkappid, key, old_until).await.map(drop)
    })
}

pub(super) fn switch(place: &Place, sdkappid: u32, to: Algorithm, json: bool) -> Result<(), Fault> {
    change(place, sdkappid, json, async |session| {
        session.store.switch_algorithm(&session.actor, sdkappid, to).await
    })
}

pub(super) fn retire(place: &Place, sdkappid: u32, key: u32, json: bool) -> Result<(), Fault> {
    change(place, sdkappid, json, async |session| {
        session.store.retire_key(&session.actor, sdkappid, key).await
    })
}

pub(super) fn suspend(place: &Place, sdkappid: u32, json: bool) -> Result<(), Fault> {
    change(place, sdkappid, json, async |session| {
        session.store.suspend_application(&session.actor, sdkappid).await
    })
}

pub(super) fn resume(place: &Place, sdkappid: u32, json: bool) -> Result<(), Fault> {
    change(place, sdkappid, json, async |session| {
        session.store.resume_application(&session.actor, sdkappid).await
    })
}

pub(super) fn delete(place: &Place, sdkappid: u32, second_step: bool, json: bool) -> Result<(), Fault> {
    if !second_step {
        change(place, sdkappid, json, async |session| {
            session.store.request_deletion(&session.actor, sdkappid).await
        })?;
        anstream::eprintln!(
            "it is suspended; `usersig app delete {sdkappid} --yes` deletes it, `resume` keeps it"
        );
        return Ok(());
    }
    let session = Session::open(place)?;
    session.run(session.store.delete_application(&session.actor, sdkappid))?;
    anstream::eprintln!("deleted application {sdkappid}");
    Ok(())
}

fn change(
    place: &Place,
    sdkappid: u32,
    json: bool,
    act: impl AsyncFnOnce(&Session) -> Result<(), StoreError>,
) -> Result<(), Fault> {
    let session = Session::open(place)?;
    session.run(act(&session))?;
    let application = session.run(session.store.application(sdkappid))?;
    show::print(&application, json)
}
