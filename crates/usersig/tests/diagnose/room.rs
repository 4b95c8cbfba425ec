//! PrivateMapKeys: their own time, and the defects of published generators.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use usersig::{PrivateMapKey, Privileges, Room, UserId, UserIdForm, Validity};

use crate::kit::{APP, EXPIRE, Given, KEY, TIME, USER, app, sign, words};
use crate::published;

#[test]
fn sound() {
    Given::ticket(&room_ticket(USER, APP, TIME, EXPIRE)).warns([]);
    // The two clocks of one generator.
    Given::ticket(&room_ticket(USER, APP, TIME, EXPIRE + 1)).warns([]);
    // A PrivateMapKey with more behind it is none.
    let longer = [&room_userbuf(USER, APP, TIME, EXPIRE)[..], b"more"].concat();
    let numeric = [&[0], &longer[1..], b"\xe9"].concat();
    for userbuf in [longer, numeric] {
        Given::ticket(&sign(KEY, USER, TIME, EXPIRE, Some(&userbuf))).warns([]);
    }
    // A UserBuf of the application's own.
    for userbuf in [&b""[..], b"\0", b"abc", b"\x01\0\x03abc", b"\0\0\x07xiaojun1234"] {
        Given::ticket(&sign(KEY, USER, TIME, EXPIRE, Some(userbuf))).warns([]);
    }
}

#[test]
fn inner_and_outer_expiry() {
    let diagnosis = Given::ticket(&room_ticket(USER, APP, TIME, 7200)).warns(["inner-and-outer-expiry"]);
    assert!(words(&diagnosis, "inner-and-outer-expiry").contains("179 days 22 h earlier"));
    let diagnosis =
        Given::ticket(&room_ticket(USER, APP, TIME, EXPIRE + 3600)).warns(["inner-and-outer-expiry"]);
    assert!(words(&diagnosis, "inner-and-outer-expiry").contains("1 h later"));
}

#[test]
fn inner_expiry_that_starts_again_in_2106() {
    let cases = published::cases();
    let wrapped: Vec<_> = cases.iter().filter(|case| case.label().contains("expiry-wrap")).collect();
    assert_eq!(wrapped.len(), 5);
    for case in wrapped {
        let diagnosis = case.given().warns(["valid-for-too-long", "inner-and-outer-expiry", "room-expired"]);
        assert!(words(&diagnosis, "inner-and-outer-expiry").contains("2106"), "{diagnosis:#?}");
    }
}

#[test]
fn room_expired() {
    let ticket = room_ticket(USER, APP, TIME, 300);
    let diagnosis = Given::ticket(&ticket).at(TIME + 301).warns(["inner-and-outer-expiry", "room-expired"]);
    assert!(words(&diagnosis, "room-expired").ends_with("1 s ago"));
    Given::ticket(&ticket).at(TIME + 300).warns(["inner-and-outer-expiry"]);
    let diagnosis = Given::ticket(&ticket).at(TIME + EXPIRE + 1).finds(["expired"]);
    assert!(diagnosis.has("room-expired"));
}

#[test]
fn room_mismatch() {
    let diagnosis = Given::ticket(&room_ticket("xiaohong", APP, TIME, EXPIRE)).warns(["room-mismatch"]);
    assert!(words(&diagnosis, "room-mismatch").contains("another user"));
    let diagnosis = Given::ticket(&room_ticket(USER, 1, TIME, EXPIRE)).warns(["room-mismatch"]);
    assert!(words(&diagnosis, "room-mismatch").contains("another SDKAppID"));
    // Another user is no miscounted one, in whatever script.
    let userid = "\u{7528}\u{6237}\u{4e00}";
    let other = room_userbuf(USER, APP, TIME, EXPIRE);
    Given::ticket(&sign(KEY, userid, TIME, EXPIRE, Some(&other))).userid(userid).warns(["room-mismatch"]);
}

#[test]
fn room_length_defect() {
    let is_defect =
        |case: &&published::Case| case.quirk().contains("UTF-16") || case.quirk().contains("code points");
    let cases = published::cases();
    let defects: Vec<_> = cases.iter().filter(is_defect).collect();
    assert_eq!(defects.len(), 9);
    for case in defects {
        case.given().warns(["room-length-defect"]);
    }
}

#[test]
fn room_empty_string() {
    let cases = published::cases();
    let case = cases.iter().find(|case| case.quirk().starts_with("an empty room string")).unwrap();
    case.given().warns(["room-empty-string"]);
}

#[test]
fn a_sound_room_in_another_script_has_no_defect() {
    let userid = "caf\u{e9}";
    let userbuf = room_userbuf(userid, APP, TIME, EXPIRE);
    Given::ticket(&sign(KEY, userid, TIME, EXPIRE, Some(&userbuf))).userid(userid).warns([]);
    // This UserBuf is not a PrivateMapKey but starts like one.
    let userbuf = STANDARD.decode("AAAEAAAA").unwrap();
    Given::ticket(&sign(KEY, userid, TIME, EXPIRE, Some(&userbuf))).userid(userid).warns([]);
}

/// A ticket of [`USER`] with a PrivateMapKey for this user and application inside.
fn room_ticket(account: &str, sdkappid: u32, time: u64, expire: u64) -> String {
    sign(KEY, USER, TIME, EXPIRE, Some(&room_userbuf(account, sdkappid, time, expire)))
}

fn room_userbuf(account: &str, sdkappid: u32, time: u64, expire: u64) -> Vec<u8> {
    let account = UserId::with_form(account, UserIdForm::Utf8).unwrap();
    let validity = Validity::new(time, expire).unwrap();
    let room = Room::str("meeting").unwrap();
    PrivateMapKey::new(account, app(sdkappid), room, Privileges::ALL, validity).unwrap().to_bytes()
}
