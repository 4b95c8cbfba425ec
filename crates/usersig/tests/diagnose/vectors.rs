//! Every ticket of `vectors/verify`: the verdict is the verifier's, and a verdict
//! and the causes never contradict each other.

use usersig::{Severity, UserId, UserIdForm};

use crate::case::{KeyText, VERIFY_FILES, VerifyCase, read};
use crate::kit::{Given, ids};

#[test]
fn whoever_is_rejected_is_told_why() {
    for name in VERIFY_FILES {
        for case in read::<VerifyCase>(&format!("verify/{name}.jsonl")) {
            let Ok(sdkappid) = u32::try_from(case.request.sdkappid) else { continue };
            // Without a key, nothing is said about the signature.
            if sdkappid == 0
                || case.keys.is_empty()
                || UserId::with_form(&case.request.userid, UserIdForm::Utf8).is_err()
            {
                continue;
            }
            let keys: Vec<&str> = case.keys.iter().map(key_text).collect();
            let given = Given::ticket(&case.ticket)
                .at(case.now)
                .sdkappid(sdkappid)
                .userid(&case.request.userid)
                .key_list(&keys);
            let title = &case.title;
            let diagnosis = given.diagnose();
            assert_eq!(diagnosis.rejection, given.verdict(), "{title}: {diagnosis:#?}");
            let fatal = ids(&diagnosis, Severity::Fatal);
            let about = &case.about;
            assert_eq!(diagnosis.rejection.is_none(), fatal.is_empty(), "{title}: {about} {diagnosis:#?}");
        }
    }
}

fn key_text(key: &KeyText) -> &str {
    match key {
        KeyText::Hmac(text) | KeyText::Pem(text) => text,
    }
}
