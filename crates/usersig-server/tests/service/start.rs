//! The first start, later ones, and what keeps one from happening.

use std::os::unix::fs::PermissionsExt;

use usersig_server::Server;
use usersig_service::Clock;

use crate::harness::{Harness, read};

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_makes_what_its_text_says_and_the_second_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(read(&folder, &[]), Clock::system()).await.unwrap();
    let first = server.first_start().unwrap().clone();
    let text = first.to_string();
    let demo = first.demo.clone().unwrap();
    assert!((1_400_000_001..=1_400_000_999).contains(&demo.sdkappid));
    for needle in
        [first.password.as_str(), &demo.token, &demo.ticket, &format!("http://{}/", server.address())]
    {
        assert!(text.contains(needle), "{text}");
    }
    let debug = format!("{first:?} {demo:?} {server:?}");
    for secret in [first.password.as_str(), &demo.token, &demo.ticket] {
        assert!(!debug.contains(secret));
    }
    let credentials = server.service().store().credentials("admin").await.unwrap();
    assert!(credentials.administrator.must_change_password);
    assert!(usersig_service::password::verify_blocking(&first.password, Some(&credentials.password_hash)));
    for file in ["master.key", "usersig.db"] {
        let mode = std::fs::metadata(folder.path().join("data").join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    server.end().await;

    let server = Server::start(read(&folder, &[]), Clock::system()).await.unwrap();
    assert!(server.first_start().is_none());
    assert_eq!(server.service().store().applications().await.unwrap().len(), 1);
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_commands_of_the_first_start_are_answered_as_they_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(read(&folder, &[]), Clock::system()).await.unwrap();
    let text = server.first_start().unwrap().to_string();
    let commands: Vec<&str> =
        text.split("\n\n").filter(|part| part.trim_start().starts_with("curl")).collect();
    assert_eq!(commands.len(), 2, "{text}");
    let mut answers = Vec::new();
    for command in commands {
        let output = tokio::process::Command::new("sh").arg("-c").arg(format!("{command} --silent")).output();
        answers.push(serde_json::from_slice::<serde_json::Value>(&output.await.unwrap().stdout).unwrap());
    }
    assert!(answers[0]["ticket"].as_str().unwrap().starts_with("eJ"), "{}", answers[0]);
    assert_eq!(answers[1]["valid"], true, "{}", answers[1]);
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_without_a_demo_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(read(&folder, &[("first_start", "false")]), Clock::system()).await.unwrap();
    assert!(server.first_start().is_none());
    assert!(server.service().store().administrators().await.unwrap().is_empty());
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_port_is_found_before_anything_is_made() {
    let harness = Harness::new().await;
    let folder = tempfile::tempdir().unwrap();
    let listen = harness.server.address().to_string();
    let fault = Server::start(read(&folder, &[("listen", &listen)]), Clock::system()).await.unwrap_err();
    assert!(fault.message.contains("cannot listen"), "{fault}");
    assert!(fault.hint.contains("--listen"), "{}", fault.hint);
    assert!(!folder.path().join("data").exists());
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_without_its_master_key_or_with_another_one_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    Server::start(read(&folder, &[]), Clock::system()).await.unwrap().end().await;
    let key = folder.path().join("data/master.key");
    std::fs::rename(&key, folder.path().join("kept")).unwrap();
    let fault = Server::start(read(&folder, &[]), Clock::system()).await.unwrap_err();
    assert!(fault.message.contains("master key"), "{fault}");
    assert!(!key.exists(), "a new key would hide the mistake");

    let other = tempfile::tempdir().unwrap();
    Server::start(read(&other, &[]), Clock::system()).await.unwrap().end().await;
    std::fs::rename(other.path().join("data/master.key"), &key).unwrap();
    let fault = Server::start(read(&folder, &[]), Clock::system()).await.unwrap_err();
    assert!(fault.hint.contains("master key"), "{fault}: {}", fault.hint);
}
