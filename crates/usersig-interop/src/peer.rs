//! A driver as a process.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread::{self, JoinHandle};

use serde::de::DeserializeOwned;

use crate::protocol::{Bench, BenchOf, Judged, Line, Refusal, Signed};
use crate::{Hello, PeerError, PeerName, SignRequest, Timing, VerifyRequest};

/// A running driver. It ends when this value is dropped.
#[derive(Debug)]
pub struct Peer {
    name: PeerName,
    hello: Hello,
    process: Process,
}

impl Peer {
    /// Starts a driver by `peers/run` and waits until it answers.
    ///
    /// # Errors
    /// [`PeerError::Gone`] when the peer is not installed.
    pub fn start(name: PeerName) -> Result<Self, PeerError> {
        let mut process = Process::start(name)?;
        let hello = process.ask(&Line::Hello)?;
        Ok(Self { name, hello, process })
    }

    /// Which one it is.
    #[must_use]
    pub const fn name(&self) -> PeerName {
        self.name
    }

    /// The number of its process, by which it can be paused.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.process.child.id()
    }

    /// What it said about itself.
    #[must_use]
    pub const fn hello(&self) -> &Hello {
        &self.hello
    }

    /// Whether the package has the function that [`Hello::can`] calls `what`.
    #[must_use]
    pub fn can(&self, what: &str) -> bool {
        self.hello.can.iter().any(|can| can == what)
    }

    /// Makes one ticket, signed at the machine's present time.
    ///
    /// # Errors
    /// [`PeerError::Unsupported`] and [`PeerError::Failed`] are the package's answers.
    pub fn sign(&mut self, request: &SignRequest<'_>) -> Result<String, PeerError> {
        self.process.ask::<Signed>(&Line::Sign(request)).map(|signed| signed.usersig)
    }

    /// Verifies one ticket; a rejection comes with the package's own words.
    ///
    /// # Errors
    /// [`PeerError::Unsupported`] when the package cannot verify.
    pub fn verify(&mut self, request: &VerifyRequest<'_>) -> Result<Result<(), String>, PeerError> {
        let judged = self.process.ask::<Judged>(&Line::Verify(request))?;
        Ok(if judged.valid { Ok(()) } else { Err(judged.reason) })
    }

    /// Times the making of tickets.
    ///
    /// # Errors
    /// As [`Peer::sign`].
    pub fn bench_sign(&mut self, iterations: u64, request: &SignRequest<'_>) -> Result<Timing, PeerError> {
        self.process.ask(&Line::Bench(Bench { iterations, what: BenchOf::Sign(request) }))
    }

    /// Times verifying; the ticket must be valid.
    ///
    /// # Errors
    /// As [`Peer::verify`]; [`PeerError::Failed`] when the ticket is not valid.
    pub fn bench_verify(
        &mut self,
        iterations: u64,
        request: &VerifyRequest<'_>,
    ) -> Result<Timing, PeerError> {
        self.process.ask(&Line::Bench(Bench { iterations, what: BenchOf::Verify(request) }))
    }
}

#[derive(Debug)]
struct Process {
    name: PeerName,
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// Collects standard error, so that a driver that says much never waits for us.
    said: Option<JoinHandle<String>>,
}

impl Process {
    fn start(name: PeerName) -> Result<Self, PeerError> {
        let run = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../peers/run");
        let mut child = Command::new(run)
            .args(name.arguments())
            .envs(name.environment().iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| PeerError::Gone { peer: name, said: error.to_string() })?;
        let gone = || PeerError::Gone { peer: name, said: String::new() };
        let requests = child.stdin.take().ok_or_else(gone)?;
        let answers = BufReader::new(child.stdout.take().ok_or_else(gone)?);
        let mut stderr = child.stderr.take().ok_or_else(gone)?;
        let said = thread::spawn(move || {
            let mut said = Vec::new();
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = stderr.read(&mut piece) {
                said.extend_from_slice(&piece[..length]);
                said.drain(..said.len().saturating_sub(KEPT_BYTES));
            }
            String::from_utf8_lossy(&said).into_owned()
        });
        Ok(Self { name, child, requests, answers, said: Some(said) })
    }

    /// One request, one answer.
    fn ask<T: DeserializeOwned>(&mut self, request: &Line<'_>) -> Result<T, PeerError> {
        let name = self.name;
        let answer = |text: &str| PeerError::Answer(name, text.trim_end().into());
        let mut line = serde_json::to_string(request).map_err(|error| answer(&error.to_string()))?;
        line.push('\n');
        // A driver that has ended takes nothing; why it ended is told below.
        let sent = self.requests.write_all(line.as_bytes()).and_then(|()| self.requests.flush());
        line.clear();
        let read = self.answers.read_line(&mut line).map_err(|error| PeerError::Pipe(name, error))?;
        if read == 0 {
            return Err(self.gone());
        }
        sent.map_err(|error| PeerError::Pipe(name, error))?;
        let refusal: Refusal = serde_json::from_str(&line).map_err(|_| answer(&line))?;
        match refusal {
            Refusal { error: Some(error), .. } => Err(PeerError::Failed(name, error)),
            Refusal { unsupported: true, .. } => Err(PeerError::Unsupported(name)),
            _ => serde_json::from_str(&line).map_err(|_| answer(&line)),
        }
    }

    fn gone(&mut self) -> PeerError {
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        PeerError::Gone { peer: self.name, said }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only when the driver has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The end of what a driver says is enough to see why it ended.
const KEPT_BYTES: usize = 4096;
