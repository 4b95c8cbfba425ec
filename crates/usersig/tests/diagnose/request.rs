//! The request and the clock.

use usersig::{Rejection, Symptoms, diagnose};

use crate::kit::{APP, EXPIRE, Given, KEY, NOW, OTHER_KEY, TIME, USER, app, sign, ticket, words};

const FIFTY_YEARS: u64 = 1_576_800_000;
const DAY: u64 = 86_400;

#[test]
fn sound() {
    let ticket = ticket();
    let diagnosis = Given::ticket(&ticket).warns([]);
    assert_eq!((diagnosis.causes.len(), diagnosis.repaired), (0, None));
    assert_eq!(diagnosis.unverified.unwrap().userid(), USER);
}

#[test]
fn other_sdkappid() {
    let diagnosis = Given::ticket(&ticket()).sdkappid(1_400_000_001).finds(["other-sdkappid"]);
    assert!(
        words(&diagnosis, "other-sdkappid").ends_with("the ticket says 1400000000, the request 1400000001")
    );
    // With the other application's key there is a second reason.
    Given::ticket(&ticket()).sdkappid(1_400_000_001).keys([OTHER_KEY]).finds(["other-sdkappid", "wrong-key"]);
    // It was made soundly for the other application, as that one's key shows.
    Given::ticket(&ticket())
        .sdkappid(1_400_000_001)
        .keys([OTHER_KEY])
        .other(APP, KEY)
        .finds(["other-sdkappid"]);
}

#[test]
fn other_userid() {
    Given::ticket(&ticket()).userid("xiaohong").finds(["other-userid"]);
    Given::ticket(&ticket()).userid("").finds(["other-userid"]);
}

#[test]
fn userid_letter_case() {
    Given::ticket(&ticket()).userid("XiaoJun").finds(["userid-letter-case"]);
}

#[test]
fn userid_white_space() {
    for userid in ["xiaojun ", " xiaojun", "xiaojun\n", "\u{a0}xiaojun"] {
        Given::ticket(&ticket()).userid(userid).finds(["userid-white-space"]);
    }
}

#[test]
fn expired() {
    let ticket = ticket();
    let end = TIME + EXPIRE;
    Given::ticket(&ticket).at(end).warns([]);
    for (after, says) in [(1, "1 s ago"), (90, "1 min 30 s ago"), (2 * DAY + 7200, "2 days 2 h ago")] {
        let diagnosis = Given::ticket(&ticket).at(end + after).finds(["expired"]);
        assert!(words(&diagnosis, "expired").ends_with(says), "{}", words(&diagnosis, "expired"));
        assert_eq!(diagnosis.rejection, Some(Rejection::Expired { expires_at: end }));
    }
}

#[test]
fn no_validity() {
    let ticket = sign(KEY, USER, TIME, 0, None);
    Given::ticket(&ticket).at(TIME).warns(["no-validity"]);
    let diagnosis = Given::ticket(&ticket).finds(["expired"]);
    assert!(diagnosis.has("no-validity"));
}

#[test]
fn clock_skew() {
    let ticket = ticket();
    let diagnosis = Given::ticket(&ticket).at(TIME - 8 * 3600).warns(["clock-skew"]);
    assert!(words(&diagnosis, "clock-skew").ends_with("by 8 h"));
    Given::ticket(&ticket).at(TIME - 300).warns([]);
    Given::ticket(&ticket).at(0).warns(["clock-skew"]);
}

#[test]
fn time_in_milliseconds() {
    for unit in [1000, 1_000_000, 1_000_000_000] {
        Given::ticket(&sign(KEY, USER, TIME * unit, EXPIRE, None)).warns(["time-in-milliseconds"]);
    }
}

#[test]
fn expire_is_a_moment() {
    for moment in [TIME + DAY, TIME + EXPIRE, TIME + FIFTY_YEARS, (TIME + EXPIRE) * 1000] {
        Given::ticket(&sign(KEY, USER, TIME, moment, None)).warns(["expire-is-a-moment"]);
    }
}

#[test]
fn valid_for_too_long() {
    Given::ticket(&sign(KEY, USER, TIME, FIFTY_YEARS, None)).warns([]);
    let diagnosis =
        Given::ticket(&sign(KEY, USER, TIME, FIFTY_YEARS + 1, None)).warns(["valid-for-too-long"]);
    assert!(words(&diagnosis, "valid-for-too-long").ends_with(": 50 years"));
    // 180 days in milliseconds, on the second and not.
    for expire in [EXPIRE * 1000, EXPIRE * 1000 + 1, EXPIRE * 1_000_000_000 + 1] {
        let diagnosis = Given::ticket(&sign(KEY, USER, TIME, expire, None)).warns(["valid-for-too-long"]);
        assert!(words(&diagnosis, "valid-for-too-long").contains("493"));
    }
}

#[test]
fn several_things_at_once_are_all_told() {
    Given::ticket(&ticket())
        .sdkappid(1_400_000_001)
        .userid("xiaohong")
        .at(TIME + EXPIRE + 1)
        .keys([OTHER_KEY])
        .finds(["expired", "other-sdkappid", "other-userid", "wrong-key"]);
}

#[test]
fn what_is_not_known_is_not_held_against_the_ticket() {
    let ticket = ticket();
    let bare = Symptoms::new(&ticket, NOW);
    assert_eq!(diagnose(&bare).rejection, None);
    assert_eq!(diagnose(&bare.clone().with_userid(USER)).rejection, None);
    assert_eq!(diagnose(&bare.clone().with_sdkappid(app(APP))).rejection, None);
    assert_eq!(diagnose(&bare.clone().with_key(KEY)).rejection, None);
    let rejection = |symptoms: Symptoms<'_>| diagnose(&symptoms).rejection;
    assert_eq!(rejection(bare.clone().with_userid("xiaohong")), Some(Rejection::OtherUserId));
    assert_eq!(rejection(bare.clone().with_userid("a\n")), Some(Rejection::OtherUserId));
    assert_eq!(rejection(bare.clone().with_key(OTHER_KEY)), Some(Rejection::SignatureMismatch));
    let late = Symptoms::new(&ticket, TIME + EXPIRE + 1);
    assert_eq!(rejection(late), Some(Rejection::Expired { expires_at: TIME + EXPIRE }));
}
