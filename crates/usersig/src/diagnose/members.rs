//! What a ticket's members say against it.

use alloc::vec::Vec;

use super::cause::{Cause, Generator};
use super::{Symptoms, envelope};
use crate::inspect::{Unverified, inspect};
use crate::rejection::{Member, MemberFault, Rejection, UserBufMismatch};

/// Looks at the members of a ticket whose envelope opens.
pub(super) fn look(
    ticket: &[u8],
    unverified: Option<&Unverified>,
    symptoms: &Symptoms<'_>,
    causes: &mut Vec<Cause>,
) {
    match unverified {
        Some(unverified) => {
            look_at_request(unverified, symptoms, causes);
            look_at_times(unverified, symptoms.now, causes);
            look_at_room(unverified, symptoms.now, causes);
            look_at_generator(ticket, unverified, causes);
        }
        None => causes.extend(inspect(ticket).err().and_then(|rejection| malformed(ticket, rejection))),
    }
}

fn malformed(ticket: &[u8], rejection: Rejection) -> Option<Cause> {
    if envelope::is_broken_json(&rejection) {
        return envelope::broken_json(ticket);
    }
    let Rejection::Malformed(member, fault) = rejection else {
        return Some(Cause::Malformed(rejection));
    };
    Some(match (member, fault) {
        (Member::Document, MemberFault::WrongType) => Cause::NotJson,
        (_, MemberFault::ControlCharacter) => Cause::ControlCharacter,
        (_, MemberFault::Twice | MemberFault::LetterCase) => Cause::TwinMembers,
        (
            Member::SdkAppId | Member::Time | Member::Expire,
            MemberFault::WrongType | MemberFault::NotCanonical,
        ) => Cause::NumberForm,
        _ => Cause::Malformed(rejection),
    })
}

fn look_at_request(unverified: &Unverified, symptoms: &Symptoms<'_>, causes: &mut Vec<Cause>) {
    let ticket = unverified.sdkappid();
    if let Some(request) = symptoms.sdkappid.map(|id| id.get())
        && request != ticket
    {
        causes.push(Cause::OtherSdkAppId { ticket, request });
    }
    let ticket = unverified.userid();
    if let Some(request) = symptoms.userid
        && request != ticket
    {
        causes.push(if request.trim() == ticket.trim() {
            Cause::UserIdWhiteSpace
        } else if request.to_lowercase() == ticket.to_lowercase() {
            Cause::UserIdLetterCase
        } else {
            Cause::OtherUserId
        });
    }
}

fn look_at_times(unverified: &Unverified, now: u64, causes: &mut Vec<Cause>) {
    let validity = unverified.validity();
    if now > validity.expires_at() {
        causes.push(Cause::Expired { seconds: now - validity.expires_at() });
    }
    if validity.expire() == 0 {
        causes.push(Cause::NoValidity);
    }
    if validity.time() > FIRST_MILLISECONDS {
        causes.push(Cause::TimeInMilliseconds);
    } else if validity.time() > now.saturating_add(TOLERABLE_SKEW) {
        causes.push(Cause::ClockSkew { seconds: validity.time() - now });
    }
    // A moment lies after the time of signing, or not long before it.
    if validity.expire() > FIFTY_YEARS && validity.expire() >= validity.time() {
        causes.push(Cause::ExpireIsAMoment);
    } else if validity.expire() > FIFTY_YEARS {
        causes.push(Cause::ValidForTooLong { expire: validity.expire() });
    }
}

fn look_at_room(unverified: &Unverified, now: u64, causes: &mut Vec<Cause>) {
    let Some(userbuf) = unverified.userbuf() else { return };
    let Some(key) = unverified.private_map_key() else {
        causes.extend(room_defect(userbuf, unverified));
        return;
    };
    if key.account() != unverified.userid() {
        causes.push(if unverified.userid().is_ascii() {
            Cause::RoomMismatch(UserBufMismatch::RoomUserId)
        } else {
            Cause::RoomLengthDefect
        });
    }
    if key.sdkappid() != unverified.sdkappid() {
        causes.push(Cause::RoomMismatch(UserBufMismatch::RoomSdkAppId));
    }
    let (inner, outer) = (u64::from(key.expires_at()), unverified.validity().expires_at());
    if inner != outer {
        causes.push(Cause::InnerAndOuterExpiry { inner, outer });
    }
    if now > inner {
        causes.push(Cause::RoomExpired { seconds: now - inner });
    }
}

/// Why a UserBuf that begins like a PrivateMapKey is not one.
fn room_defect(userbuf: &[u8], unverified: &Unverified) -> Option<Cause> {
    let [version @ (0 | 1), _, length, rest @ ..] = userbuf else { return None };
    let userid = unverified.userid();
    let sdkappid = unverified.sdkappid().to_be_bytes();
    let follows = |at: usize| rest.get(at..at + 4) == Some(&sdkappid[..]);
    if *version == 1 && rest.get(usize::from(*length) + 20..) == Some(&[0, 0][..]) {
        return Some(Cause::RoomEmptyString);
    }
    let counted = userid.encode_utf16().count();
    let defective = counted != userid.len() && usize::from(*length) == counted;
    // A damaged room text leaves the account and what follows it intact.
    let damaged_room = *version == 1 && follows(userid.len());
    (defective || damaged_room).then_some(Cause::RoomLengthDefect)
}

fn look_at_generator(ticket: &[u8], unverified: &Unverified, causes: &mut Vec<Cause>) {
    let json = unverified.json();
    let plain = ticket.first() == Some(&b'{');
    if plain {
        causes.push(Cause::OldestForm);
    }
    if unverified.appid_at_3rd() == Some("") {
        causes.push(Cause::EmptyAppIdAt3rd);
    }
    let current = unverified.account_type().is_none();
    if current && !json.contains("\"TLS.expire\"") {
        causes.push(Cause::ExpireLeftOut);
    }
    if plain {
        return;
    }
    if json.ends_with("}\n") {
        causes.push(Cause::Generator(Generator::Go));
    } else if json.contains("\": \"") {
        causes.push(Cause::Generator(Generator::Python));
    } else if json.contains("\\/") && !json.contains("<\\/") {
        causes.push(Cause::Generator(Generator::Php));
    } else if current && !json.starts_with("{\"TLS.ver\"") && json.ends_with("\"TLS.ver\":\"2.0\"}") {
        causes.push(Cause::Generator(Generator::Java));
    }
}

/// Clocks of servers drift apart by this much without anybody noticing.
const TOLERABLE_SKEW: u64 = 300;
/// Ticket times have ten digits until the year 2286; milliseconds have thirteen.
const FIRST_MILLISECONDS: u64 = 100_000_000_000;
const FIFTY_YEARS: u64 = 1_576_800_000;
