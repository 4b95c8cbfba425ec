//! Every cause that there is has a test that names it, and something to say.

const CAUSES: &str = include_str!("../../src/diagnose/cause.rs");

const TESTS: [&str; 8] = [
    include_str!("damage.rs"),
    include_str!("keys.rs"),
    include_str!("members.rs"),
    include_str!("published.rs"),
    include_str!("request.rs"),
    include_str!("room.rs"),
    include_str!("something_else.rs"),
    include_str!("transport.rs"),
];

#[test]
fn every_cause_is_tested() {
    let ids: Vec<&str> = words().map(|[id, ..]| id).collect();
    assert!(ids.len() >= 60, "{ids:?}");
    for id in &ids {
        let quoted = format!("\"{id}\"");
        assert!(TESTS.iter().any(|test| test.contains(&quoted)), "no test for {id}");
        assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id} stands for two causes");
        assert!(
            id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
            "{id}"
        );
    }
}

#[test]
fn every_cause_has_a_sentence_and_an_advice() {
    for [id, sentence, advice] in words() {
        for text in [sentence, advice] {
            assert!(text.len() > 9 && !text.ends_with('.') && text.trim() == text, "{id}: {text}");
        }
    }
}

#[test]
fn every_cause_is_in_the_guide() {
    let guide = include_str!("../../../../docs/verify.md");
    for [id, sentence, _] in words() {
        assert!(guide.contains(&format!("| `{id}` | {sentence} |")), "docs/verify.md lacks {id}: {sentence}");
    }
}

/// Id, sentence and advice of every cause, from the source.
fn words() -> impl Iterator<Item = [&'static str; 3]> {
    CAUSES.lines().filter_map(|line| {
        let words = line.trim().strip_prefix("Self::")?.split_once(" => (\"")?.1.strip_suffix("\"),")?;
        let (id, rest) = words.split_once("\", \"")?;
        let (sentence, advice) = rest.split_once("\", \"")?;
        Some([id, sentence, advice])
    })
}
