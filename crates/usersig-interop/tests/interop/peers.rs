//! Starting a peer, or saying how to install it.

use usersig_interop::{Peer, PeerError, PeerName};

/// The running peer; `None` when it is missing and that is allowed.
pub fn start(name: PeerName) -> Option<Peer> {
    match Peer::start(name) {
        Ok(peer) => Some(peer),
        Err(error @ PeerError::Gone { .. }) if std::env::var_os("USERSIG_SKIP_PEERS").is_some() => {
            eprintln!("skipped: {error}");
            None
        }
        Err(error) => panic!("{error}\nor set USERSIG_SKIP_PEERS to pass over peers that are missing"),
    }
}

#[test]
fn every_peer_says_who_it_is() {
    for name in PeerName::ALL {
        let Some(peer) = start(name) else { continue };
        let hello = peer.hello();
        assert!(!hello.package.is_empty() && !hello.version.is_empty(), "{name}: {hello:?}");
        let legacy = name == PeerName::PythonLegacy;
        assert_eq!(hello.algorithm, if legacy { "ecdsa-sha256" } else { "hmac-sha256" }, "{name}");
        let known = ["sign", "room-id", "room-str", "userbuf", "verify", "verify-userbuf"];
        assert!(hello.can.iter().all(|can| known.contains(&can.as_str())), "{name}: {hello:?}");
    }
}
