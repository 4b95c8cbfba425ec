//! `usersig token` and `usersig user`

use crate::folder::Folder;
use crate::{IMPORT, json, ok, refused};

#[test]
fn a_token_is_printed_once() {
    let folder = Folder::new();
    ok(&folder, IMPORT);
    let made =
        ok(&folder, "token create --name backend --scope issue --scope verify --app 1400000000 --expire 90d");
    let secret = made.stdout.trim_end();
    assert!(secret.starts_with("ust_1_") && secret.len() == 70, "{made:?}");
    let other = json(&folder, "token create --name other --scope admin");
    assert!(other["secret"].as_str().unwrap().starts_with("ust_2_"));

    let list = ok(&folder, "token list").stdout;
    assert!(list.contains("backend  (issue, verify; 1400000000; until "), "{list}");
    assert!(list.contains("other  (admin; all applications; does not end)"), "{list}");
    assert!(!list.contains(&secret[6..]));
    ok(&folder, "token revoke 1");
    assert!(ok(&folder, "token list").stdout.contains("revoked "));
    assert!(json(&folder, "token list")[0]["revoked_at"].is_u64());
    refused(&folder, "token revoke 3", 2, "there is no token 3");
    refused(&folder, "token create --name x --scope issue --app 5", 2, "there is no application 5");
}

#[test]
fn a_user_is_revoked() {
    let folder = Folder::new();
    ok(&folder, IMPORT);
    let revoked = json(&folder, "user revoke --sdkappid 1400000000 --userid xiaojun --before 1700000000");
    assert_eq!(revoked["signed_before"], 1_700_000_000);
    let now = json(&folder, "user revoke --sdkappid 1400000000 --userid xiaojun");
    assert!(now["signed_before"].as_u64().unwrap() > 1_700_000_000);
    refused(&folder, "user revoke --sdkappid 5 --userid xiaojun", 2, "there is no application 5");
}
