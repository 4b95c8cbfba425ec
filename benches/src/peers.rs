//! The published packages as contestants, each in its own process.

use std::collections::BTreeMap;

use usersig_bench::Result;
use usersig_interop::{Peer, PeerError, PeerName, SignRequest, Timing, VerifyRequest};

use crate::contest::{Contestant, Sample, Who};

/// The drivers that are installed.
pub struct Peers(BTreeMap<PeerName, Peer>);

impl Peers {
    /// Starts them all; one that is missing is left out of every row.
    pub fn start() -> Result<Self> {
        let mut peers = BTreeMap::new();
        for name in PeerName::ALL {
            match Peer::start(name) {
                Ok(peer) => drop(peers.insert(name, peer)),
                Err(error @ PeerError::Gone { .. }) => eprintln!("left out: {error}"),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Self(peers))
    }

    /// Those that run.
    pub fn all(&self) -> impl Iterator<Item = &Peer> {
        self.0.values()
    }

    /// A ticket of a peer, if that one runs and has a function for it.
    pub fn ticket(&mut self, name: PeerName, request: &SignRequest<'_>) -> Result<Option<String>> {
        let Some(peer) = self.0.get_mut(&name) else { return Ok(None) };
        match peer.sign(request) {
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
                let timing = bench(peer, iterations, &request)?;
                Ok(Sample { ns: timing.ns, length: timing.length })
            };
            Contestant { who: Who::Peer(name), tickets: 1, run: Box::new(run) }
        };
        running.map(contestant).collect()
    }
}
