//! Their tickets, verified by us: each says exactly what was asked for.

use usersig::now;
use usersig_interop::PeerName;

use crate::inputs::{Form, Inputs, Kind};
use crate::peers;

#[test]
fn go() {
    signs_as_asked(PeerName::Go, 1, &Kind::ALL, &Form::ALL);
}

#[test]
fn java() {
    signs_as_asked(PeerName::Java, 2, &[Kind::Plain], &Form::ALL);
    // Inside a room ticket the package writes nothing but Latin letters rightly.
    signs_as_asked(PeerName::Java, 3, &[Kind::RoomId, Kind::RoomStr], &[Form::Documented, Form::Ascii]);
}

#[test]
fn node() {
    signs_as_asked(PeerName::Node, 4, &[Kind::Plain, Kind::UserBuf], &Form::ALL);
    signs_as_asked(PeerName::Node, 5, &[Kind::RoomId, Kind::RoomStr], &[Form::Documented, Form::Ascii]);
}

#[test]
fn python() {
    signs_as_asked(PeerName::Python, 6, &[Kind::Plain, Kind::UserBuf], &Form::ALL);
}

#[test]
fn rust_tls_sig_api() {
    signs_as_asked(PeerName::TlsSigApi, 7, &[Kind::Plain, Kind::TextUserBuf], &Form::ALL);
}

#[test]
fn rust_tencent_im_rs() {
    signs_as_asked(PeerName::TencentImRs, 8, &[Kind::Plain], &Form::ALL);
}

fn signs_as_asked(name: PeerName, seed: u64, kinds: &[Kind], forms: &[Form]) {
    let Some(mut peer) = peers::start(name) else { return };
    let mut inputs = Inputs::new(seed);
    for round in 0..TICKETS_OF_EACH {
        for &kind in kinds {
            let input = inputs.next(kind, forms[round % forms.len()]);
            let before = now().unwrap();
            let ticket =
                peer.sign(&input.request()).unwrap_or_else(|error| panic!("{error}\n{round}: {input:?}"));
            input.expect_from_peer(&ticket, before..=now().unwrap());
        }
    }
}

const TICKETS_OF_EACH: usize = 300;
