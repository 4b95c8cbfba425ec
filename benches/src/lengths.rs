//! Characters of tickets that say the same, by who writes them.

use fastrand::Rng;
use usersig::{
    Claims, Key, PrivateMapKey, Privileges, Room, SdkAppId, Signer, UserBuf, UserId, Validity, inspect,
};
use usersig_bench::inputs::{APPLICATIONS, Application, KEY, USERIDS};
use usersig_bench::{Result, tickets};
use usersig_interop::PeerName::{self, Go, Java, Node, Python, TencentImRs, TlsSigApi};
use usersig_interop::{Room as PeerRoom, SignRequest};

use crate::contest::Plan;
use crate::peers::Peers;
use crate::report::table::{Table, grouped};

pub struct Lengths(pub Vec<Compared>);

/// Our tickets beside another's.
pub struct Compared {
    pub sample: &'static str,
    pub with: String,
    tickets: usize,
    ours: usize,
    theirs: usize,
    /// Tickets on which ours is the longer one.
    longer: usize,
}

/// Compares samples that are the same in every run, but for the times of the peers.
pub fn compare(peers: &mut Peers, plan: &Plan) -> Result<Lengths> {
    eprintln!("comparing lengths");
    let (by_zlib, by_peer) = if plan.quick { (1000, 50) } else { (10_000, 500) };
    let mut all = Vec::new();
    for (sample, says) in [
        (PLAIN, random as fn(&mut Rng) -> Says),
        (ROOM, |rng| random(rng).with_room(rng)),
        (TYPICAL, |rng| typical(APPLICATIONS[0], rng)),
        (TYPICAL_SECOND, |rng| typical(APPLICATIONS[1], rng)),
    ] {
        all.extend(with_zlib(sample, says, by_zlib)?);
    }
    for name in [Go, Java, Node, Python, TlsSigApi, TencentImRs] {
        all.extend(with_peer(PLAIN, name, random, by_peer, peers)?);
    }
    for name in [Go, Java, Node] {
        all.extend(with_peer(ROOM, name, |rng| random(rng).with_room(rng), by_peer, peers)?);
    }
    Ok(Lengths(all))
}

impl Lengths {
    pub fn table(&self) -> Table {
        let heads = ["tickets", "beside", "count", "ours", "theirs", "shorter by", "ours longer"];
        let mut table = Table::new(2, &heads);
        for compared in &self.0 {
            table.push(vec![
                compared.sample.into(),
                compared.with.clone(),
                grouped(compared.tickets as f64),
                format!("{:.1}", compared.mean()),
                format!("{:.1}", compared.theirs as f64 / compared.tickets as f64),
                format!("{:.2} %", compared.shorter() * 100.0),
                format!("{:.2} %", compared.longer() * 100.0),
            ]);
        }
        table
    }

    pub fn of(&self, sample: &str, with: &str) -> Option<&Compared> {
        self.0.iter().find(|compared| compared.sample == sample && compared.with == with)
    }
}

impl Compared {
    const fn new(sample: &'static str, with: String) -> Self {
        Self { sample, with, tickets: 0, ours: 0, theirs: 0, longer: 0 }
    }

    fn add(&mut self, ours: usize, theirs: usize) {
        self.tickets += 1;
        self.ours += ours;
        self.theirs += theirs;
        self.longer += usize::from(ours > theirs);
    }

    /// Characters of one of ours.
    pub fn mean(&self) -> f64 {
        self.ours as f64 / self.tickets as f64
    }

    /// By what share of theirs ours are shorter.
    pub fn shorter(&self) -> f64 {
        1.0 - self.ours as f64 / self.theirs as f64
    }

    /// On what share of the tickets ours is longer.
    pub fn longer(&self) -> f64 {
        self.longer as f64 / self.tickets as f64
    }
}

/// What a ticket says.
struct Says {
    userid: String,
    application: Application,
    time: u64,
    room: Option<SaysRoom>,
}

/// The room of a PrivateMapKey, with all privileges.
enum SaysRoom {
    Id(u32),
    Str(String),
}

/// 1 to 32 documented characters; SDKAppIDs as the console gives them or any; validities in
/// use or any up to a year; from 2020 to 2033.
fn random(rng: &mut Rng) -> Says {
    let length = rng.usize(1..=UserId::MAX_DOCUMENTED_BYTES);
    let userid = (0..length).map(|_| char::from(DOCUMENTED[rng.usize(..DOCUMENTED.len())])).collect();
    let sdkappid = if rng.bool() { rng.u64(1_400_000_000..1_700_000_000) } else { rng.u64(1..1 << 32) };
    let expire = if rng.bool() { EXPIRES[rng.usize(..EXPIRES.len())] } else { rng.u64(1..=31_536_000) };
    Says { userid, application: Application { sdkappid, expire }, time: time(rng), room: None }
}

