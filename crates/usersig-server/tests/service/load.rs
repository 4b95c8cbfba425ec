//! Callers who ask without a pause and look at every answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use usersig::{Check, Key, SdkAppId, UserId, Verifier};

use crate::harness::{APP, Harness, KEY};

/// Callers who ask a server for tickets and verifications until they are told to stop.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    rounds: Arc<AtomicUsize>,
    callers: Vec<JoinHandle<()>>,
}

/// What one caller asks in a round, all of it counted: one ticket, and this many verifications.
const VERIFICATIONS: usize = 3;

const CALLERS: usize = 3;

impl Load {
    /// Begins to ask the server at this address (`http://…`), with the harness's token and clock.
    pub(crate) async fn on(harness: &Arc<Harness>, url: &str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let rounds = Arc::new(AtomicUsize::new(0));
        let mut callers = Vec::new();
        for number in 0..CALLERS {
            let caller = Caller {
                harness: Arc::clone(harness),
                url: format!("{url}/v1/apps/{APP}"),
                userid: format!("caller-{number}"),
                good: harness.ticket(&format!("caller-{number}")).await,
                verifier: verifier(),
            };
            let (stop, rounds) = (Arc::clone(&stop), Arc::clone(&rounds));
            callers.push(tokio::spawn(async move {
                while !stop.load(SeqCst) {
                    caller.round().await;
                    rounds.fetch_add(1, SeqCst);
                }
            }));
        }
        Self { stop, rounds, callers }
    }

    /// Waits until so many rounds more were answered; panics when an answer was wrong.
    pub(crate) async fn goes_on(&self, rounds: usize) {
        let enough = self.rounds.load(SeqCst) + rounds;
        while self.rounds.load(SeqCst) < enough {
            assert!(self.callers.iter().all(|caller| !caller.is_finished()), "an answer was wrong");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Ends it; gives how many tickets were issued and how many verifications were answered, all of them
    /// rightly.
    pub(crate) async fn end(self) -> (usize, usize) {
        self.stop.store(true, SeqCst);
        for caller in self.callers {
            caller.await.unwrap();
        }
        let rounds = self.rounds.load(SeqCst);
        (rounds, rounds * VERIFICATIONS)
    }
}

struct Caller {
    harness: Arc<Harness>,
    url: String,
    userid: String,
    /// A ticket that was issued before the load began.
    good: String,
    verifier: Verifier,
}

impl Caller {
    async fn round(&self) {
        let ticket = self.ask("usersigs", json!({ "userid": self.userid })).await;
        let ticket = ticket["ticket"].as_str().unwrap();
        // The engine itself, with the key, says whether it is a good one.
        let userid = UserId::new(&self.userid).unwrap();
        let verified = self.verifier.verify(ticket, &Check::new(userid, self.harness.now()));
        assert!(verified.is_ok(), "{verified:?}");

        assert_eq!(self.verify(ticket, &self.userid).await["valid"], true);
        assert_eq!(self.verify(&self.good, &self.userid).await["valid"], true);
        let rejected = self.verify(&self.good, "somebody-else").await;
        assert_eq!((&rejected["valid"], &rejected["code"]), (&json!(false), &json!(70013)));
    }

    async fn verify(&self, ticket: &str, userid: &str) -> Value {
        self.ask("usersigs:verify", json!({ "userid": userid, "ticket": ticket })).await
    }

    async fn ask(&self, what: &str, body: Value) -> Value {
        let reply = self.harness.post_to(&self.url, what, body).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }
}

fn verifier() -> Verifier {
    let key = Key::from_text(KEY.as_bytes()).unwrap();
    Verifier::new(SdkAppId::new(APP.into()).unwrap(), [key])
}
