//! Every fault has codes of the documented sets, and words for people.

use std::collections::HashSet;
use std::fmt::{Debug, Display};

use usersig::{
    Algorithm, Damage, Error, Member, MemberFault, PemFault, Rejection, UserBufMismatch, UserIdFault, codes,
};

const ERROR: &str = include_str!("../../src/error.rs");
const REJECTION: &str = include_str!("../../src/rejection.rs");

#[test]
fn every_error_has_codes_and_words() {
    let errors = errors();
    covers(&errors, ERROR, &["Error", "UserIdFault", "PemFault"]);
    for error in &errors {
        let code = match error {
            Error::SdkAppId => -3317,
            Error::RoomId | Error::RoomStr => -3318,
            Error::UserId(_) => -3319,
            _ => 6017,
        };
        assert_eq!(error.code(), code, "{error:?}");
        assert!((13..=17).contains(&error.c_code()), "{error:?}");
        reads_well(error);
        reads_well(&error.hint());
        is_an_error(error);
    }
    let hints: HashSet<&str> = errors.iter().map(Error::hint).collect();
    assert_eq!(hints.len(), errors.len(), "two errors have the same hint");
}

#[test]
fn every_rejection_has_codes_and_words() {
    let rejections = rejections();
    covers(&rejections, REJECTION, &["Rejection", "Damage", "Member", "MemberFault", "UserBufMismatch"]);
    let names = [
        (codes::SVR_ACCOUNT_USERSIG_EXPIRED, "ERR_SVR_ACCOUNT_USERSIG_EXPIRED"),
        (codes::SVR_ACCOUNT_USERSIG_EMPTY, "ERR_SVR_ACCOUNT_USERSIG_EMPTY"),
        (codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED, "ERR_SVR_ACCOUNT_USERSIG_CHECK_FAILED"),
        (codes::SVR_ACCOUNT_USERSIG_CHECK_FAILED_EX, "ERR_SVR_ACCOUNT_USERSIG_CHECK_FAILED_EX"),
        (codes::SVR_ACCOUNT_USERSIG_MISMATCH_PUBLICKEY, "ERR_SVR_ACCOUNT_USERSIG_MISMATCH_PUBLICKEY"),
        (codes::SVR_ACCOUNT_USERSIG_MISMATCH_ID, "ERR_SVR_ACCOUNT_USERSIG_MISMATCH_ID"),
        (codes::SVR_ACCOUNT_USERSIG_MISMATCH_SDKAPPID, "ERR_SVR_ACCOUNT_USERSIG_MISMATCH_SDKAPPID"),
        (codes::SVR_ACCOUNT_USERSIG_PUBLICKEY_NOT_FOUND, "ERR_SVR_ACCOUNT_USERSIG_PUBLICKEY_NOT_FOUND"),
    ];
    let mut seen = HashSet::new();
    for rejection in &rejections {
        let pair = (rejection.code(), rejection.name());
        assert!(names.contains(&pair), "{rejection:?}: {pair:?}");
        seen.insert(pair.0);
        assert!([-100_018, -100_006].contains(&rejection.trtc_code()), "{rejection:?}");
        assert!(C_CODES.contains(&rejection.c_code()), "{rejection:?}");
        reads_well(rejection);
        is_an_error(rejection);
    }
    assert_eq!(seen.len(), names.len());
    let c_codes: HashSet<i32> = rejections.iter().map(Rejection::c_code).collect();
    assert_eq!(c_codes, HashSet::from(C_CODES));
}

#[test]
fn the_codes_are_those_of_the_services() {
    let expires_at = 0;
    for (rejection, code, c_code, trtc_code) in [
        (Rejection::Expired { expires_at }, 70001, 9, -100_018),
        (Rejection::RoomExpired { expires_at }, 70001, 9, -100_006),
        (Rejection::Empty, 70002, 1, -100_018),
        (Rejection::Undecodable(Damage::Base64), 70003, 2, -100_018),
        (Rejection::Undecodable(Damage::Zlib), 70003, 3, -100_018),
        (Rejection::Undecodable(Damage::Json), 70003, 4, -100_018),
        (Rejection::Malformed(Member::Time, MemberFault::WrongType), 70005, 5, -100_018),
        (Rejection::Malformed(Member::Sig, MemberFault::NotCanonical), 70005, 6, -100_018),
        (Rejection::Malformed(Member::Sig, MemberFault::Missing), 70005, 7, -100_018),
        (Rejection::Malformed(Member::UserBuf, MemberFault::NotCanonical), 70005, 15, -100_018),
        (Rejection::SignatureMismatch, 70009, 8, -100_018),
        (Rejection::OtherUserId, 70013, 13, -100_018),
        (Rejection::OtherSdkAppId { ticket: 1 }, 70014, 14, -100_018),
        (Rejection::NoKey(Algorithm::HmacSha256), 70016, 16, -100_018),
        (Rejection::UserBuf(UserBufMismatch::Room), 70005, 15, -100_006),
    ] {
        assert_eq!(
            (rejection.code(), rejection.c_code(), rejection.trtc_code()),
            (code, c_code, trtc_code),
            "{rejection:?}"
        );
    }
}

