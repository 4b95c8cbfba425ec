//! The published packages as contestants, each in its own process.
//!
//! A process sleeps for good while it is not its turn: what its runtime does in the background,
//! compiling or collecting, would be done on the other half of a core on which we are measured.

use std::collections::BTreeMap;

use rustix::process::{Pid, Signal, kill_process};
use usersig_bench::Result;
use usersig_interop::{Peer, PeerError, PeerName, SignRequest, Timing, VerifyRequest};

use crate::contest::{Contestant, Sample, Who};

/// The drivers that are installed.
pub struct Peers(BTreeMap<PeerName, Peer>);

impl Peers {
    /// Starts them all; one that is missing is left out of every row.
    pub fn start() -> Result<Self> {
        let mut peers = Self(BTreeMap::new());
        for name in PeerName::ALL {
            match Peer::start(name) {
                Ok(peer) => {
                    signal(&peer, Signal::STOP);
                    peers.0.insert(name, peer);
                }
                Err(error @ PeerError::Gone { .. }) => eprintln!("left out: {error}"),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(peers)
    }

    /// Those that run.
    pub fn all(&self) -> impl Iterator<Item = &Peer> {
        self.0.values()
    }

    /// A ticket of a peer, if that one runs and has a function for it.
    pub fn ticket(&mut self, name: PeerName, request: &SignRequest<'_>) -> Result<Option<String>> {
        let Some(peer) = self.0.get_mut(&name) else { return Ok(None) };
        match awake(peer, |peer| peer.sign(request)) {
            Ok(ticket) => Ok(Some(ticket)),
            Err(PeerError::Unsupported(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Contestants for one request: the peers among `names` that run.
    pub fn sign(&self, names: &[PeerName], request: &SignRequest<'static>) -> Vec<Contestant> {
        self.contestants(names, request, Peer::bench_sign)
    }

    /// The same for a ticket to verify.
    pub fn verify(&self, names: &[PeerName], request: &VerifyRequest<'static>) -> Vec<Contestant> {
        self.contestants(names, request, Peer::bench_verify)
    }

    fn contestants<R: Clone + 'static>(
        &self,
        names: &[PeerName],
        request: &R,
        bench: fn(&mut Peer, u64, &R) -> std::result::Result<Timing, PeerError>,
    ) -> Vec<Contestant> {
        let running = names.iter().copied().filter(|name| self.0.contains_key(name));
        let contestant = |name: PeerName| {
            let request = request.clone();
            let run = move |peers: &mut Self, iterations| {
                let peer = peers.0.get_mut(&name).ok_or("a peer that was there is not")?;
                let timing = awake(peer, |peer| bench(peer, iterations, &request))?;
                Ok(Sample { ns: timing.ns, length: timing.length })
            };
            Contestant { who: Who::Peer(name), tickets: 1, run: Box::new(run) }
        };
        running.map(contestant).collect()
    }
}

impl Drop for Peers {
    /// A process that is stopped would not see that its input has ended.
    fn drop(&mut self) {
        self.all().for_each(|peer| signal(peer, Signal::CONT));
    }
}

/// Lets a peer run during one call.
fn awake<T>(peer: &mut Peer, call: impl FnOnce(&mut Peer) -> T) -> T {
    signal(peer, Signal::CONT);
    let answer = call(peer);
    signal(peer, Signal::STOP);
    answer
}

/// A peer that has ended is found out by the next request.
fn signal(peer: &Peer, signal: Signal) {
    if let Some(process) = i32::try_from(peer.process_id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process(process, signal);
    }
}
