//! The Java constants are those of the engine: every kind and every privilege, under its name
//! and number.

#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use usersig::Privileges;
use usersig_door::FaultKind;

#[test]
fn the_java_enum_has_every_kind() {
    let source = source("FaultKind");
    let java: BTreeSet<&str> = source
        .lines()
        .map(|line| line.trim().trim_end_matches([',', ';']))
        .filter(|line| line.ends_with("\")"))
        .collect();
    let constant =
        |kind: &FaultKind| format!("{}({}, \"{}\")", kind.name().to_uppercase(), kind.number(), kind.name());
    let ours: BTreeSet<String> = FaultKind::ALL.iter().map(constant).collect();
    assert_eq!(java, ours.iter().map(String::as_str).collect());
}

#[test]
fn the_java_masks_are_those_of_the_engine() {
    let source = source("Privileges");
    let java: Vec<(&str, u32)> = source
        .lines()
        .filter_map(|line| {
            line.trim().strip_prefix("public static final long ")?.strip_suffix(';')?.split_once(" = ")
        })
        .map(|(name, mask)| (name, mask.parse().unwrap()))
        .collect();
    let engine = [
        ("NONE", Privileges::NONE),
        ("CREATE_ROOM", Privileges::CREATE_ROOM),
        ("ENTER", Privileges::ENTER),
        ("SEND_AUDIO", Privileges::SEND_AUDIO),
        ("RECEIVE_AUDIO", Privileges::RECEIVE_AUDIO),
        ("SEND_VIDEO", Privileges::SEND_VIDEO),
        ("RECEIVE_VIDEO", Privileges::RECEIVE_VIDEO),
        ("SEND_SUBSTREAM", Privileges::SEND_SUBSTREAM),
        ("RECEIVE_SUBSTREAM", Privileges::RECEIVE_SUBSTREAM),
        ("AUDIENCE", Privileges::AUDIENCE),
        ("ALL", Privileges::ALL),
    ];
    assert_eq!(java, engine.map(|(name, mask)| (name, mask.bits())));
}

fn source(class: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../usersig/src/main/java/io/usersig");
    fs::read_to_string(folder.join(format!("{class}.java"))).unwrap()
}
