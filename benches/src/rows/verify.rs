//! Verifying with the current algorithm, by who made the ticket: the zlib streams differ.

use usersig::{Encoding, now};
use usersig_bench::Result;
use usersig_bench::inputs::{APPLICATIONS, Input, USERBUF, USERIDS};
use usersig_bench::tickets::{self, Block};
use usersig_interop::PeerName::{Go, Java, Node, Php, Python, TencentImRs, TlsSigApi};

use crate::contest::{Row, Section};
use crate::ours;
use crate::peers::Peers;

/// How the rows of our own tickets begin.
pub const OURS: &str = "ours";

pub fn rows(peers: &mut Peers) -> Result<Vec<Row>> {
    let usual = Input::usual();
    let (long, with_userbuf) = (usual.with_userid(USERIDS[1]), usual.with_userbuf(USERBUF));
    let second = usual.with_application(APPLICATIONS[1]);
    let now = now()?;

    let mut all = Vec::new();
    for (words, encoding) in [("compact", Encoding::Compact), ("stored", Encoding::Stored)] {
        for input in [usual, second, long, with_userbuf] {
            let ticket = input.signer()?.with_encoding(encoding).sign(&input.claims(now)?)?;
            all.push((format!("{OURS}, {words}"), input, ticket, now));
        }
    }
    for (input, names) in [
        (usual, &[Go, Java, Node, Python, TlsSigApi, TencentImRs][..]),
        (second, &[Java, Node, Python]),
        (with_userbuf, &[Go, Node, Python]),
    ] {
        for &name in names {
            if let Some(ticket) = peers.ticket(name, &input.request())? {
                // It may have been signed a moment ago, in the next second.
                all.push((name.to_string(), input, ticket, now + 60));
            }
        }
    }
    for input in [usual, with_userbuf] {
        all.push((AS_PHP.into(), input, tickets::as_php(&input, now)?, now));
    }
    for (input, block) in [(second, Block::Fixed), (usual, Block::Dynamic), (second, Block::Dynamic)] {
        if let Some((ticket, time)) = tickets::as_php_in(&input, block)? {
            all.push((format!("{AS_PHP}, chosen"), input, ticket, time));
        }
    }
    let long_userbuf = usual.with_userbuf(LONG_USERBUF);
    all.push((AS_PHP.into(), long_userbuf, tickets::as_php(&long_userbuf, now)?, now));

    all.into_iter().map(|(who, input, ticket, now)| row(&who, &input, &ticket, now, peers)).collect()
}

fn row(who: &str, input: &Input, ticket: &str, now: u64, peers: &Peers) -> Result<Row> {
    let mut contestants = vec![ours::hmac(input.message(now)), ours::verify(input, ticket, now)?];
    contestants.extend(peers.verify(&[Go, Php], &input.request().verify(ticket.to_owned(), now)));
    let (input, block) = (format!("{who}: {}", input.words()), Some(Block::of(ticket)?));
    Ok(Row { section: Section::Verify, input, block, contestants })
}

/// Members in the order of the PHP package, zlib at its usual level.
const AS_PHP: &str = "as PHP";
/// A settings text as an application may carry it: zlib writes a dynamic block.
const LONG_USERBUF: &[u8] = b"{\"role\":\"host\",\"room\":10000,\"name\":\"Evening class 7\",\
\"permissions\":[\"publish\",\"subscribe\",\"invite\",\"mute\",\"record\"],\"region\":\"ap-guangzhou\",\
\"device\":\"b6f1f0de-8c1b-4c53-9a0e-5c3b7f2f9d11\",\"quality\":{\"video\":\"1080p\",\"audio\":\"48k\"}}";
