//! PrivateMapKeys: what is built is what is read.

use proptest::collection::vec;
use proptest::prelude::*;
use usersig::{
    Check, Error, PrivateMapKey, Privileges, Rejection, Room, UserBufMismatch, UserId, UserIdForm, Validity,
    Verifier,
};

use crate::given::{key, sdkappid, userid};
use crate::random::cases;

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_is_built_is_read(
        userid in userid(), sdkappid in sdkappid(), room in room(), bits in 0..256u64, ends in 0..=u32::MAX,
    ) {
        let userid = UserId::with_form(&userid, UserIdForm::Utf8).unwrap();
        let privileges = Privileges::from_bits(bits).unwrap();
        let validity = Validity::new(0, ends.into()).unwrap();
        let built = PrivateMapKey::new(userid, sdkappid, room.room(), privileges, validity).unwrap();
        prop_assert_eq!((built.account(), built.sdkappid()), (userid.as_str(), sdkappid.get()));
        prop_assert_eq!((built.room(), built.privileges()), (room.room(), privileges));
        prop_assert_eq!((built.expires_at(), built.account_type()), (ends, 0));

        let bytes = built.to_bytes();
        prop_assert_eq!(PrivateMapKey::parse(&bytes), Some(built));
        prop_assert!(bytes.len() <= PrivateMapKey::MAX_BYTES);
        let mut buffer = [b'?'; PrivateMapKey::MAX_BYTES];
        prop_assert_eq!(built.write_to(&mut buffer).unwrap(), &bytes);
        let needed = bytes.len();
        prop_assert_eq!(built.write_to(&mut buffer[..needed - 1]), Err(Error::BufferTooSmall { needed }));
        // No other bytes are the same key.
        for length in 0..needed {
            prop_assert_ne!(PrivateMapKey::parse(&bytes[..length]), Some(built));
        }
    }

    #[test]
    fn what_is_read_is_written_the_same(bytes in layout()) {
        if let Some(key) = PrivateMapKey::parse(&bytes) {
            // A string room has no number, whatever stands in its place.
            let mut wanted = bytes.clone();
            if key.room().as_str().is_some() {
                let number = 3 + key.account().len() + 4;
                wanted[number..number + 4].fill(0);
            }
            prop_assert_eq!(key.to_bytes(), wanted);
        }
    }

    #[test]
    fn any_bytes_are_read_or_not(bytes in vec(any::<u8>(), 0..100)) {
        if let Some(key) = PrivateMapKey::parse(&bytes) {
            prop_assert_eq!(key.to_bytes().len(), bytes.len());
        }
    }

    #[test]
    fn a_signed_key_opens_its_room_and_no_other(
        key in key(),
        sdkappid in sdkappid(),
        userid in "[a-z]{1,9}",
        (room, other) in (room(), room()),
        (bits, asked) in (0..256u64, 0..256u64),
        (time, end) in (0..=u64::from(u32::MAX)).prop_flat_map(|end| (0..=end, Just(end))),
    ) {
        let userid = UserId::new(&userid).unwrap();
        let privileges = Privileges::from_bits(bits).unwrap();
        let asked = Privileges::from_bits(asked).unwrap();
        let validity = Validity::new(time, end - time).unwrap();
        let signer = usersig::Signer::new(sdkappid, &key).unwrap();
        let ticket = signer.sign_private_map_key(userid, validity, room.room(), privileges).unwrap();
        let verifier = Verifier::new(sdkappid, [key]);
        let check = Check::new(userid, end);

        let verified = verifier.verify(&ticket, &check.with_room(room.room(), privileges)).unwrap();
        let found = verified.private_map_key().unwrap();
        prop_assert_eq!((found.room(), found.privileges()), (room.room(), privileges));
        prop_assert_eq!((found.account(), u64::from(found.expires_at())), (userid.as_str(), end));

        let rejection = |check| verifier.verify(&ticket, &check).err();
        let lacking = Rejection::UserBuf(UserBufMismatch::Privileges);
        let lacking = (!privileges.contains(asked)).then_some(lacking);
        prop_assert_eq!(rejection(check.with_room(room.room(), asked)), lacking);
        let wrong = (room.room() != other.room()).then_some(Rejection::UserBuf(UserBufMismatch::Room));
        prop_assert_eq!(rejection(check.with_room(other.room(), privileges)), wrong);
    }

    #[test]
    fn a_time_past_2106_is_refused(end in u64::from(u32::MAX) + 1..=i64::MAX as u64, room in room()) {
        let validity = Validity::new(end, 0).unwrap();
        let userid = UserId::new("xiaojun").unwrap();
        let sdkappid = usersig::SdkAppId::new(1).unwrap();
        let built = PrivateMapKey::new(userid, sdkappid, room.room(), Privileges::ALL, validity);
        prop_assert_eq!(built, Err(Error::RoomTime));
    }

    #[test]
    fn a_room_is_taken_when_it_is_documented(
        number in prop_oneof![any::<u64>(), 0..3u64, 4_294_967_290..4_294_967_300u64],
        text in prop_oneof!["[ -~]{0,70}", ".{0,20}", ROOM_STR, "[a-z.,]{62,66}"],
    ) {
        prop_assert_eq!(Room::id(number).is_ok(), (1..=4_294_967_294).contains(&number));
        let marks = " !#$%&()+-:;<=.>?@[]^_{}|~,";
        let documented = text.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(c));
        prop_assert_eq!(Room::str(&text).is_ok(), documented && (1..=64).contains(&text.len()));
    }

    #[test]
    fn privileges_are_read_as_they_are_named(bits in 0..256u64) {
        let privileges = Privileges::from_bits(bits).unwrap();
        let names: Vec<&str> = privileges.names().collect();
        prop_assert_eq!(names.len(), bits.count_ones() as usize);
        if bits != 0 {
            prop_assert_eq!(names.join(",").parse(), Ok(privileges));
        }
        prop_assert_eq!(bits.to_string().parse(), Ok(privileges));
        prop_assert!(Privileges::from_bits(bits + 256).is_err());
    }
}

