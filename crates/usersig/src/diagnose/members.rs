//! What a ticket's members say against it.

use alloc::vec::Vec;

use super::cause::Cause;
use super::{Symptoms, broken_json, generator, room};
use crate::inspect::{Unverified, inspect};
use crate::rejection::{Damage, Member, MemberFault, Rejection};

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
            room::look(unverified, symptoms.now, causes);
            look_at_form(ticket, unverified, causes);
        }
        None => causes.extend(inspect(ticket).err().map(|rejection| malformed(ticket, rejection))),
    }
}

fn malformed(ticket: &[u8], rejection: Rejection) -> Cause {
    let Rejection::Malformed(member, fault) = rejection else {
        return match rejection {
            Rejection::Undecodable(Damage::Json) => broken_json::cause(ticket),
            _ => Cause::Malformed(rejection),
        };
    };
    match (member, fault) {
        (Member::Document, MemberFault::WrongType) => Cause::NotJson,
        (_, MemberFault::ControlCharacter) => Cause::ControlCharacter,
        (_, MemberFault::Twice | MemberFault::LetterCase) => Cause::TwinMembers,
        (
            Member::SdkAppId | Member::Time | Member::Expire,
            MemberFault::WrongType | MemberFault::NotCanonical,
        ) => Cause::NumberForm,
        _ => Cause::Malformed(rejection),
    }
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
    let (time, expire) = (unverified.validity().time(), unverified.validity().expire());
    let expires_at = unverified.validity().expires_at();
    if now > expires_at {
        causes.push(Cause::Expired { seconds: now - expires_at });
    }
    if expire == 0 {
        causes.push(Cause::NoValidity);
    }
    if time > FIRST_MILLISECONDS {
        causes.push(Cause::TimeInMilliseconds);
    } else if time > now.saturating_add(TOLERABLE_SKEW) {
        causes.push(Cause::ClockSkew { seconds: time - now });
    }
    // A moment that was meant as the end lies after the time of signing, not out of
    // sight; it hardly ever falls on a midnight, while a length is a number of days.
    let is_end =
        |moment: u64| moment >= time && moment - time <= FIFTY_YEARS && !moment.is_multiple_of(86_400);
    if expire > FIFTY_YEARS && (is_end(expire) || is_end(expire / 1000)) {
        causes.push(Cause::ExpireIsAMoment);
    } else if expire > FIFTY_YEARS {
        causes.push(Cause::ValidForTooLong { expire });
    }
}

/// Looks at what a ticket shows of its generator.
fn look_at_form(ticket: &[u8], unverified: &Unverified, causes: &mut Vec<Cause>) {
    let json = unverified.json();
    let bare = ticket.first() == Some(&b'{');
    if bare {
        causes.push(Cause::OldestForm);
    }
    if unverified.appid_at_3rd() == Some("") {
        causes.push(Cause::EmptyAppIdAt3rd);
    }
    let current = unverified.account_type().is_none();
    if current && !json.contains("\"TLS.expire\"") {
        causes.push(Cause::ExpireLeftOut);
    }
    if !bare {
        causes.extend(generator::guess(json).map(Cause::Generator));
    }
}

/// Clocks of servers drift apart by this much without anybody noticing.
const TOLERABLE_SKEW: u64 = 300;
/// Ticket times have ten digits until the year 2286; milliseconds have thirteen.
const FIRST_MILLISECONDS: u64 = 100_000_000_000;
const FIFTY_YEARS: u64 = 1_576_800_000;
