//! A real nginx with the configuration of `docs/deploy/nginx.conf`: its addresses are replaced, nothing else.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use usersig_server::Server;
use usersig_service::Clock;

use crate::harness::{APP, Harness, Reply, read};

/// A running nginx.
struct Nginx {
    process: Child,
    api: u16,
    guarded: u16,
    _folder: tempfile::TempDir,
}

impl Nginx {
    /// `None`, said loudly, where nginx is not installed.
    async fn new(replicas: [u16; 2], backend: u16) -> Option<Self> {
        let program = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"].map(PathBuf::from);
        let Some(program) = program.into_iter().find(|path| path.exists()) else {
            println!("SKIPPED: nginx is not installed (apt-get install nginx-light)");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let (api, guarded) = (free_port().await, free_port().await);
        let recipe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/deploy/nginx.conf");
        let mut recipe = std::fs::read_to_string(recipe).unwrap();
        for (written, real) in [
            ("127.0.0.1:7788", replicas[0]),
            ("127.0.0.1:7789", replicas[1]),
            ("127.0.0.1:9000", backend),
            ("127.0.0.1:8080", api),
            ("127.0.0.1:8081", guarded),
        ] {
            assert!(recipe.contains(written), "{written}");
            recipe = recipe.replace(written, &format!("127.0.0.1:{real}"));
        }
        recipe = recipe.replace("sdkappid=1400000000", &format!("sdkappid={APP}"));
        let root = folder.path().display();
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary: String =
            temporary.iter().map(|name| format!("{name}_temp_path {root}/{name};\n")).collect();
        let whole = format!(
            "daemon off;\nmaster_process off;\npid {root}/pid;\nerror_log {root}/error.log;\n\
             events {{ worker_connections 512; }}\nhttp {{\naccess_log off;\n{temporary}{recipe}\n}}\n"
        );
        let path = folder.path().join("nginx.conf");
        std::fs::write(&path, whole).unwrap();
        let process = Command::new(program)
            .args(["-p", folder.path().to_str().unwrap(), "-c", path.to_str().unwrap()])
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let listens = async {
            while TcpStream::connect(("127.0.0.1", guarded)).await.is_err() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), listens).await.expect("nginx does not start");
        Some(Self { process, api, guarded, _folder: folder })
    }
}

async fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

/// A back end that answers with the head of the request that reached it.
async fn mirror() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let reached = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&reached);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counter.fetch_add(1, SeqCst);
            let mut head = vec![0; 16_384];
            let length = stream.read(&mut head).await.unwrap();
            let answer = format!("HTTP/1.0 200 OK\r\ncontent-length: {length}\r\n\r\n");
            let _ = stream.write_all(&[answer.as_bytes(), &head[..length]].concat()).await;
        }
    });
    (port, reached)
}

async fn get(harness: &Harness, port: u16, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::builder().method(Method::GET).uri(format!("http://127.0.0.1:{port}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    harness.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn auth_request_lets_good_tickets_through_with_their_user_and_nothing_forged() {
    let harness = Harness::new().await;
    let (backend, reached) = mirror().await;
    let port = harness.server.address().port();
    let Some(mut nginx) = Nginx::new([port, port], backend).await else { return };
    let ticket = harness.ticket("xiaojun").await;
    let bearer = format!("Bearer {ticket}");
    let forged = [("authorization", bearer.as_str()), ("X-UserSig-User", "root"), ("x-usersig-app", "1")];
    // A caller's own query reaches the back end and never the question to usersig.
    let reply = get(&harness, nginx.guarded, "/page?sdkappid=7&from=query:x&x=y", &forged).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let head = reply.text().to_ascii_lowercase();
    assert!(head.contains("get /page?sdkappid=7&from=query:x&x=y "), "{head}");
    assert!(
        head.contains("x-usersig-user: xiaojun\r\n") && head.contains(&format!("x-usersig-app: {APP}\r\n"))
    );
    assert_eq!(head.matches("x-usersig-user").count(), 1, "{head}");
    assert!(!head.contains("root") && !head.contains(&ticket.to_ascii_lowercase()), "{head}");
    assert_eq!(reached.load(SeqCst), 1);

    for headers in [vec![], vec![("authorization", "Bearer eJx")], vec![("x-usersig-user", "root")]] {
        assert_eq!(get(&harness, nginx.guarded, "/page", &headers).await.status, 401);
    }
    harness.set_clock(harness.now() + 1);
    let path = format!("/v1/apps/{APP}/revocations");
    harness.post(&path, &harness.admin, json!({ "userid": "xiaojun" })).await;
    assert_eq!(get(&harness, nginx.guarded, "/page", &[("authorization", &bearer)]).await.status, 401);
    assert_eq!(reached.load(SeqCst), 1, "nobody else reached the back end");
    nginx.process.kill().await.unwrap();
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_is_restarted_under_load_and_no_request_fails() {
    let harness = Harness::new().await;
    let port = free_port().await;
    let listen = format!("127.0.0.1:{port}");
    let settings = read(&harness.folder, &[("listen", &listen)]);
    let replica = || async { Server::start(settings.clone(), Clock::system()).await.unwrap() };
    let mut second = replica().await;
    let (backend, _) = mirror().await;
    let Some(mut nginx) = Nginx::new([harness.server.address().port(), port], backend).await else { return };

    let (harness, stop) = (Arc::new(harness), Arc::new(AtomicBool::new(false)));
    let answered = Arc::new(AtomicUsize::new(0));
    let load: Vec<_> = (0..4)
        .map(|caller| {
            let (harness, stop, answered) = (Arc::clone(&harness), Arc::clone(&stop), Arc::clone(&answered));
            let url = format!("http://127.0.0.1:{}/v1/apps/{APP}/usersigs", nginx.api);
            tokio::spawn(async move {
                while !stop.load(SeqCst) {
                    let request = Request::post(&url)
                        .header("authorization", format!("Bearer {}", harness.token.as_str()))
                        .body(Body::from(json!({ "userid": format!("caller-{caller}") }).to_string()));
                    let reply = harness.send(request.unwrap()).await;
                    assert_eq!(reply.status, 200, "{}", reply.text());
                    answered.fetch_add(1, SeqCst);
                }
            })
        })
        .collect();
    for _ in 0..5 {
        let before = answered.load(SeqCst);
        second.end().await;
        while answered.load(SeqCst) < before + 200 {
            assert!(load.iter().all(|task| !task.is_finished()), "a request failed");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        second = replica().await;
    }
    stop.store(true, SeqCst);
    for task in load {
        task.await.unwrap();
    }
    println!("{} requests answered over 5 restarts, none failed", answered.load(SeqCst));
    second.end().await;
    nginx.process.kill().await.unwrap();
    Arc::into_inner(harness).unwrap().end().await;
}
