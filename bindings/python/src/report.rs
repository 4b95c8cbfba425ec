//! What a ticket claims and why it is rejected: JSON, of which `usersig._report` makes objects.

use pyo3::prelude::*;

use crate::arguments::{Keys, Now, Others, SdkAppId, Ticket, UserId};
use crate::failure::{Failure, guard};

/// What a ticket claims, not verified.
#[pyfunction]
pub(crate) fn inspect_json(ticket: Ticket) -> Result<String, Failure> {
    guard(|| usersig_door::inspect_json(ticket.0.as_ref()))
}

/// Why a ticket is rejected.
#[pyfunction]
#[pyo3(signature = (ticket, sdkappid, userid, keys, others, now))]
pub(crate) fn diagnose_json(
    py: Python<'_>,
    ticket: Ticket,
    sdkappid: Option<SdkAppId>,
    userid: Option<UserId>,
    keys: Keys,
    others: Others,
    now: Option<Now>,
) -> Result<String, Failure> {
    let keys: Vec<&[u8]> = keys.0.iter().map(AsRef::as_ref).collect();
    let others: Vec<(i64, &[u8])> =
        others.0.iter().map(|(sdkappid, key)| (sdkappid.0, key.0.as_ref())).collect();
    let (sdkappid, now) = (sdkappid.map(|sdkappid| sdkappid.0), now.map(|now| now.0));
    let userid = userid.as_ref().map(|userid| userid.0.as_bytes());
    py.detach(|| {
        guard(|| usersig_door::diagnose_json(ticket.0.as_ref(), sdkappid, userid, &keys, &others, now))
    })
}
