//! Mean lengths by class of tickets, as a Markdown table.

use crate::form::KindForm;
use crate::model::{self, Texts, UserIds};

/// The table, a column for each kind.
pub(crate) fn table(kinds: &[KindForm; 2]) -> String {
    let mut text = String::from("| tickets | plain | with a UserBuf |\n| --- | --- | --- |\n");
    for (class, sample) in classes() {
        let [plain, user_buf] = kinds.each_ref().map(|form| form.mean(&sample));
        text.push_str(&format!("| {class} | {plain:.2} | {user_buf:.2} |\n"));
    }
    text
}

fn classes() -> [(&'static str, Vec<Texts>); 8] {
    [
        ("the model", model::sample(COUNT)),
        (
            "xiaojun, SDKAppID 1400000000, expire 15552000",
            model::sample_like("xiaojun", 1_400_000_000, 15_552_000, COUNT),
        ),
        (
            "xiaojun, SDKAppID 1400517283, expire 604800",
            model::sample_like("xiaojun", 1_400_517_283, 604_800, COUNT),
        ),
        ("random documented UserIDs", model::sample_of(UserIds::Documented, COUNT)),
        ("words", model::sample_of(UserIds::Words, COUNT)),
        ("words and numbers", model::sample_of(UserIds::WordsAndNumbers, COUNT)),
        ("hexadecimal UserIDs", model::sample_of(UserIds::Hexadecimal, COUNT)),
        ("numeric UserIDs", model::sample_of(UserIds::Numbers, COUNT)),
    ]
}

const COUNT: usize = 4000;
