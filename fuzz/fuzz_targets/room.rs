//! PrivateMapKeys: what is read is written back in the same bytes, and what is
//! built is read back as the same value.

#![no_main]

use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;
use usersig::{Error, PrivateMapKey, Privileges, Room, SdkAppId, UserId, UserIdForm, Validity};

#[derive(Arbitrary, Debug)]
struct Wanted<'a> {
    userid: &'a str,
    sdkappid: u32,
    room: Name<'a>,
    privileges: u16,
    time: u64,
    expire: u64,
}

#[derive(Arbitrary, Debug)]
enum Name<'a> {
    Id(u64),
    Str(&'a str),
}

fuzz_target!(|bytes: &[u8]| {
    if let Some(key) = PrivateMapKey::parse(bytes) {
        assert_eq!(key.to_bytes(), canonical(bytes, &key));
        assert_ne!(key.room().as_str(), Some(""));
        write_and_read(&key);
    }
    if let Ok(wanted) = Wanted::arbitrary_take_rest(Unstructured::new(bytes)) {
        build(&wanted);
    }
    if let Ok(text) = str::from_utf8(bytes) {
        read_privileges(text);
    }
});

/// The same bytes, but for a number beside a string room: readers pass over it,
/// and it is written as 0.
fn canonical(bytes: &[u8], key: &PrivateMapKey<'_>) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if key.room().as_str().is_some() {
        let number = 3 + key.account().len() + 4;
        bytes[number..number + 4].fill(0);
    }
    bytes
}

fn write_and_read(key: &PrivateMapKey<'_>) {
    let bytes = key.to_bytes();
    assert_eq!(PrivateMapKey::parse(&bytes).as_ref(), Some(key));
    let mut out = vec![0xaa; bytes.len() + 3];
    assert_eq!(key.write_to(&mut out), Ok(bytes.as_slice()));
    assert_eq!(out[bytes.len()..], [0xaa; 3]);
    let short = key.write_to(&mut out[..bytes.len() - 1]).map(<[u8]>::len);
    assert_eq!(short, Err(Error::BufferTooSmall { needed: bytes.len() }));
    for end in bytes.len() - 8..bytes.len() {
        assert_eq!(PrivateMapKey::parse(&bytes[..end]), None);
    }
}

fn build(wanted: &Wanted<'_>) {
    let Ok(userid) = UserId::with_form(wanted.userid, UserIdForm::Utf8) else { return };
    let Ok(sdkappid) = SdkAppId::new(wanted.sdkappid.into()) else { return };
    let Ok(validity) = Validity::new(wanted.time, wanted.expire) else { return };
    let room = match wanted.room {
        Name::Id(number) => Room::id(number),
        Name::Str(text) => Room::str(text),
    };
    let (Ok(room), Ok(privileges)) = (room, Privileges::from_bits(wanted.privileges.into())) else { return };
    match PrivateMapKey::new(userid, sdkappid, room, privileges, validity) {
        Err(error) => {
            assert_eq!(error, Error::RoomTime);
            assert!(validity.expires_at() > u32::MAX.into());
        }
        Ok(key) => {
            assert_eq!(key.account(), wanted.userid);
            assert_eq!(key.sdkappid(), wanted.sdkappid);
            assert_eq!(key.room(), room);
            assert_eq!(key.privileges(), privileges);
            assert_eq!(u64::from(key.expires_at()), wanted.time + wanted.expire);
            assert_eq!(key.account_type(), 0);
            assert!(key.to_bytes().len() <= PrivateMapKey::MAX_BYTES);
            write_and_read(&key);
        }
    }
}

/// Names of privileges, put together again, are the same set.
fn read_privileges(text: &str) {
    let Ok(privileges) = text.parse::<Privileges>() else { return };
    assert!(privileges.bits() <= 255);
    let names: Vec<&str> = privileges.names().collect();
    let again = if names.is_empty() { "none".parse() } else { names.join(",").parse() };
    assert_eq!(again, Ok(privileges));
}
