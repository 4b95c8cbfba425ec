//! A PostgreSQL server for the tests.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A server on a socket in a folder of its own. It ends with this process, however that ends: its keeper
/// waits for the end of a pipe.
pub struct Server {
    folder: PathBuf,
    options: &'static str,
    keeper: Mutex<(Child, Option<ChildStdin>)>,
}

impl Server {
    /// The one that most tests share; `None`, loudly, where PostgreSQL is not installed.
    pub fn shared() -> Option<&'static Self> {
        static SERVER: OnceLock<Option<Server>> = OnceLock::new();
        SERVER.get_or_init(Self::start).as_ref()
    }

    /// A server that belongs to one test.
    pub fn start() -> Option<Self> {
        Self::start_with(SOCKET_ONLY, |_| ())
    }

    /// A server on loopback, with the certificate and key that `prepare` puts into its folder as
    /// `server.crt` and `server.key`; `port` has its port.
    pub fn start_with_tls(prepare: impl FnOnce(&Path)) -> Option<Self> {
        Self::start_with(WITH_TLS, |folder| {
            let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            std::fs::write(folder.join("port"), free.to_string()).unwrap();
            prepare(folder);
            for name in ["server.crt", "server.key"] {
                own(&folder.join(name));
            }
        })
    }

    fn start_with(options: &'static str, prepare: impl FnOnce(&Path)) -> Option<Self> {
        programs()?;
        let folder = new_folder();
        prepare(&folder);
        run(&folder, "initdb", &["-D", "data", "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8"]);
        Some(Self::serve(folder, options))
    }

    /// Serves what is in `data` of the folder.
    fn serve(folder: PathBuf, options: &'static str) -> Self {
        let server = Self { keeper: Mutex::new(keep(&folder, options)), folder, options };
        server.wait();
        server
    }

    /// A standby of this server, in the folder of its own.
    pub fn standby(&self) -> Self {
        let folder = new_folder();
        let from = self.folder.display().to_string();
        let words =
            ["-h", &from, "-U", "postgres", "-D", "data", "-R", "-X", "stream", "--no-sync", "-c", "fast"];
        run(&folder, "pg_basebackup", &words);
        Self::serve(folder, SOCKET_ONLY)
    }

    /// Makes a database with a name of its own, and gives its address.
    pub fn new_database(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        self.psql("postgres", &format!("CREATE DATABASE {name}"));
        self.address(&name)
    }

    /// The address of a database.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://postgres@{}/{database}", self.host())
    }

    /// The socket's folder as a host of an address.
    pub fn host(&self) -> String {
        self.folder.display().to_string().replace('/', "%2F")
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs SQL; gives the rows, columns parted by `|`.
    pub fn psql(&self, database: &str, sql: &str) -> String {
        let folder = self.folder.display().to_string();
        let words =
            ["-h", &folder, "-U", "postgres", "-d", database, "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", sql];
        run(&self.folder, "psql", &words)
    }

    /// Ends the server as a power failure does.
    pub fn crash(&self) {
        let pid = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap();
        let pid = pid.lines().next().unwrap().to_owned();
        assert!(Command::new("kill").args(["-QUIT", &pid]).status().unwrap().success());
        let mut keeper = self.keeper.lock().unwrap();
        // The keeper ends when its server has.
        keeper.0.wait().unwrap();
    }

    /// Starts it again after a crash.
    pub fn start_again(&self) {
        *self.keeper.lock().unwrap() = keep(&self.folder, self.options);
        self.wait();
    }

    /// Makes a standby take writes.
    pub fn promote(&self) {
        run(&self.folder, "pg_ctl", &["-D", "data", "-w", "promote"]);
    }

    fn wait(&self) {
        let folder = self.folder.display().to_string();
        let began = Instant::now();
        while !command(&self.folder, "pg_isready", &["-h", &folder]).output().unwrap().status.success() {
            assert!(began.elapsed() < Duration::from_secs(60), "PostgreSQL does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let keeper = self.keeper.get_mut().unwrap();
        drop(keeper.1.take());
        keeper.0.wait().unwrap();
        // The server's user owns what is inside, so this works for root and for that user.
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// The server under a shell that ends it, and removes its folder, when this process is gone.
fn keep(folder: &Path, options: &str) -> (Child, Option<ChildStdin>) {
    let script = "\"$1\" -D data $OPTIONS -k \"$PWD\" -c fsync=off -c max_wal_senders=4 >>log 2>&1 & server=$!; \
                  (read -r _ <&3; : >ended; kill -QUIT $server) & reader=$!; \
                  wait $server; if [ -e ended ]; then rm -rf \"$PWD\"; else kill $reader; fi; exit 0";
    let mut command = command(folder, "sh", &["-c", &format!("exec 3<&0; {script}"), "sh"]);
    command.arg(programs().unwrap().join("postgres")).stdin(Stdio::piped()).env("OPTIONS", options);
    let mut child = command.spawn().unwrap();
    let stdin = child.stdin.take();
    (child, stdin)
}

fn run(folder: &Path, program: &str, words: &[&str]) -> String {
    let output = command(folder, program, words).stdin(Stdio::null()).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {words:?}: {errors}");
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// A program of PostgreSQL's, as a user who may run a server: not root.
fn command(folder: &Path, program: &str, words: &[&str]) -> Command {
    let there = programs().unwrap().join(program);
    let program = if there.exists() { there } else { program.into() };
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.args(words).current_dir(folder).env("LC_ALL", "C.UTF-8");
    if let Ok(port) = std::fs::read_to_string(folder.join("port")) {
        command.env("PGPORT", port);
    }
    command
}

fn new_folder() -> PathBuf {
    let folder = TempDir::with_prefix("usersig-pg-").unwrap().keep();
    own(&folder);
    folder
}

/// Gives a file to the user of the server.
fn own(path: &Path) {
    if is_root() {
        let owned = Command::new("chown").arg("postgres").arg(path).status().unwrap();
        assert!(owned.success());
    }
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout.trim_ascii() == b"0"
}

/// The folder of PostgreSQL's programs, the newest.
fn programs() -> Option<&'static PathBuf> {
    static PROGRAMS: OnceLock<Option<PathBuf>> = OnceLock::new();
    let find = || {
        let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let newest = versions
            .map(|version| version.path().join("bin"))
            .filter(|folder| folder.join("initdb").exists())
            .max();
        if newest.is_none() {
            let message = "PostgreSQL is not installed (apt-get install postgresql): its tests DO NOT RUN";
            assert!(std::env::var_os("USERSIG_REQUIRE_POSTGRES").is_none(), "{message}");
            // Not through the test harness, which would hide it.
            drop(writeln!(std::io::stderr(), "\n*** {message} ***\n"));
        }
        newest
    };
    PROGRAMS.get_or_init(find).as_ref()
}

const SOCKET_ONLY: &str = "-c listen_addresses=";

const WITH_TLS: &str = "-c listen_addresses=127.0.0.1 -c ssl=on -c ssl_cert_file=../server.crt \
                        -c ssl_key_file=../server.key";
