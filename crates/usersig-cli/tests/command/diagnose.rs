//! `diagnose`: keys and applications to compare with.

use serde_json::Value;

use crate::folder::{Folder, KEY, OTHER_KEY};

const DIAGNOSE: &str = "diagnose --json --now 1700000001 --userid xiaojun";

#[test]
fn one_of_several_keys_is_enough() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    let (code, found) = diagnose(&folder, &format!("--key-file other-key --key-file key {ticket}"));
    assert_eq!(code, 0, "{found}");
    assert_eq!(found["rejection"], Value::Null);
    let (code, found) = diagnose(&folder, &format!("--key-file other-key --key-file p256.pem {ticket}"));
    assert_eq!((code, found["rejection"]["code"].as_i64()), (1, Some(70009)));
    assert!(has(&found, "wrong-key"), "{found}");
}

#[test]
fn a_key_of_another_application_is_named() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    folder.write("applications", format!("{{\"7\": \"{KEY}\", \"1400000000\": \"{OTHER_KEY}\"}}"));
    let (code, found) = diagnose(&folder, &format!("--sdkappid 1400000000 --keys applications {ticket}"));
    assert_eq!((code, found["rejection"]["code"].as_i64()), (1, Some(70009)), "{found}");
    assert!(has(&found, "other-applications-key"), "{found}");
    assert!(text_of(&found, "other-applications-key").contains("SDKAppID 7"), "{found}");
}

#[test]
fn the_requests_own_key_in_the_list_of_applications_counts_as_its_key() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    folder.write("applications", format!("{{\"7\": \"{OTHER_KEY}\", \"1400000000\": \"{KEY}\"}}"));
    let (code, found) = diagnose(&folder, &format!("--sdkappid 1400000000 --keys applications {ticket}"));
    assert_eq!((code, &found["rejection"]), (0, &Value::Null), "{found}");
    assert!(!has(&found, "no-key-given"), "{found}");
}

#[test]
fn a_key_with_its_line_end_twice_is_found_out() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    folder.write("edited", format!("{KEY}\n\n"));
    let (code, found) = diagnose(&folder, &format!("--key-file edited {ticket}"));
    assert_eq!(code, 1);
    assert!(has(&found, "key-white-space"), "{found}");
}

#[test]
fn a_repaired_ticket_can_be_used() {
    let folder = Folder::new();
    let ticket = folder.usual_ticket();
    let damaged = ticket.replace('_', "%5F").replace('*', "%2A");
    let (code, found) = diagnose(&folder, &format!("--key-file key {damaged}"));
    assert_eq!(code, 1);
    assert_eq!(found["repaired"], ticket);
    assert!(has(&found, "percent-encoded"), "{found}");
}

#[test]
fn the_key_in_the_place_of_the_ticket_is_seen_and_not_repeated() {
    let folder = Folder::new();
    // The run itself looks for the key in the output.
    let (code, found) = diagnose(&folder, KEY);
    assert_eq!(code, 1);
    assert!(has(&found, "secret-key-pasted"), "{found}");
    let done = folder.usersig("diagnose --json").input(folder.read("p256.pem")).run();
    assert!(has(&done.json(), "pem-pasted"), "{done:?}");
}

fn diagnose(folder: &Folder, options: &str) -> (i32, Value) {
    let done = folder.usersig(&format!("{DIAGNOSE} {options}")).run();
    (done.code, done.json())
}

fn has(found: &Value, id: &str) -> bool {
    found["causes"].as_array().unwrap().iter().any(|cause| cause["id"] == id)
}

fn text_of(found: &Value, id: &str) -> String {
    let causes = found["causes"].as_array().unwrap();
    causes.iter().find(|cause| cause["id"] == id).unwrap()["text"].as_str().unwrap().into()
}
