//! What is signed is verified and says the same, one at a time and many at once.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use usersig_door::{Application, Encoding, Expected, FaultKind, RoomArg, UserIdForm};

proptest! {
    #[test]
    fn a_ticket_comes_back_exactly(
        sdkappid in 1..=i64::from(u32::MAX),
        key in vec(any::<u8>(), 1..100),
        userid in "[^\\p{Cc}]{1,64}",
        (now, expire) in (0..i64::MAX / 2, 0..i64::MAX / 2),
        userbuf in option::of(vec(any::<u8>(), 0..100)),
        stored in any::<bool>(),
    ) {
        let app = Application::new(sdkappid, &[&key])?.with_userid_form(UserIdForm::Utf8);
        let app = if stored { app.with_encoding(Encoding::Stored) } else { app };
        let (userid, userbuf) = (userid.as_bytes(), userbuf.as_deref());
        let ticket = app.sign(userid, expire, userbuf, Some(now))?;

        let mut out = vec![0; app.max_len(userid, userbuf)?];
        let length = app.sign_into(userid, expire, userbuf, Some(now), &mut out)?;
        prop_assert_eq!(&out[..length], ticket.as_bytes());

        let expected = userbuf.map_or(Expected::None, Expected::UserBuf);
        let outcome = app.verify(ticket.as_bytes(), userid, expected, Some(now))?;
        prop_assert_eq!((outcome.time(), outcome.expire()), (now, expire));
        prop_assert_eq!(outcome.expires_at(), now + expire);
        prop_assert_eq!((outcome.userbuf(), outcome.algorithm()), (userbuf, "hmac-sha256"));
        let late = app.verify(ticket.as_bytes(), userid, expected, Some(now + expire + 1));
        prop_assert_eq!(late.unwrap_err().kind(), FaultKind::Expired);
    }

    #[test]
    fn a_room_comes_back_exactly(
        id in 1..i64::from(u32::MAX),
        name in "[a-z ]{1,64}",
        privileges in 0..256_i64,
        expire in 0..1_000_000_i64,
    ) {
        let (app, now) = (Application::new(1, &[b"key"])?, Some(1_700_000_000));
        for room in [RoomArg::Id(id), RoomArg::Str(name.as_bytes())] {
            let ticket = app.sign_private_map_key(b"u", expire, room, privileges, now)?;
            let outcome = app.verify(ticket.as_bytes(), b"u", Expected::Room(room, privileges), now)?;
            let bytes = usersig_door::private_map_key_bytes(1, b"u", expire, room, privileges, now)?;
            prop_assert_eq!(outcome.userbuf(), Some(&*bytes));
            let key = outcome.private_map_key().unwrap();
            prop_assert_eq!(i64::from(key.privileges().bits()), privileges);
            match room {
                RoomArg::Id(id) => prop_assert_eq!(key.room().as_id().map(i64::from), Some(id)),
                _ => prop_assert_eq!(key.room().as_str(), Some(&*name)),
            }
        }
    }

    #[test]
    fn many_outcomes_are_the_same_as_one_at_a_time(
        rows in vec((0..8_usize, 0..4_usize), 0..150),
        (first, second) in ("[a-z]{1,8}", "[a-z]{1,8}"),
        expected in 0..4_usize,
        late in 0..90_i64,
    ) {
        let (app, now) = (Application::new(1, &[b"key", b"old"])?, 1_700_000_000);
        let (old, other) = (Application::new(1, &[b"old"])?, Application::new(2, &[b"key"])?);
        let (room, expire, at) = (RoomArg::Id(7), 60, Some(now));
        let users = [first.as_bytes(), second.as_bytes(), b"a\nb", b"\xff"];
        let tickets = [
            app.sign(users[0], expire, None, at)?,
            app.sign(users[1], expire, Some(b"buf"), at)?,
            app.clone().with_encoding(Encoding::Stored).sign(users[0], expire, None, at)?,
            app.sign_private_map_key(users[0], expire, room, 255, at)?,
            old.sign(users[0], 3 * expire, None, at)?,
            other.sign(users[1], expire, None, at)?,
            app.sign(users[0], expire, None, at)?.replacen("eJ", "eK", 1),
            String::new(),
        ];
        let expected =
            [Expected::Any, Expected::None, Expected::UserBuf(b"buf"), Expected::Room(room, 42)][expected];
        let rows: Vec<_> = rows.into_iter().map(|(ticket, user)| (&tickets[ticket], users[user])).collect();
        let moment = Some(now + late);
        let outcomes = app.verify_many(&rows, expected, moment)?;
        prop_assert_eq!(outcomes.len(), rows.len());
        for (outcome, (ticket, userid)) in outcomes.into_iter().zip(rows) {
            prop_assert_eq!(outcome, app.verify(ticket.as_bytes(), userid, expected, moment));
        }
    }

    #[test]
    fn many_are_the_same_as_one_at_a_time(userids in vec("[a-z\n]{0,3}", 0..40)) {
        let (app, now) = (Application::new(1, &[b"key"])?, Some(1_700_000_000));
        let rows = app.sign_many(&userids, 60, now)?;
        prop_assert_eq!((rows.len(), rows.is_empty()), (userids.len(), userids.is_empty()));
        prop_assert_eq!(rows.get(userids.len()), None);
        prop_assert_eq!(rows.iter().count(), userids.len());
        let mut tickets = Vec::new();
        for (at, (row, userid)) in rows.iter().zip(&userids).enumerate() {
            let alone = app.sign(userid.as_bytes(), 60, None, now);
            prop_assert_eq!(row.map(str::to_owned), alone.clone());
            prop_assert_eq!(rows.get(at), Some(row));
            prop_assert_eq!(rows.faults().iter().any(|fault| fault.0 == at), row.is_err());
            tickets.push((alone.unwrap_or_default(), userid));
        }
        let outcomes = app.verify_many(&tickets, Expected::Any, now)?;
        for (outcome, (ticket, userid)) in outcomes.into_iter().zip(&tickets) {
            let alone = app.verify(ticket.as_bytes(), userid.as_bytes(), Expected::Any, now);
            prop_assert_eq!(outcome.is_ok(), !ticket.is_empty());
            prop_assert_eq!(outcome, alone);
        }
    }
}
