//! What a diagnosis found, in the visitor's language. The engine's own sentences are the English ones.

use fluent_bundle::FluentValue;
use usersig::{Cause, MemberFault, Rejection, UserBufMismatch};

use crate::{
    language::Language,
    moment,
    words::{Words, sentence},
};

/// The sentence and the advice of a cause.
pub(crate) fn texts(words: Words, cause: &Cause) -> (String, String) {
    if words.language() == Language::English {
        return (sentence(&cause.to_string()), sentence(cause.advice()));
    }
    let values = values(words, cause);
    let key = format!("cause-{}", cause.id());
    let text = words.find(&key, &values).unwrap_or_else(|| cause.to_string());
    let advice = words.find(&format!("{key}-advice"), &[]).unwrap_or_else(|| cause.advice().to_owned());
    (text, advice)
}

/// The member of a ticket's JSON that is wrong, and what is wrong with it.
fn member(words: Words, rejection: &Rejection) -> String {
    let Rejection::Malformed(member, fault) = rejection else {
        return words.say(&format!("rejection-{}", rejection.code()));
    };
    let fault = words.say(match fault {
        MemberFault::Missing => "member-missing",
        MemberFault::WrongType => "member-wrong-type",
        MemberFault::NotCanonical => "member-not-canonical",
        MemberFault::OutOfRange | MemberFault::EndOutOfRange => "member-out-of-range",
        MemberFault::ControlCharacter => "member-control-character",
        MemberFault::Twice => "member-twice",
        MemberFault::LetterCase => "member-letter-case",
        MemberFault::OtherVersion => "member-other-version",
        _ => "member-wrong",
    });
    // What stands in brackets is English.
    let name = member.to_string();
    let name = name.split(" (").next().unwrap_or_default();
    if name.contains("TLS.") { format!("{name}: {fault}") } else { fault }
}

/// The numbers and names that a cause's sentence holds.
fn values(words: Words, cause: &Cause) -> Vec<(&'static str, FluentValue<'static>)> {
    let span = |seconds: u64| ("span", FluentValue::from(moment::span(words, seconds)));
    let text = |name: &'static str, text: String| (name, FluentValue::from(text));
    match *cause {
        Cause::PercentEncoded { times } => vec![text("times", times.to_string())],
        Cause::Truncated { characters } => vec![text("characters", characters.to_string())],
        Cause::Malformed(rejection) => vec![text("detail", member(words, &rejection))],
        Cause::OtherSdkAppId { ticket, request } => {
            vec![text("ticket", ticket.to_string()), text("request", request.to_string())]
        }
        Cause::Expired { seconds } | Cause::RoomExpired { seconds } | Cause::ClockSkew { seconds } => {
            vec![span(seconds)]
        }
        Cause::ValidForTooLong { expire } => vec![span(expire)],
        Cause::InnerAndOuterExpiry { inner, outer } => vec![span(inner.abs_diff(outer))],
        Cause::RoomMismatch(mismatch) => {
            let other = if mismatch == UserBufMismatch::RoomUserId { "UserID" } else { "SDKAppID" };
            vec![text("detail", other.to_owned())]
        }
        Cause::OtherApplicationsKey { sdkappid } => vec![text("sdkappid", sdkappid.to_string())],
        Cause::WrongKey(algorithm) => vec![text("algorithm", algorithm.to_string())],
        _ => Vec::new(),
    }
}
