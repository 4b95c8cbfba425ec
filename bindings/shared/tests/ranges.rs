//! What does not fit becomes the right fault.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

use usersig_door::{Application, Expected, Fault, FaultKind, Misfit, Parameter, RoomArg, UserIdForm};

const KEY: &[u8] = b"5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const NOW: Option<i64> = Some(1_700_000_000);

fn app() -> Application {
    Application::new(1_400_000_000, &[KEY]).unwrap()
}

fn is(result: Result<impl std::fmt::Debug, Fault>, kind: FaultKind, code: i32, c_code: i32) {
    let fault = result.unwrap_err();
    assert_eq!((fault.kind(), fault.code(), fault.c_code()), (kind, code, c_code), "{fault}");
    assert!(fault.message().contains("; "), "{fault}");
}

#[test]
fn sdkappids_have_32_bits() {
    for number in [0, -1, i64::MIN, 1 << 32, i64::MAX] {
        is(Application::new(number, &[KEY]), FaultKind::InvalidSdkAppId, -3317, 14);
    }
    for number in [1, (1 << 32) - 1] {
        assert_eq!(i64::from(Application::new(number, &[KEY]).unwrap().sdkappid()), number);
    }
}

#[test]
fn keys_are_there_and_readable() {
    let keyless = Application::new(1, &[]).unwrap();
    is(keyless.sign(b"u", 1, None, NOW), FaultKind::InvalidKey, 6017, 17);
    is(Application::new(1, &[b""]), FaultKind::InvalidKey, 6017, 17);
    is(Application::new(1, &[KEY, b""]), FaultKind::InvalidKey, 6017, 17);
    is(Application::new(1, &[b"-----BEGIN PRIVATE KEY-----"]), FaultKind::InvalidKey, 6017, 17);
}

#[test]
fn userids_are_of_the_form() {
    let utf8 = app().with_userid_form(UserIdForm::Utf8);
    let bad: [&[u8]; 7] =
        [b"", b"\xff", b"a\xc3", b"\xed\xa0\x80", b"xiao\0jun", b"xiao\njun", &[b'a'; 1 << 20]];
    for userid in bad {
        for app in [&app(), &utf8] {
            is(app.sign(userid, 1, None, NOW), FaultKind::InvalidUserId, -3319, 13);
            is(app.max_len(userid, None), FaultKind::InvalidUserId, -3319, 13);
            is(app.private_map_key_max_len(userid), FaultKind::InvalidUserId, -3319, 13);
            is(app.verify(b"", userid, Expected::Any, NOW), FaultKind::InvalidUserId, -3319, 13);
        }
    }
    is(app().sign("小军".as_bytes(), 1, None, NOW), FaultKind::InvalidUserId, -3319, 13);
    assert!(utf8.sign("小军".as_bytes(), 1, None, NOW).is_ok());
}

#[test]
fn times_stay_within_63_bits() {
    let app = app();
    is(app.sign(b"u", -1, None, NOW), FaultKind::InvalidExpire, 6017, 16);
    is(app.sign(b"u", i64::MAX, None, NOW), FaultKind::InvalidExpire, 6017, 16);
    is(app.sign(b"u", 1, None, Some(-1)), FaultKind::InvalidTime, 6017, 16);
    is(app.sign_many(&["u"], -1, NOW), FaultKind::InvalidExpire, 6017, 16);
    is(app.verify(b"", b"u", Expected::Any, Some(i64::MIN)), FaultKind::InvalidTime, 6017, 16);
    is(app.clone().with_max_clock_skew(-1), FaultKind::InvalidArgument, 6017, 16);
    is(app.clone().with_longest_validity(-1), FaultKind::InvalidArgument, 6017, 16);
    let ticket = app.sign(b"u", i64::MAX - 1, None, Some(1)).unwrap();
    let outcome = app.verify(ticket.as_bytes(), b"u", Expected::Any, Some(i64::MAX)).unwrap();
    assert_eq!(outcome.expires_at(), i64::MAX);
}

