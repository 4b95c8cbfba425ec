//! Changes of a ticket from the inside out, as a forger makes them.

use arbitrary::Arbitrary;

use crate::edit::{self, Edit, FRAGMENTS};
use crate::json::Value;
use crate::short::Short;
use crate::{envelope, json};

/// What is changed on each layer; each layer is packed again behind them.
#[derive(Arbitrary, Debug)]
pub struct Forgery<'a> {
    members: Vec<MemberChange<'a>>,
    json: Vec<Edit<'a>>,
    level: u8,
    stream: Vec<Edit<'a>>,
    mend: bool,
    ticket: Vec<Edit<'a>>,
}

/// A change of one member of the JSON; members count from 0 and wrap around.
#[derive(Arbitrary, Debug)]
pub enum MemberChange<'a> {
    Remove(u8),
    Double(u8),
    Swap(u8, u8),
    SwapValues(u8, u8),
    TakeFromOther { member: u8, from: u8 },
    Raw { member: u8, text: Short<'a> },
    Text { member: u8, text: Short<'a> },
    Number { member: u8, number: u64 },
    FlipBit { member: u8, bit: u8 },
    AsText(u8),
    AsNumber(u8),
    Append { member: u8, fragment: u8 },
    Rename { member: u8, name: u8 },
    OtherCase(u8),
    Add { name: u8, text: Short<'a> },
}

impl Forgery<'_> {
    /// The changed ticket; `other` is one of the same key to take values from.
    pub fn make(&self, ticket: &str, other: &str) -> Vec<u8> {
        let mut stream = envelope::decode(ticket.as_bytes()).expect("the engine writes base64");
        if !self.members.is_empty() || !self.json.is_empty() {
            let mut json = self.change_members(&members_of(ticket), &members_of(other)).into_bytes();
            edit::apply(&self.json, &mut json);
            stream = envelope::deflate(&json, self.level);
        }
        edit::apply(&self.stream, &mut stream);
        if self.mend {
            stream = envelope::mend(&stream);
        }
        let mut ticket = envelope::encode(&stream).into_bytes();
        edit::apply(&self.ticket, &mut ticket);
        ticket
    }

    fn change_members(&self, members: &[Member], other: &[Member]) -> String {
        let mut members = members.to_vec();
        for change in &self.members {
            change.make(&mut members, other);
        }
        let members: Vec<String> =
            members.iter().map(|(name, value)| format!("{}:{value}", quoted(name))).collect();
        format!("{{{}}}", members.join(","))
    }
}

/// A name and the value as JSON text.
type Member = (String, String);

fn members_of(ticket: &str) -> Vec<Member> {
    let json = envelope::open(ticket.as_bytes(), false).expect("the engine writes an envelope");
    let Ok(Value::Object(members)) = json::read(&json) else { panic!("the engine writes an object") };
    members
        .into_iter()
        .map(|(name, value)| match value {
            Value::String(text) => (name, quoted(&text)),
            Value::Integer(number) => (name, number.to_string()),
            value => panic!("the engine writes strings and integers, not {value:?}"),
        })
        .collect()
}

impl MemberChange<'_> {
    fn make(&self, members: &mut Vec<Member>, other: &[Member]) {
        if let Self::Add { name, text } = self {
            members.push((NAMES[usize::from(*name) % NAMES.len()].into(), quoted(&text.text())));
            return;
        }
        if members.is_empty() {
            return;
        }
        let count = members.len();
        let at = |member: u8| usize::from(member) % count;
        match *self {
            Self::Remove(member) => drop(members.remove(at(member))),
            Self::Double(member) => members.push(members[at(member)].clone()),
            Self::Swap(a, b) => members.swap(at(a), at(b)),
            Self::SwapValues(a, b) => {
                let (a, b) = (at(a), at(b));
                let value = members[a].1.clone();
                members[a].1 = std::mem::replace(&mut members[b].1, value);
            }
            Self::TakeFromOther { member, from } => {
                members[at(member)].1.clone_from(&other[usize::from(from) % other.len()].1);
            }
            Self::Raw { member, text } => members[at(member)].1 = text.text(),
            Self::Text { member, text } => members[at(member)].1 = quoted(&text.text()),
            Self::Number { member, number } => members[at(member)].1 = number.to_string(),
            Self::FlipBit { member, bit } => {
                let value = &mut members[at(member)].1;
                let digits = value.trim_matches('"').to_owned();
                if let Ok(number) = digits.parse::<u64>() {
                    *value = value.replace(&digits, &(number ^ 1 << (bit % 64)).to_string());
                }
            }
            // Each time, quotes and backslashes become twice as many.
            Self::AsText(member) if members[at(member)].1.len() > LONGEST_QUOTED => {}
            Self::AsText(member) => members[at(member)].1 = quoted(&members[at(member)].1),
            Self::AsNumber(member) => members[at(member)].1 = members[at(member)].1.replace('"', ""),
            Self::Append { member, fragment } => {
                let value = &mut members[at(member)].1;
                let fragment = FRAGMENTS[usize::from(fragment) % FRAGMENTS.len()];
                value.insert_str(value.len() - usize::from(value.ends_with('"')), fragment);
            }
            Self::Rename { member, name } => {
                members[at(member)].0 = NAMES[usize::from(name) % NAMES.len()].into();
            }
            Self::OtherCase(member) => members[at(member)].0.make_ascii_lowercase(),
            Self::Add { .. } => {}
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

const LONGEST_QUOTED: usize = 4096;

const NAMES: [&str; 14] = [
    "TLS.ver",
    "TLS.identifier",
    "TLS.sdkappid",
    "TLS.expire",
    "TLS.time",
    "TLS.sig",
    "TLS.userbuf",
    "TLS.account_type",
    "TLS.appid_at_3rd",
    "TLS.sdk_appid",
    "TLS.expire_after",
    "TLS.version",
    "tls.userbuf",
    "extra",
];
