//! What a talkative log holds: no ticket, key, token or query. The real process, as it is started.

use std::io::Read as _;
use std::os::unix::net::UnixDatagram;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The command, where it has been built; a test of this crate cannot ask for another crate's binary.
fn program() -> Option<std::path::PathBuf> {
    let beside = std::env::current_exe().unwrap();
    let found = beside.parent()?.parent()?.join("usersig");
    let found = std::env::var_os("USERSIG_BIN").map_or(found, Into::into);
    if found.exists() {
        return Some(found);
    }
    println!("SKIPPED: {} is not built (cargo build -p usersig-cli)", found.display());
    None
}

#[test]
fn the_process_tells_its_manager_what_it_does_and_its_log_nothing_secret() {
    let Some(program) = program() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let manager = UnixDatagram::bind(&path).unwrap();
    manager.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut process = Command::new(program)
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--set", "log.level=trace"])
        .args(["--set", "log.requests=all", "--set", "log.format=json", "--data"])
        .arg(folder.path().join("data"))
        .env("NOTIFY_SOCKET", &path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let told = |wanted: &str| {
        let began = Instant::now();
        loop {
            let mut bytes = [0; 512];
            let length = manager.recv(&mut bytes).unwrap();
            if String::from_utf8_lossy(&bytes[..length]).contains(wanted) {
                return;
            }
            assert!(began.elapsed() < Duration::from_secs(30), "{wanted}");
        }
    };
    told("READY=1");
    let mut first = [0; 4096];
    let length = process.stdout.as_mut().unwrap().read(&mut first).unwrap();
    let first = String::from_utf8_lossy(&first[..length]).into_owned();
    let word = |name: &str| first.split(name).nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let (password, token, sdkappid) = (word("password"), word("API token"), word("SDKAppID"));

    let post = |path: &str, bearer: &str, body: &Value| -> Value {
        let url = format!("http://127.0.0.1:{port}{path}");
        let output = Command::new("curl")
            .args(["-s", &url, "-H", &format!("authorization: Bearer {bearer}"), "-d", &body.to_string()])
            .args(["-H", "content-type: application/json"])
            .output()
            .unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    };
    let app = format!("/v1/apps/{sdkappid}/usersigs");
    let issued = post(&app, &token, &json!({ "userid": "xiaojun" }));
    let ticket = issued["ticket"].as_str().unwrap();
    for (path, bearer, body) in [
        (format!("{app}:verify"), token.as_str(), json!({ "userid": "xiaojun", "ticket": ticket })),
        (format!("{app}:verify"), &token, json!({ "ticket": [ticket] })),
        (format!("{app}:diagnose"), &token, json!({ "ticket": ticket })),
        (format!("/v1/authz?sdkappid={sdkappid}&from=query:usersig&{ticket}"), ticket, json!({})),
        (format!("/v4/im/x?sdkappid={sdkappid}&identifier=xiaojun&usersig={ticket}"), "", json!({})),
        (format!("/v1/{ticket}"), &token, json!({})),
        (format!("/{ticket}?password={password}"), &password, json!({})),
        (app, &format!("{token}0"), json!({ "userid": "a", "password": password })),
    ] {
        post(&path, bearer, &body);
    }
    let signal = |name: &str| {
        let sent = Command::new("kill").args([name, &process.id().to_string()]).status().unwrap();
        assert!(sent.success());
    };
    signal("-HUP");
    told("RELOADING=1");
    told("READY=1");
    signal("-TERM");
    told("STOPPING=1");
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success());
    let log = String::from_utf8(output.stderr).unwrap();
    let requests = log.lines().filter(|line| line.contains("\"route\":")).count();
    assert!(requests >= 9, "{log}");
    for line in log.lines() {
        serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("not JSON: {line}"));
    }
    for secret in [ticket, &ticket[..40], token.as_str(), &token[6..40], &password, "usersig="] {
        assert!(!log.contains(secret), "{log}");
    }
    let key = std::fs::read_to_string(folder.path().join("data/master.key")).unwrap();
    assert!(!log.contains(key.trim()) && !first.contains(key.trim()));
}