#[test]
fn userbufs_are_bounded() {
    let app = app();
    assert!(app.sign(b"u", 1, Some(&[0; 8192]), NOW).is_ok());
    is(app.sign(b"u", 1, Some(&[0; 8193]), NOW), FaultKind::InvalidUserBuf, 6017, 15);
}

#[test]
fn rooms_and_privileges_are_bounded() {
    let app = app();
    let sign = |room, privileges| app.sign_private_map_key(b"u", 1, room, privileges, NOW);
    for id in [i64::MIN, -1, 0, u32::MAX.into(), i64::MAX] {
        is(sign(RoomArg::Id(id), 255), FaultKind::InvalidRoom, -3318, 15);
        is(app.verify(b"", b"u", Expected::Room(RoomArg::Id(id), 0), NOW), FaultKind::InvalidRoom, -3318, 15);
    }
    for text in [&b""[..], b"\xff", b"a\n", &[b'a'; 65]] {
        is(sign(RoomArg::Str(text), 255), FaultKind::InvalidRoom, -3318, 15);
    }
    for mask in [-1, 256, i64::MAX] {
        is(sign(RoomArg::Id(1), mask), FaultKind::InvalidPrivileges, 6017, 15);
    }
    assert!(sign(RoomArg::Str(&[b'a'; 64]), 0).is_ok());
    let late = app.sign_private_map_key(b"u", 1 << 32, RoomArg::Id(1), 255, NOW);
    is(late, FaultKind::InvalidExpire, 6017, 15);
}

#[test]
fn buffers_are_never_overrun() {
    let app = app();
    let needed = app.max_len(b"u", Some(b"abc")).unwrap();
    let mut out = vec![0; needed];
    for length in 0..needed {
        let fault = app.sign_into(b"u", 1, Some(b"abc"), NOW, &mut out[..length]).unwrap_err();
        assert_eq!((fault.kind(), fault.needed()), (FaultKind::BufferTooSmall, Some(needed)));
    }
    assert!(app.sign_into(b"u", 1, Some(b"abc"), NOW, &mut out).is_ok());
    let mut out = vec![0; app.private_map_key_max_len(b"u").unwrap()];
    let room = RoomArg::Str(&[b'a'; 64]);
    let length = app.sign_private_map_key_into(b"u", 1, room, 255, NOW, &mut out).unwrap();
    assert_eq!(out[..length], *app.sign_private_map_key(b"u", 1, room, 255, NOW).unwrap().as_bytes());
}

#[test]
fn faults_have_names_and_numbers_of_their_own() {
    let kinds = FaultKind::ALL;
    for (at, kind) in kinds.iter().enumerate() {
        assert!(kind.name().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
        assert!(kinds[..at].iter().all(|other| other.name() != kind.name()));
        assert!(kinds[..at].iter().all(|other| other.number() < kind.number()));
    }
    let fault = Fault::internal();
    assert_eq!((fault.kind(), fault.code()), (FaultKind::Internal, Fault::CODE_INTERNAL));
    let fault = Fault::new(Parameter::UserId, Misfit::Missing);
    assert_eq!(fault.message(), "the UserID is missing; pass the UserID as text");
    let fault = Fault::new(Parameter::Ticket, Misfit::WrongType);
    assert_eq!((fault.kind(), fault.code(), fault.trtc_code()), (FaultKind::InvalidTicket, -3320, None));
}

#[test]
fn nothing_shows_a_key() {
    let app = app();
    assert!(!format!("{app:?}").contains("5bd2850f"));
    let fault = Application::new(1, &[b"-----BEGIN xyzzy"]).unwrap_err();
    assert!(!format!("{fault} {fault:?}").contains("xyzzy"));
}

#[test]
#[cfg(not(feature = "clock"))]
fn without_a_clock_the_time_is_passed() {
    is(app().sign(b"u", 1, None, None), FaultKind::Clock, 6017, 16);
    is(app().verify(b"", b"u", Expected::Any, None), FaultKind::Clock, 6017, 16);
}

#[test]
fn an_application_is_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Application>();
    shared::<Fault>();
}
