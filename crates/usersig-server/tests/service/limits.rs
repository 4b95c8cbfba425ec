//! Bounds on time, size and number: slow clients lose their connection, others do not notice.

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::{APP, Harness};

/// Everything that the server sends until it ends the connection.
async fn until_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut bytes)).await;
    read.expect("the server keeps a slow client for ever").ok();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_lose_their_connections_and_others_go_on() {
    let settings =
        [("limits.header_seconds", "1"), ("limits.body_seconds", "1"), ("limits.connections", "60")];
    let harness = Harness::with(&settings).await;
    let address = harness.server.address();
    let mut slow = Vec::new();
    for n in 0..48 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let begun: &str = match n % 4 {
            // Nothing at all, half a line, half a head, a head without its body.
            0 => "",
            1 => "POST /v1/apps",
            2 => "POST / HTTP/1.1\r\nhost: x\r\na: ",
            _ => "POST /v1/apps/1/usersigs HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{",
        };
        stream.write_all(begun.as_bytes()).await.unwrap();
        slow.push((n % 4, stream));
    }
    // The service answers others while they are there.
    let ticket = harness.ticket("u").await;
    assert_eq!(harness.verify("u", &ticket).await["valid"], true);
    for (kind, mut stream) in slow {
        let answer = until_end(&mut stream).await;
        match kind {
            3 => assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("body-too-slow"), "{answer}"),
            _ => assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}"),
        }
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_trickles_is_not_kept_longer() {
    let harness = Harness::with(&[("limits.header_seconds", "1")]).await;
    let mut stream = TcpStream::connect(harness.server.address()).await.unwrap();
    let trickle = async {
        let (mut read, mut write) = stream.split();
        let mut written = 0;
        let drip = async {
            while write.write_all(b"a").await.is_ok() {
                written += 1;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        let mut bytes = Vec::new();
        tokio::select! {
            () = drip => {}
            _ = read.read_to_end(&mut bytes) => {}
        }
        written
    };
    let written = tokio::time::timeout(Duration::from_secs(20), trickle).await.expect("it is kept for ever");
    assert!(written > 0);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_beyond_the_bound_wait_for_their_turn() {
    let harness = Harness::with(&[("limits.connections", "3"), ("limits.header_seconds", "1")]).await;
    let address = harness.server.address();
    let mut idle = Vec::new();
    for _ in 0..10 {
        idle.push(TcpStream::connect(address).await.unwrap());
    }
    // Ten that say nothing hold three places at a time, each for a second: ours comes in its turn.
    let ticket = tokio::time::timeout(Duration::from_secs(30), harness.ticket("u")).await.unwrap();
    assert!(!ticket.is_empty());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_heads_and_bodies_are_refused() {
    let harness = Harness::with(&[("limits.body_bytes", "2048"), ("limits.batch_body_bytes", "4096")]).await;
    let long = json!({ "userid": "u".repeat(3000) });
    harness.ask("usersigs", long.clone()).await.is_problem(413, "body-too-large");
    // A batch may be longer: there the row is refused.
    let answer = harness.ask("usersigs:batch", json!({ "items": [long] })).await.json();
    assert_eq!(answer["items"][0]["error"]["problem"], "userid-form");
    let longer = json!({ "items": [{ "userid": "u".repeat(5000) }] });
    harness.ask("usersigs:batch", longer).await.is_problem(413, "body-too-large");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_too_long_ends_the_connection() {
    let harness = Harness::new().await;
    let mut stream = TcpStream::connect(harness.server.address()).await.unwrap();
    let head = format!("GET /healthz HTTP/1.1\r\nhost: x\r\na: {}\r\n\r\n", "b".repeat(40_000));
    let _ = stream.write_all(head.as_bytes()).await;
    let answer = until_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chunked_body_is_bounded_too() {
    let harness = Harness::with(&[("limits.body_bytes", "2048")]).await;
    let mut stream = TcpStream::connect(harness.server.address()).await.unwrap();
    let token = harness.token.as_str();
    let head = format!(
        "POST /v1/apps/{APP}/usersigs HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         transfer-encoding: chunked\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..10 {
        let chunk = format!("200\r\n{}\r\n", "a".repeat(512));
        if stream.write_all(chunk.as_bytes()).await.is_err() {
            break;
        }
    }
    let _ = stream.write_all(b"0\r\n\r\n").await;
    let answer = until_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    harness.end().await;
}
