//! The Java enum of kinds has every kind, under its name and number.

#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use usersig_door::FaultKind;

#[test]
fn the_java_enum_has_every_kind() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../usersig/src/main/java/io/usersig/FaultKind.java");
    let source = fs::read_to_string(file).unwrap();
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
