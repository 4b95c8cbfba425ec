//! Our tickets, verified by them: each is accepted, and with anything changed refused.
//!
//! `USERSIG_TICKETS=100000` in the environment makes so many of them for each peer.

use usersig_interop::{Peer, PeerName};

use crate::inputs::{Form, Input, Inputs, Kind};
use crate::peers;

#[test]
fn go_accepts_tickets_and_refuses_them_changed() {
    accepts(PeerName::Go, 21, tickets(2000));
}

#[test]
fn php_accepts_tickets_and_refuses_them_changed() {
    accepts(PeerName::Php, 22, tickets(1000));
}

#[test]
fn an_empty_userbuf_is_accepted_as_a_present_one() {
    for name in [PeerName::Go, PeerName::Php] {
        let Some(mut peer) = peers::start(name) else { continue };
        let mut input = Inputs::new(23).next(Kind::UserBuf, Form::Documented);
        input.extra = crate::inputs::Extra::UserBuf(Vec::new());
        let ticket = input.sign(1_700_000_000);
        assert_eq!(ask(&mut peer, &input, &ticket, 1_700_000_000, Some(b"")), Ok(()), "{name} {input:?}");
        assert!(ask(&mut peer, &input, &ticket, 1_700_000_000, None).is_err(), "{name} {input:?}");
    }
}

/// How many tickets a peer gets.
fn tickets(usual: usize) -> usize {
    std::env::var("USERSIG_TICKETS").ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}

fn accepts(name: PeerName, seed: u64, tickets: usize) {
    let Some(mut peer) = peers::start(name) else { return };
    let mut inputs = Inputs::new(seed);
    for round in 0..tickets {
        let kind = Kind::ALL[round % Kind::ALL.len()];
        let input = inputs.next(kind, Form::ALL[round / Kind::ALL.len() % Form::ALL.len()]);
        let time = 1_000_000_000 + inputs.below(1_000_000_000);
        let now = time + inputs.below(input.expire + 1);
        let ticket = input.sign(time);
        let userbuf = input.userbuf(time + input.expire);
        let userbuf = userbuf.as_deref();
        let judge = |peer: &mut Peer, input: &Input, now, userbuf| ask(peer, input, &ticket, now, userbuf);

        let found = judge(&mut peer, &input, now, userbuf);
        assert_eq!(found, Ok(()), "{name}, {round}, now {now}: {ticket}\n{input:?}");

        let mut changed = input.clone();
        let found = match round / 12 % 5 {
            0 => {
                changed.key.push('0');
                judge(&mut peer, &changed, now, userbuf)
            }
            1 => {
                changed.userid.push('0');
                judge(&mut peer, &changed, now, userbuf)
            }
            2 => {
                changed.sdkappid ^= 1 << 20;
                judge(&mut peer, &changed, now, userbuf)
            }
            3 => judge(&mut peer, &input, time + input.expire + 1, userbuf),
            _ => judge(&mut peer, &input, now, if userbuf.is_some() { None } else { Some(b"added") }),
        };
        assert!(found.is_err(), "{name}, {round}, accepted with a change: {ticket}\n{input:?}");
    }
}

fn ask(peer: &mut Peer, input: &Input, ticket: &str, now: u64, userbuf: Option<&[u8]>) -> Result<(), String> {
    let mut request = input.request().verify(ticket, now);
    request.userbuf = None;
    if let Some(userbuf) = userbuf {
        request = request.with_userbuf(userbuf);
    }
    peer.verify(&request).unwrap_or_else(|error| panic!("{error}\n{input:?}"))
}
