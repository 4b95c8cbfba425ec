//! Many tickets per call: texts of all rows in one array, and the ends of each.

use jni::objects::{JByteArray, JClass, JIntArray, JLongArray, JObject, JObjectArray};
use jni::sys::{jint, jlong};
use jni::{Env, EnvUnowned, jni_mangle};
use usersig_door::Fault;

use crate::arrays::{Bytes, array, ints, pieces};
use crate::slot::guard_with;
use crate::throw::{Stop, exception};
use crate::verify::{ROW, expected, row, userbuf};

/// Answers all tickets in one array, or null when they are too long for one. `ends` are those of
/// the UserIDs, and afterwards those of the tickets; a row without a ticket has its exception
/// in `faults`.
#[jni_mangle("io.usersig.Engine")]
pub fn sign_many<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    _handle: JObject<'l>,
    slot: jlong,
    userids: JByteArray<'l>,
    ends: JIntArray<'l>,
    expire: jlong,
    now: jlong,
    faults: JObjectArray<'l>,
) -> JByteArray<'l> {
    guard_with(env, &engine, slot, |env, application| {
        let userids = env.convert_byte_array(&userids)?;
        let mut ticket_ends = ints(env, &ends)?;
        let rows = application.sign_many(&pieces(&userids, &ticket_ends)?, expire, Some(now))?;
        let tickets = || rows.iter().map(|ticket| ticket.unwrap_or_default());
        let Some(length) = put_ends(tickets().map(str::len), &mut ticket_ends) else {
            return Ok(JByteArray::default());
        };
        let mut all = Vec::with_capacity(length);
        tickets().for_each(|ticket| all.extend_from_slice(ticket.as_bytes()));
        for (at, fault) in rows.faults() {
            put_fault(env, &engine, &faults, *at, *fault)?;
        }
        ends.set_region(env, 0, &ticket_ends)?;
        array(env, &all)
    })
}

/// Verifies rows of a ticket and a UserID, which alternate in `texts`. A row has its
/// numbers and its UserBuf, or its exception in `faults`.
#[jni_mangle("io.usersig.Engine")]
pub fn verify_many<'l>(
    env: EnvUnowned<'l>,
    engine: JClass<'l>,
    _handle: JObject<'l>,
    slot: jlong,
    texts: JByteArray<'l>,
    ends: JIntArray<'l>,
    kind: jint,
    bytes: JByteArray<'l>,
    room_id: jlong,
    privileges: jlong,
    now: jlong,
    numbers: JLongArray<'l>,
    userbufs: JObjectArray<'l>,
    faults: JObjectArray<'l>,
) {
    guard_with(env, &engine, slot, |env, application| {
        let texts = env.convert_byte_array(&texts)?;
        let texts = pieces(&texts, &ints(env, &ends)?)?;
        let rows: Vec<(&[u8], &[u8])> =
            texts.as_chunks().0.iter().map(|&[ticket, userid]| (ticket, userid)).collect();
        let bytes = Bytes::<0>::optional(env, &bytes)?;
        let expected = expected(kind, bytes.as_ref(), room_id, privileges)?;
        let outcomes = application.verify_many(&rows, expected, Some(now))?;
        let mut values = vec![0; ROW * outcomes.len()];
        for (at, (outcome, values)) in outcomes.iter().zip(values.as_chunks_mut::<ROW>().0).enumerate() {
            match outcome {
                Ok(outcome) => {
                    *values = row(outcome);
                    if outcome.userbuf().is_some() {
                        let userbuf = userbuf(env, outcome)?;
                        userbufs.set_element(env, at, &userbuf)?;
                        env.delete_local_ref(userbuf);
                    }
                }
                Err(fault) => put_fault(env, &engine, &faults, at, *fault)?,
            }
        }
        Ok(numbers.set_region(env, 0, &values)?)
    });
}

/// Puts the ends of texts of these lengths, one after the other, into `ends`, and answers the
/// last one; `None` when no Java array can hold them.
fn put_ends(lengths: impl Iterator<Item = usize>, ends: &mut [jint]) -> Option<usize> {
    let mut length = 0_usize;
    for (more, end) in lengths.zip(ends) {
        length = length.checked_add(more)?;
        *end = jint::try_from(length).ok().filter(|end| *end <= LONGEST_ARRAY)?;
    }
    Some(length)
}

fn put_fault(
    env: &mut Env<'_>,
    engine: &JClass<'_>,
    faults: &JObjectArray<'_>,
    at: usize,
    fault: Fault,
) -> Result<(), Stop> {
    // Rows may be many; the local references of each end with it.
    env.with_local_frame(8, |env| {
        let exception = exception(env, engine, fault)?;
        Ok(faults.set_element(env, at, exception)?)
    })
}

/// Virtual machines keep some words of an array for themselves.
const LONGEST_ARRAY: jint = jint::MAX - 8;

#[cfg(test)]
mod tests {
    use super::{LONGEST_ARRAY, put_ends};

    #[test]
    fn tickets_longer_than_an_array_are_told() {
        let most = LONGEST_ARRAY as usize;
        let mut ends = [0; 3];
        assert_eq!(put_ends([10, 0, most - 10].into_iter(), &mut ends), Some(most));
        assert_eq!(ends, [10, 10, LONGEST_ARRAY]);
        assert_eq!(put_ends([10, 0, most - 9].into_iter(), &mut ends), None);
        assert_eq!(put_ends([1, usize::MAX, 1].into_iter(), &mut ends), None);
    }
}