#[test]
fn every_member_has_its_names() {
    let mut current = HashSet::new();
    let mut legacy = HashSet::new();
    for member in MEMBERS {
        assert!(current.insert(member.name(false)) && legacy.insert(member.name(true)), "{member:?}");
        for name in [member.name(false), member.name(true)] {
            assert!(member == Member::Document || name.starts_with("TLS."), "{name}");
        }
        assert!(member.to_string().contains(member.name(false)));
        assert!(member.to_string().contains(member.name(true)));
    }
    assert_eq!(Member::SdkAppId.name(true), "TLS.sdk_appid");
    assert_eq!(Member::Expire.name(true), "TLS.expire_after");
}

/// A sentence without its full stop, not a debug print.
#[track_caller]
fn reads_well(text: &dyn Display) {
    let text = text.to_string();
    assert!(text.len() > 8 && text.trim() == text, "{text}");
    assert!(!text.ends_with(['.', ':', ';']) && !text.contains("  "), "{text}");
    assert!(!text.contains('\n') && !text.contains("{ "), "{text}");
}

fn is_an_error(error: &(dyn std::error::Error + Send + Sync)) {
    assert!(error.source().is_none());
}

/// Every variant of these enums stands in the list.
fn covers<T: Debug>(values: &[T], source: &str, enums: &[&str]) {
    let shown: Vec<String> = values.iter().map(|value| format!("({value:?})")).collect();
    for name in enums {
        let head = format!("pub enum {name} {{\n");
        let body = source.split_once(&head).unwrap().1.split_once("\n}").unwrap().0;
        let variants = body.lines().filter_map(|line| line.strip_prefix("    "));
        let variants = variants.filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()));
        let mut count = 0;
        for variant in variants {
            let variant = variant.split([' ', '(', ',', '{']).next().unwrap();
            let stands = |shown: &String| {
                let mut words = shown.split(|c: char| !c.is_ascii_alphanumeric());
                words.any(|word| word == variant)
            };
            assert!(shown.iter().any(stands), "{name}::{variant} is not tested");
            count += 1;
        }
        assert!(count > 2, "{name}");
    }
}

fn errors() -> Vec<Error> {
    let mut errors = vec![
        Error::SdkAppId,
        Error::RoomId,
        Error::RoomStr,
        Error::Privileges,
        Error::UserBuf,
        Error::Validity,
        Error::RoomTime,
        Error::EmptyKey,
        Error::PublicKeyCannotSign,
        Error::BufferTooSmall { needed: 300 },
        Error::SigningFailed,
        Error::Clock,
    ];
    let userid = [
        UserIdFault::Empty,
        UserIdFault::TooLong { limit: 32 },
        UserIdFault::ControlCharacter { at: 0 },
        UserIdFault::NotDocumented { at: 1 },
        UserIdFault::NotAscii { at: 2 },
    ];
    let pem = [
        PemFault::NoBlock,
        PemFault::Base64,
        PemFault::OtherKind,
        PemFault::Encrypted,
        PemFault::Structure,
        PemFault::OtherCurve,
        PemFault::NotAKey,
        PemFault::LeftOut,
    ];
    errors.extend(userid.map(Error::UserId));
    errors.extend(pem.map(Error::Pem));
    errors
}

fn rejections() -> Vec<Rejection> {
    let mut rejections = vec![
        Rejection::Empty,
        Rejection::OtherSdkAppId { ticket: 1 },
        Rejection::OtherUserId,
        Rejection::Expired { expires_at: 1 },
        Rejection::RoomExpired { expires_at: 1 },
        Rejection::FromTheFuture { time: 1 },
        Rejection::ValidForTooLong { expire: 1 },
        Rejection::NoKey(Algorithm::HmacSha256),
        Rejection::NoKey(Algorithm::EcdsaSha256),
        Rejection::SignatureMismatch,
    ];
    let damage = [Damage::TooLong, Damage::TooLarge, Damage::Base64, Damage::Zlib, Damage::Json];
    let userbuf = [
        UserBufMismatch::Unexpected,
        UserBufMismatch::Missing,
        UserBufMismatch::Other,
        UserBufMismatch::NotPrivateMapKey,
        UserBufMismatch::RoomUserId,
        UserBufMismatch::RoomSdkAppId,
        UserBufMismatch::Room,
        UserBufMismatch::Privileges,
    ];
    let faults = [
        MemberFault::Missing,
        MemberFault::WrongType,
        MemberFault::NotCanonical,
        MemberFault::OutOfRange,
        MemberFault::EndOutOfRange,
        MemberFault::ControlCharacter,
        MemberFault::Twice,
        MemberFault::LetterCase,
        MemberFault::OtherVersion,
        MemberFault::TooMany,
    ];
    rejections.extend(damage.map(Rejection::Undecodable));
    rejections.extend(userbuf.map(Rejection::UserBuf));
    for member in MEMBERS {
        rejections.extend(faults.map(|fault| Rejection::Malformed(member, fault)));
    }
    rejections
}

const MEMBERS: [Member; 10] = [
    Member::Document,
    Member::Ver,
    Member::Identifier,
    Member::SdkAppId,
    Member::Time,
    Member::Expire,
    Member::UserBuf,
    Member::Sig,
    Member::AccountType,
    Member::AppIdAt3rd,
];

/// Those of the older C interface that a verifier gives.
const C_CODES: [i32; 13] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15, 16];
