//! What can go wrong with a peer.

use std::fmt;
use std::io;

use crate::PeerName;

/// A peer that does not answer as asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum PeerError {
    /// The driver did not start, or ended; mostly because it is not installed.
    Gone {
        /// Which one.
        peer: PeerName,
        /// The end of what it wrote to standard error.
        said: String,
    },
    /// The pipe to the driver failed.
    Pipe(PeerName, io::Error),
    /// The driver answered with something that is not in the protocol.
    Answer(PeerName, String),
    /// The driver answered with an error: the package's own, or one about the request.
    Failed(PeerName, String),
    /// The package has no function for the request.
    Unsupported(PeerName),
}

impl fmt::Display for PeerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone { peer, said } => {
                write!(f, "the peer {peer} is not running; run peers/setup {}", peer.setup())?;
                if said.is_empty() { Ok(()) } else { write!(f, "\nit said: {}", said.trim_end()) }
            }
            Self::Pipe(peer, error) => write!(f, "the pipe to the peer {peer} failed: {error}"),
            Self::Answer(peer, line) => write!(f, "the peer {peer} does not keep to the protocol: {line}"),
            Self::Failed(peer, error) => write!(f, "the peer {peer} failed: {error}"),
            Self::Unsupported(peer) => write!(f, "the peer {peer} has no function for that"),
        }
    }
}

impl std::error::Error for PeerError {}
