//! Ten thousand bad requests of twenty kinds: each one a 4xx problem that says what is wrong.

use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::{APP, Harness};

const KINDS: usize = 20;
const EACH: usize = 500;

/// The head and body of a bad request, different for each number.
fn bad(kind: usize, n: usize, token: &str, ticket: &str) -> (String, Vec<u8>, u16) {
    let usersigs = format!("POST /v1/apps/{APP}/usersigs");
    let verify = format!("POST /v1/apps/{APP}/usersigs:verify");
    let authorization = format!("authorization: Bearer {token}\r\n");
    let json = format!("{authorization}content-type: application/json\r\n");
    let text = |body: String| body.into_bytes();
    match kind {
        0 => (format!("{usersigs}\r\n{json}"), text("{".repeat(n + 1)), 400),
        1 => (format!("{usersigs}\r\n{json}"), text("[".repeat(1 + n * 60)), 400),
        2 => (format!("{usersigs}\r\n{json}"), vec![0xff; n + 1], 400),
        3 => (format!("{usersigs}\r\n{json}"), text(format!("{{\"userid\":{n}}}")), 400),
        4 => (
            format!("{usersigs}\r\n{json}"),
            text(format!("{{\"userid\":\"u\",\"expire\":-{}}}", n + 1)),
            400,
        ),
        5 => (
            format!("{usersigs}\r\n{json}"),
            text(format!("{{\"userid\":\"u\",\"expire\":1e{}}}", n + 1)),
            400,
        ),
        6 => (format!("{usersigs}\r\n{json}"), text(format!("{{\"userid\":\"u\",\"m{n}\":1}}")), 400),
        7 => {
            (format!("{usersigs}\r\n{json}"), text(format!("{{\"userid\":\"u{n}\",\"userid\":\"v\"}}")), 400)
        }
        8 => (format!("{usersigs}\r\n{json}"), text(format!("{{\"userid\":\"u\\u000a{n}\"}}")), 400),
        9 => (
            format!("{usersigs}\r\n{json}"),
            text(format!("{{\"userid\":\"{}\"}}", "u".repeat(33 + n * 100))),
            400,
        ),
        10 => (format!("{usersigs}\r\n{json}"), Vec::new(), 400),
        11 => (format!("{usersigs}\r\n{json}"), vec![b' '; 65_537 + n], 413),
        12 => (format!("{usersigs}\r\n{authorization}content-type: text/x{n}\r\n"), text("{}".into()), 415),
        13 => (format!("POST /v1/apps/x{n}/usersigs\r\n{json}"), text("{\"userid\":\"u\"}".into()), 400),
        14 => (format!("POST /v1/apps/0{n}/usersigs\r\n{json}"), text("{\"userid\":\"u\"}".into()), 400),
        15 => (format!("POST /v1/nothing/{n}\r\n{json}"), text("{}".into()), 404),
        16 => (format!("M{n} /v1/apps/{APP}/usersigs\r\n{json}"), Vec::new(), 405),
        17 => (
            format!("{usersigs}\r\nauthorization: Bearer ust_1_{n:064x}\r\n"),
            text("{\"userid\":\"u\"}".into()),
            401,
        ),
        18 => (format!("{usersigs}\r\nauthorization: {}\r\n", "?".repeat(n + 1)), text("{}".into()), 401),
        _ => {
            let body = format!(
                "{{\"userid\":\"u\",\"ticket\":\"{ticket}\",\"room_str\":\"{}\"}}",
                "é".repeat(n + 1)
            );
            (format!("{verify}\r\n{json}"), text(body), 400)
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_bad_requests_each_get_a_problem() {
    let harness = Harness::new().await;
    let ticket = harness.ticket("u").await;
    let mut answered = 0;
    for kind in 0..KINDS {
        let mut stream = TcpStream::connect(harness.server.address()).await.unwrap();
        for n in 0..EACH {
            let (head, body, status) = bad(kind, n, &harness.token, &ticket);
            let (line, headers) = head.split_once("\r\n").unwrap();
            let request = format!(
                "{line} HTTP/1.1\r\nhost: usersig\r\n{headers}content-length: {}\r\n\r\n",
                body.len()
            );
            let sent = stream.write_all(&[request.as_bytes(), &body].concat()).await;
            let (found, close, text) =
                read(&mut stream).await.unwrap_or_else(|| panic!("{kind} {n}: no answer, {sent:?}"));
            assert_eq!(found, status, "kind {kind}, number {n}: {text}");
            let problem: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{kind} {n}: {text}"));
            assert_eq!(problem["status"], status);
            for member in ["type", "title", "detail", "problem", "hint"] {
                assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "{kind}: {text}");
            }
            answered += 1;
            if close {
                stream = TcpStream::connect(harness.server.address()).await.unwrap();
            }
        }
    }
    assert_eq!(answered, KINDS * EACH);
    assert_eq!(harness.verify("u", &ticket).await["valid"], true, "and it goes on");
    harness.end().await;
}

/// The status, whether the connection ends, and the body of one answer.
async fn read(stream: &mut TcpStream) -> Option<(u16, bool, String)> {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let length =
            tokio::time::timeout(Duration::from_secs(20), stream.read(&mut part)).await.ok()?.ok()?;
        bytes.extend_from_slice(&part[..length]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let expected =
                head.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse::<usize>().ok()?;
            if body.len() >= expected || length == 0 {
                let status = head.split(' ').nth(1)?.parse().ok()?;
                return Some((status, head.contains("connection: close"), body.into()));
            }
        }
        if length == 0 {
            return None;
        }
    }
}
