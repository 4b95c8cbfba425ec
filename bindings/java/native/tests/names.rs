//! What the native half finds by name is kept when an app's build renames and removes.

#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const RULES: &str = "../usersig/src/main/resources/META-INF/proguard/usersig.pro";

#[test]
fn every_class_and_method_is_kept() {
    let source = source();
    let mut classes: BTreeSet<String> = between(&source, "jni_mangle(\"", "\"").into_iter().collect();
    assert_eq!(classes, BTreeSet::from(["io.usersig.Engine".into()]));
    let signature = between(&source, "jni_sig!(\"", "\"");
    for descriptor in &signature {
        classes.extend(between(descriptor, "L", ";").into_iter().map(|name| name.replace('/', ".")));
    }
    classes.retain(|class| !class.starts_with("java."));
    assert_eq!(classes.len(), 2);
    let rules = read(RULES);
    for class in &classes {
        assert!(
            between(&rules, "-keep class ", "\n").iter().any(|kept| kept.trim_end_matches(" {") == class),
            "{class}"
        );
    }

    let members: Vec<String> = between(&rules, "    ", ";");
    assert!(members.contains(&"native <methods>".into()));
    let methods: Vec<String> =
        between(&source, "jni_str!(\"", "\"").into_iter().filter(|name| is_identifier(name)).collect();
    assert_eq!((methods.as_slice(), signature.len()), (["fault".into()].as_slice(), 1));
    assert!(
        members.iter().any(|member| descriptor(member) == format!("fault{}", signature[0])),
        "{members:?}"
    );
}

/// `static a.B name(int, a.C)` as `name(ILa/C;)La/B;`.
fn descriptor(member: &str) -> String {
    let Some((head, parameters)) = member.trim_end_matches(')').split_once('(') else { return String::new() };
    let (result, name) = head.trim_start_matches("static ").split_once(' ').unwrap();
    let of = |java: &str| match java {
        "int" => "I".into(),
        class => format!("L{};", class.replace('.', "/")),
    };
    format!("{name}({}){}", parameters.split(", ").map(of).collect::<String>(), of(result))
}

fn is_identifier(text: &str) -> bool {
    text.chars().all(char::is_alphanumeric)
}

/// What stands between these, as often as it occurs.
fn between(text: &str, start: &str, end: &str) -> Vec<String> {
    text.split(start).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0.into())).collect()
}

fn source() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = fs::read_dir(folder).unwrap();
    files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}
