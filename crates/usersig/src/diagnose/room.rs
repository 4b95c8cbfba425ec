//! What a PrivateMapKey says against the ticket around it.

use alloc::vec::Vec;

use super::cause::Cause;
use crate::inspect::Unverified;
use crate::rejection::UserBufMismatch;

/// Looks at the UserBuf of a ticket, if it is a PrivateMapKey or was meant as one.
pub(super) fn look(unverified: &Unverified, now: u64, causes: &mut Vec<Cause>) {
    let Some(userbuf) = unverified.userbuf() else { return };
    let Some(key) = unverified.private_map_key() else {
        causes.extend(defect(userbuf, unverified));
        return;
    };
    if key.account() != unverified.userid() {
        causes.push(if is_miscounted(key.account().as_bytes(), unverified.userid()) {
            Cause::RoomLengthDefect
        } else {
            Cause::RoomMismatch(UserBufMismatch::RoomUserId)
        });
    }
    if key.sdkappid() != unverified.sdkappid() {
        causes.push(Cause::RoomMismatch(UserBufMismatch::RoomSdkAppId));
    }
    let (inner, outer) = (u64::from(key.expires_at()), unverified.validity().expires_at());
    if inner.abs_diff(outer) > SAME_MOMENT {
        causes.push(Cause::InnerAndOuterExpiry { inner, outer });
    }
    if now > inner {
        causes.push(Cause::RoomExpired { seconds: now - inner });
    }
}

/// Why a UserBuf that begins like a PrivateMapKey is not one.
fn defect(userbuf: &[u8], unverified: &Unverified) -> Option<Cause> {
    let (version @ (0 | 1), rest) = userbuf.split_first()? else { return None };
    let (length, rest) = rest.split_first_chunk()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (account, rest) = rest.split_at_checked(length)?;
    if !rest.starts_with(&unverified.sdkappid().to_be_bytes()) {
        return None;
    }
    let room = rest.get(20..)?;
    if is_miscounted(account, unverified.userid()) {
        Some(Cause::RoomLengthDefect)
    } else if account != unverified.userid().as_bytes() || *version == 0 {
        None
    } else if room == [0, 0] {
        Some(Cause::RoomEmptyString)
    } else {
        // Text beyond ASCII whose length is not its own, or which was cut to single bytes.
        (!room.get(2..)?.is_ascii()).then_some(Cause::RoomLengthDefect)
    }
}

/// Whether an account is what generators make of a UserID when they count its
/// UTF-16 units: the low byte of each, or as many bytes of its UTF-8.
fn is_miscounted(account: &[u8], userid: &str) -> bool {
    let units = userid.encode_utf16().count();
    let cut = || userid.as_bytes()[..units] == *account;
    let low_bytes = || userid.encode_utf16().map(|unit| unit as u8).eq(account.iter().copied());
    units != userid.len() && units == account.len() && (cut() || low_bytes())
}

/// Generators read the clock twice for the two times.
const SAME_MOMENT: u64 = 5;