/// A room with memory of its own.
#[derive(Debug, Clone)]
enum AnyRoom {
    Id(u64),
    Str(String),
}

impl AnyRoom {
    fn room(&self) -> Room<'_> {
        match self {
            Self::Id(id) => Room::id(*id).unwrap(),
            Self::Str(text) => Room::str(text).unwrap(),
        }
    }
}

fn room() -> impl Strategy<Value = AnyRoom> {
    let id = prop_oneof![1..=4_294_967_294u64, Just(1), Just(4_294_967_294), 1..100u64];
    prop_oneof![
        id.prop_map(AnyRoom::Id),
        ROOM_STR.prop_map(AnyRoom::Str),
        "[0-9]{1,3}".prop_map(AnyRoom::Str)
    ]
}

/// Bytes that are near to a PrivateMapKey's layout.
fn layout() -> impl Strategy<Value = Vec<u8>> {
    let account = prop_oneof!["[a-z]{0,9}", "\\PC{0,5}"];
    let room =
        prop_oneof![2 => Just(None), 3 => "[a-z]{0,9}".prop_map(Some), 1 => "\\PC{0,5}".prop_map(Some)];
    (0..3u8, account, vec(any::<u8>(), 20), room, -2..3i32).prop_map(
        |(version, account, numbers, room, off)| {
            let length = |text: &str, off: i32| (text.len() as i32 + off.max(-(text.len() as i32))) as u16;
            let mut bytes = vec![version];
            bytes.extend(length(&account, if off == 1 { 1 } else { 0 }).to_be_bytes());
            bytes.extend(account.bytes());
            bytes.extend(numbers);
            if let Some(room) = room {
                bytes.extend(length(&room, if off.abs() == 2 { off } else { 0 }).to_be_bytes());
                bytes.extend(room.bytes());
            }
            bytes
        },
    )
}

const ROOM_STR: &str = "[A-Za-z0-9 !#$%&()+\\-:;<=.>?@\\[\\]^_{}|~,]{1,64}";