/// One user whose tickets differ in their times, and so in their signatures.
fn typical(application: Application, rng: &mut Rng) -> Says {
    Says { userid: USERIDS[0].into(), application, time: time(rng), room: None }
}

fn time(rng: &mut Rng) -> u64 {
    rng.u64(1_577_836_800..2_000_000_000)
}

impl Says {
    /// The same with a numeric or a string room.
    fn with_room(mut self, rng: &mut Rng) -> Self {
        self.room = Some(if rng.bool() {
            let digits = rng.u32(1..=9);
            SaysRoom::Id(rng.u32(1..10_u32.pow(digits).max(2)))
        } else {
            SaysRoom::Str(format!("room{}", rng.u32(..100_000)))
        });
        self
    }

    fn ticket(&self) -> Result<String> {
        let sdkappid = SdkAppId::new(self.application.sdkappid)?;
        let signer = Signer::new(sdkappid, &Key::from_text(KEY.as_bytes())?)?;
        let (userid, validity) = (UserId::new(&self.userid)?, self.validity()?);
        match self.userbuf()? {
            Some(userbuf) => {
                Ok(signer.sign(&Claims::new(userid, validity).with_userbuf(UserBuf::new(&userbuf)?))?)
            }
            None => Ok(signer.sign(&Claims::new(userid, validity))?),
        }
    }

    fn validity(&self) -> Result<Validity> {
        Ok(Validity::new(self.time, self.application.expire)?)
    }

    fn userbuf(&self) -> Result<Option<Vec<u8>>> {
        let room = match &self.room {
            None => return Ok(None),
            Some(SaysRoom::Id(id)) => Room::id((*id).into())?,
            Some(SaysRoom::Str(text)) => Room::str(text)?,
        };
        let (userid, sdkappid) = (UserId::new(&self.userid)?, SdkAppId::new(self.application.sdkappid)?);
        Ok(Some(PrivateMapKey::new(userid, sdkappid, room, Privileges::ALL, self.validity()?)?.to_bytes()))
    }

    fn request(&self) -> SignRequest<'_> {
        let Application { sdkappid, expire } = self.application;
        let request = SignRequest::new(sdkappid, KEY, self.userid.as_str(), expire);
        match &self.room {
            None => request,
            Some(SaysRoom::Id(id)) => request.with_room(PeerRoom::Id(*id), Privileges::ALL.bits()),
            Some(SaysRoom::Str(text)) => {
                request.with_room(PeerRoom::Str(text.as_str().into()), Privileges::ALL.bits())
            }
        }
    }
}

/// The very JSON of our ticket, and the same values in the order of most generators.
fn with_zlib(sample: &'static str, says: fn(&mut Rng) -> Says, count: usize) -> Result<[Compared; 2]> {
    let mut rng = Rng::with_seed(SEED);
    let [mut same, mut usual] = [SAME_JSON, USUAL_ORDER].map(|with| Compared::new(sample, with.into()));
    for _ in 0..count {
        let ticket = says(&mut rng).ticket()?;
        let unverified = inspect(&ticket).map_err(|rejection| rejection.to_string())?;
        same.add(ticket.len(), tickets::by_zlib(unverified.json(), 9)?.len());
        usual.add(ticket.len(), tickets::by_zlib(&tickets::usual_json(&unverified), 9)?.len());
    }
    Ok([same, usual])
}

/// A peer's tickets, which are signed at the machine's time, and ours of that time.
fn with_peer(
    sample: &'static str,
    name: PeerName,
    says: fn(&mut Rng) -> Says,
    count: usize,
    peers: &mut Peers,
) -> Result<Option<Compared>> {
    let mut rng = Rng::with_seed(SEED);
    let mut compared = Compared::new(sample, name.to_string());
    for _ in 0..count {
        let mut says = says(&mut rng);
        let Some(theirs) = peers.ticket(name, &says.request())? else { return Ok(None) };
        let unverified = inspect(&theirs).map_err(|rejection| format!("{name}: {rejection}"))?;
        says.time = unverified.validity().time();
        compared.add(says.ticket()?.len(), theirs.len());
    }
    Ok(Some(compared))
}

pub const PLAIN: &str = "random documented";
pub const ROOM: &str = "random documented, PrivateMapKey";
pub const TYPICAL: &str = "xiaojun";
const TYPICAL_SECOND: &str = "xiaojun, second app";
pub const SAME_JSON: &str = "zlib level 9, our JSON";
const USUAL_ORDER: &str = "zlib level 9, usual order of members";
const SEED: u64 = 0x7573_6572_7369_6721;
const DOCUMENTED: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
const EXPIRES: [u64; 6] = [86_400, 604_800, 2_592_000, 7_776_000, 15_552_000, 31_536_000];
