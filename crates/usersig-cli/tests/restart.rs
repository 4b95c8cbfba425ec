//! Two processes of `usersig serve` behind a real nginx with the configuration of
//! `docs/deploy/nginx.conf`, each ended by SIGTERM and started again while callers ask: no request fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

const APP: &str = "1400000000";

/// A process that ends with the test.
struct Process(Child);

impl Process {
    fn start(command: &mut Command, port: u16) -> Self {
        let mut process = Self(command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap());
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert_eq!(process.0.try_wait().unwrap(), None, "{command:?}");
            assert!(began.elapsed() < PATIENCE, "{command:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
        process
    }

    /// Asks it to end, and waits until it has; it must say that all is well.
    fn end(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().unwrap();
        assert!(asked.success());
        assert!(self.0.wait().unwrap().success(), "it does not end in order");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Where it has ended already there is nothing to do.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn usersig(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_usersig"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("USERSIG_")) {
        command.env_remove(name);
    }
    command.args(words).arg("--data").arg(folder.join("data"));
    command
}

/// What a command prints as JSON.
fn json(folder: &Path, words: &[&str]) -> serde_json::Value {
    let output = usersig(folder, words).arg("--json").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn serve(folder: &Path, port: u16) -> Process {
    let listen = format!("127.0.0.1:{port}");
    let words = ["serve", "--listen", &listen, "--set", "first_start=false", "--set", "log.level=warn"];
    Process::start(&mut usersig(folder, &words), port)
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// nginx before these two, and the port where it listens; `None`, said loudly, where it is not installed.
fn nginx(folder: &Path, replicas: [u16; 2]) -> Option<(Process, u16)> {
    let program = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"];
    let Some(program) = program.into_iter().find(|path| Path::new(path).exists()) else {
        println!("SKIPPED: nginx is not installed (apt-get install nginx-light)");
        return None;
    };
    let port = free_port();
    let recipe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/deploy/nginx.conf");
    let mut recipe = std::fs::read_to_string(recipe).unwrap();
    for (written, real) in [
        ("127.0.0.1:7788", replicas[0]),
        ("127.0.0.1:7789", replicas[1]),
        ("127.0.0.1:9000", free_port()),
        ("127.0.0.1:8080", port),
        ("127.0.0.1:8081", free_port()),
    ] {
        assert!(recipe.contains(written), "{written}");
        recipe = recipe.replace(written, &format!("127.0.0.1:{real}"));
    }
    let root = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {root}/{name};\n"))
        .concat();
    let whole = format!(
        "daemon off;\nmaster_process off;\npid {root}/pid;\nerror_log {root}/error.log;\n\
         events {{ worker_connections 512; }}\nhttp {{\naccess_log off;\n{temporary}{recipe}\n}}\n"
    );
    std::fs::write(folder.join("nginx.conf"), whole).unwrap();
    let mut command = Command::new(program);
    command.arg("-p").arg(folder).arg("-c").arg(folder.join("nginx.conf"));
    Some((Process::start(&mut command, port), port))
}

/// The whole answer to one request on a connection of its own.
fn ask(port: u16, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let length = body.len();
    let request = format!("{head}\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// How many tickets this process has been asked for.
fn issued(port: u16) -> u64 {
    let metrics = ask(port, "GET /metrics HTTP/1.1", "");
    let begin = "usersig_http_requests_total{route=\"issue\",status=\"2xx\"} ";
    metrics.lines().find_map(|line| line.strip_prefix(begin)).map_or(0, |count| count.parse().unwrap())
}

#[test]
fn replicas_are_ended_by_sigterm_one_after_the_other_and_no_request_fails() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    json(folder, &["app", "create", APP, "--name", "Chat"]);
    let made = json(folder, &["token", "create", "--name", "chat", "--scope", "issue"]);
    let token = made["secret"].as_str().unwrap().to_owned();
    let ports = [free_port(), free_port()];
    let mut replicas = ports.map(|port| Some(serve(folder, port)));
    let Some((_nginx, port)) = nginx(folder, ports) else { return };

    let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let callers: Vec<_> = (0..4)
        .map(|caller| {
            let (stop, answered, token) = (Arc::clone(&stop), Arc::clone(&answered), token.clone());
            std::thread::spawn(move || {
                let head = format!("POST /v1/apps/{APP}/usersigs HTTP/1.1\r\nauthorization: Bearer {token}");
                while !stop.load(SeqCst) {
                    let answer = ask(port, &head, &format!("{{\"userid\":\"caller-{caller}\"}}"));
                    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
                    assert!(answer.contains("\"ticket\":\"eJ"), "{answer}");
                    answered.fetch_add(1, SeqCst);
                }
            })
        })
        .collect();
    let wait = |what: &str, done: &dyn Fn() -> bool| {
        let began = Instant::now();
        while !done() {
            assert!(callers.iter().all(|caller| !caller.is_finished()), "a request failed");
            assert!(began.elapsed() < PATIENCE, "{what}");
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    let mut restarts = 0;
    for _ in 0..2 {
        for (at, port) in ports.into_iter().enumerate() {
            let replica = &mut replicas[at];
            // Whoever restarts a fleet waits until the one before takes its share again: nginx leaves one
            // that refused a connection out for `fail_timeout`.
            let other = ports[1 - at];
            wait("nginx does not ask the other replica", &|| issued(other) > 0);
            replica.take().unwrap().end();
            let before = answered.load(SeqCst);
            wait("nobody answers", &|| answered.load(SeqCst) > before + 50);
            *replica = Some(serve(folder, port));
            restarts += 1;
        }
    }
    stop.store(true, SeqCst);
    for caller in callers {
        caller.join().unwrap();
    }
    println!("{} requests answered over {restarts} restarts, none failed", answered.load(SeqCst));
}
