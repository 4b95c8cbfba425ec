//! The end: `/readyz` says so, running requests finish, the last counts are written.

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use usersig_server::Server;
use usersig_service::Clock;

use crate::harness::{APP, Harness, read};

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_has_begun_is_answered_and_its_count_is_kept() {
    let harness = Harness::new().await;
    let (address, token) = (harness.server.address(), harness.token.clone());
    let mut stream = TcpStream::connect(address).await.unwrap();
    let body = json!({ "userid": "u" }).to_string();
    let (first, second) = body.split_at(5);
    let head = format!(
        "POST /v1/apps/{APP}/usersigs HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{first}",
        token.as_str(),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // An answer on another connection shows that the server works on what came before.
    harness.ticket("before").await;

    let Harness { server, folder, .. } = harness;
    let ending = tokio::spawn(server.end());
    // No more connections are taken, once the end has begun.
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    stream.write_all(second.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("connection: close"), "{answer}");
    ending.await.unwrap();

    let server = Server::start(read(&folder, &[]), Clock::system()).await.unwrap();
    let now = usersig::now().unwrap();
    let counts = server.service().store().counts(Some(APP), now - 3600, now + 3600).await.unwrap();
    assert_eq!(counts.iter().map(|count| count.count).sum::<u64>(), 2);
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn balancers_are_told_before_the_listener_closes() {
    let harness = Harness::with(&[("drain_notice_seconds", "2")]).await;
    let address = harness.server.address();
    let url = harness.url("/readyz");
    assert_eq!(harness.get("/readyz", "").await.status, 200);
    let Harness { server, .. } = harness;
    let ending = tokio::spawn(server.end());
    let output = loop {
        let output = tokio::process::Command::new("curl").args(["-si", &url]).output().await.unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.is_empty(), "it closed without notice");
        if text.starts_with("HTTP/1.1 503") {
            break text;
        }
    };
    assert!(output.to_ascii_lowercase().contains("connection: close"), "{output}");
    assert!(output.contains("ending"), "{output}");
    ending.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
