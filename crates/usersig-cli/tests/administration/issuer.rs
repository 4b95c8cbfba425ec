//! `usersig issuer`

use crate::folder::Folder;
use crate::{IMPORT, acts, json, ok, refused};

const CREATE: &str = "issuer create 1400000000 --issuer https://login.example";
const SECRET: &str = "a secret of at least thirty-two bytes";

#[test]
fn an_issuer_is_made_listed_and_removed() {
    let folder = Folder::new();
    ok(&folder, IMPORT);
    assert!(ok(&folder, "issuer list 1400000000").stderr.contains("no issuers yet"));
    let made = json(&folder, &format!("{CREATE} --jwks-url https://login.example/keys --audience chat"));
    assert_eq!((made["id"].as_u64(), made["userid_claim"].as_str()), (Some(1), Some("sub")));
    folder.write("secret", format!("{SECRET}\n"));
    ok(&folder, &format!("{CREATE} --secret-file secret --userid-claim uid --userid-from-body"));

    let list = ok(&folder, "issuer list 1400000000").stdout;
    let lines = [
        "    1  https://login.example  (chat; UserID from sub; https://login.example/keys)",
        "    2  https://login.example  (any audience; UserID from the request, or from uid; a shared secret)",
    ];
    assert_eq!(list.lines().collect::<Vec<_>>(), lines);
    let listed = json(&folder, "issuer list 1400000000");
    assert_eq!(listed[0], made);
    assert!(!listed.to_string().contains(SECRET));

    ok(&folder, "issuer remove 1400000000 1");
    assert_eq!(json(&folder, "issuer list 1400000000").as_array().unwrap().len(), 1);
    let acts = acts(&folder);
    assert!(acts.ends_with(&["issuer.add".into(), "issuer.add".into(), "issuer.remove".into()]), "{acts:?}");
    assert!(!ok(&folder, "audit export").stdout.contains(SECRET));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let folder = Folder::new();
    refused(&folder, "issuer list 1400000000", 3, "there is no store");
    ok(&folder, IMPORT);
    folder.write("short", "short\n");
    for (line, words) in [
        (format!("{CREATE} --jwks-url http://login.example/keys"), "begins with https://"),
        (format!("{CREATE} --secret-file short"), "at least 32 bytes"),
        ("issuer list 5".into(), "there is no application 5"),
        ("issuer remove 1400000000 1".into(), "there is no issuer 1"),
    ] {
        refused(&folder, &line, 2, words);
    }
    // One way to check its tokens, not none and not two.
    for line in [CREATE.to_owned(), format!("{CREATE} --jwks-url https://x.example --secret-file short")] {
        assert_eq!(folder.usersig(&line).run().code, 2, "{line}");
    }
    ok(&folder, &format!("{CREATE} --jwks-url https://login.example/keys"));
    refused(&folder, &format!("{CREATE} --jwks-url https://other.example"), 2, "already");
}
