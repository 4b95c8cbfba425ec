//! Signing with the current algorithm.

use usersig::{Encoding, Room};
use usersig_bench::Result;
use usersig_bench::floor::Message;
use usersig_bench::inputs::{
    APPLICATIONS, Input, PRIVILEGES, ROOM_ID, ROOM_STR, TIME, USERBUF, USERIDS, room_userbuf,
};
use usersig_interop::PeerName::{self, Go, Java, Node, Python, TencentImRs, TlsSigApi};
use usersig_interop::Room as PeerRoom;

use crate::contest::{Contestant, Row, Section};
use crate::ours::{self, COMPACT, STORED};
use crate::peers::Peers;

pub fn rows(peers: &Peers) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for input in Input::all() {
        rows.push(row(Section::Sign, input.words(), ours(&input)?));
    }
    for input in beside_peers() {
        let mut contestants =
            vec![ours::hmac(input.message(TIME)), ours::sign_into(COMPACT, &input, Encoding::Compact)?];
        contestants.push(ours::user_sig(&input)?);
        let names: &[PeerName] = match input.userbuf {
            None => &[Go, Java, Node, Python, TlsSigApi, TencentImRs],
            Some(_) => &[Go, Node, Python, TlsSigApi],
        };
        contestants.extend(peers.sign(names, &input.request()));
        rows.push(row(Section::SignPeers, input.words(), contestants));
    }
    let rooms = [
        ("numeric room", Room::id(ROOM_ID.into())?, PeerRoom::Id(ROOM_ID)),
        ("string room", Room::str(ROOM_STR)?, PeerRoom::Str(ROOM_STR.into())),
    ];
    for (words, room, peer_room) in rooms {
        let input = Input::usual();
        let userbuf = room_userbuf(room)?;
        let message = Message::of(input.userid, input.application, TIME, Some(&userbuf));
        let mut contestants = vec![ours::hmac(message), ours::private_map_key(&input, room, PRIVILEGES)?];
        let request = input.request().with_room(peer_room, PRIVILEGES.bits());
        contestants.extend(peers.sign(&[Go, Java, Node], &request));
        rows.push(row(Section::SignPeers, format!("{}, {words}", input.words()), contestants));
    }
    Ok(rows)
}

fn ours(input: &Input) -> Result<Vec<Contestant>> {
    Ok(vec![
        ours::hmac(input.message(TIME)),
        ours::sign_into(COMPACT, input, Encoding::Compact)?,
        ours::sign_into(STORED, input, Encoding::Stored)?,
        ours::sign(input)?,
        ours::user_sig(input)?,
    ])
}

/// The inputs that the peers sign too.
fn beside_peers() -> [Input; 5] {
    let usual = Input::usual();
    [
        usual,
        usual.with_application(APPLICATIONS[1]),
        usual.with_userid(USERIDS[1]),
        usual.with_userid(USERIDS[2]),
        usual.with_userbuf(USERBUF),
    ]
}

fn row(section: Section, input: String, contestants: Vec<Contestant>) -> Row {
    Row { section, input, block: None, contestants }
}
