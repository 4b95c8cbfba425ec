//! The model of what tickets say.
//!
//! * UserIDs: 40 % are 1 to 32 random documented characters, 25 % a word, 20 % a
//!   word and a number, 10 % decimal numbers, 5 % hexadecimal.
//! * SDKAppIDs: 80 % as the console gives them, beginning with 14, 16 or 20, half
//!   of these with a run of zeros; the rest any number of 32 bits.
//! * Validities: three quarters are round ones in use, the rest any number of
//!   seconds up to a year.
//! * Times: from 2020 to 2033.
//! * Signatures: random. UserBufs: PrivateMapKeys, numeric and string rooms.

use crate::random::Random;
use crate::template::Variable;

/// The variable texts of one ticket, by [`Variable`].
pub(crate) type Texts = [String; 6];

/// As many tickets as asked for, always the same ones.
pub(crate) fn sample(count: usize) -> Vec<Texts> {
    let mut random = Random::new(0x7573_6572_7369_6721);
    (0..count)
        .map(|_| {
            let userids = match random.below(20) {
                0..8 => UserIds::Documented,
                8..13 => UserIds::Words,
                13..17 => UserIds::WordsAndNumbers,
                17..19 => UserIds::Numbers,
                _ => UserIds::Hexadecimal,
            };
            let userid = userids.draw(&mut random);
            let (sdkappid, expire) = (sdkappid(&mut random), expire(&mut random));
            texts(&mut random, userid, sdkappid, expire)
        })
        .collect()
}

/// A sort of UserIDs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum UserIds {
    Documented,
    Words,
    WordsAndNumbers,
    Numbers,
    Hexadecimal,
}

/// Tickets of one sort of UserIDs, the rest as in the model.
pub(crate) fn sample_of(userids: UserIds, count: usize) -> Vec<Texts> {
    let mut random = Random::new(0x636c_6173_7365_7321);
    (0..count)
        .map(|_| {
            let userid = userids.draw(&mut random);
            let (sdkappid, expire) = (sdkappid(&mut random), expire(&mut random));
            texts(&mut random, userid, sdkappid, expire)
        })
        .collect()
}

/// Tickets of one user that differ in their times, signatures and rooms.
pub(crate) fn sample_like(userid: &str, sdkappid: u64, expire: u64, count: usize) -> Vec<Texts> {
    let mut random = Random::new(0x7479_7069_6361_6c21);
    (0..count).map(|_| texts(&mut random, userid.into(), sdkappid, expire)).collect()
}

fn texts(random: &mut Random, userid: String, sdkappid: u64, expire: u64) -> Texts {
    let time = 1_577_836_800 + random.below(422_163_200);
    let userbuf = userbuf(random, &userid, sdkappid, time + expire);
    let mac: Vec<u8> = (0..32).map(|_| random.next() as u8).collect();
    let mut texts = Texts::default();
    texts[Variable::UserId as usize] = userid;
    texts[Variable::SdkAppId as usize] = sdkappid.to_string();
    texts[Variable::Expire as usize] = expire.to_string();
    texts[Variable::Time as usize] = time.to_string();
    texts[Variable::UserBuf as usize] = base64(&userbuf);
    texts[Variable::Sig as usize] = base64(&mac).trim_end_matches('=').to_owned();
    texts
}

impl UserIds {
    fn draw(self, random: &mut Random) -> String {
        match self {
            Self::Documented => {
                let length = 1 + random.below(32);
                (0..length).map(|_| char::from(*random.pick(DOCUMENTED))).collect()
            }
            Self::Words => (*random.pick(&WORDS)).into(),
            Self::WordsAndNumbers => {
                let word = *random.pick(&WORDS);
                let join = *random.pick(&["", "", "_", "-"]);
                let digits = 1 + random.below(6) as u32;
                format!("{word}{join}{}", random.below(10u64.pow(digits)))
            }
            Self::Numbers => {
                let digits = 5 + random.below(7) as u32;
                (10u64.pow(digits - 1) + random.below(9 * 10u64.pow(digits - 1))).to_string()
            }
            Self::Hexadecimal => {
                let length = if random.below(2) == 0 { 24 } else { 32 };
                (0..length).map(|_| char::from(*random.pick(b"0123456789abcdef"))).collect()
            }
        }
    }
}

fn sdkappid(random: &mut Random) -> u64 {
    match random.below(20) {
        0..6 => 1_400_000_000,
        6 => 1_400_000_000 + random.below(1000),
        7 => *random.pick(&[1_600_000_000, 1_600_000_001, 20_000_001, 20_001_000]),
        8..11 => 1_400_000_000 + random.below(1_000_000),
        11..14 => 1_600_000_000 + random.below(200_000_000),
        14..16 => 20_000_001 + random.below(100_000),
        _ => 1 + random.below(u32::MAX.into()),
    }
}

fn expire(random: &mut Random) -> u64 {
    match random.below(4) {
        0 => 1 + random.below(31_536_000),
        _ => *random.pick(&ROUND_EXPIRES),
    }
}

/// The layout of a PrivateMapKey (see the engine's `room.rs`).
fn userbuf(random: &mut Random, userid: &str, sdkappid: u64, expires_at: u64) -> Vec<u8> {
    let string_room = random.below(2) == 1;
    let mut bytes = vec![u8::from(string_room), 0, userid.len() as u8];
    bytes.extend(userid.bytes());
    bytes.extend((sdkappid as u32).to_be_bytes());
    let digits = 1 + random.below(9) as u32;
    let id = if string_room { 0 } else { 1 + random.below(10u64.pow(digits)) as u32 };
    bytes.extend(id.to_be_bytes());
    bytes.extend((expires_at as u32).to_be_bytes());
    bytes.extend(random.pick(&[255u32, 255, 42]).to_be_bytes());
    bytes.extend([0; 4]);
    if string_room {
        let room = format!("room{}", random.below(100_000));
        bytes.extend([0, room.len() as u8]);
        bytes.extend(room.bytes());
    }
    bytes
}

fn base64(bytes: &[u8]) -> String {
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let word = chunk
                .iter()
                .enumerate()
                .fold(0u32, |word, (at, &byte)| word | u32::from(byte) << (16 - 8 * at));
            (0..4).map(move |at| {
                if at > chunk.len() { '=' } else { char::from(BASE64[(word >> (18 - 6 * at) & 63) as usize]) }
            })
        })
        .collect()
}

/// The characters of base64, by value.
pub(crate) const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DOCUMENTED: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
const WORDS: [&str; 16] = [
    "user",
    "User",
    "test",
    "admin",
    "administrator",
    "xiaojun",
    "u",
    "guest",
    "anchor",
    "zhangsan",
    "lisi",
    "student",
    "doctor",
    "Alice",
    "bob",
    "robot",
];
const ROUND_EXPIRES: [u64; 10] = [
    86_400, 604_800, 604_800, 2_592_000, 5_184_000, 7_776_000, 15_552_000, 15_552_000, 15_552_000, 31_536_000,
];
