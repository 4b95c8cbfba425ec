//! `usersig app`

use crate::folder::{Folder, KEY, OTHER_KEY, VERIFY};
use crate::{IMPORT, acts, json, ok, refused};

#[test]
fn an_application_is_made_with_a_key_that_works() {
    let folder = Folder::new();
    let made = json(&folder, "app create 1400000000 --name Demo");
    assert_eq!((made["name"].as_str(), made["algorithm"].as_str()), (Some("Demo"), Some("hmac")));
    let key = ok(&folder, "app reveal 1400000000").stdout;
    assert_eq!(key.trim_end().len(), 64);
    folder.write("revealed", &key);
    let ticket =
        folder.ticket("sign --sdkappid 1400000000 --userid xiaojun --time 1700000000 --key-file revealed");
    assert_eq!(folder.usersig(&format!("{VERIFY} --key-file revealed {ticket}")).run().code, 0);
    assert_eq!(acts(&folder), ["application.create", "key.reveal"]);
}

#[test]
fn a_key_is_brought_from_a_file_standard_input_or_the_environment() {
    let folder = Folder::new();
    ok(&folder, "app import 1 --name A --key-file key");
    let stdin = folder.usersig("app import 2 --name B --key-file -").input(format!("{KEY}\n")).run();
    let variable = folder.usersig("app import 3 --name C").env("USERSIG_KEY", KEY).run();
    assert_eq!((stdin.code, variable.code), (0, 0), "{}{}", stdin.stderr, variable.stderr);
    for sdkappid in 1..=3 {
        ok(&folder, &format!("app reveal {sdkappid} --output out-{sdkappid}"));
        assert_eq!(folder.read(&format!("out-{sdkappid}")), format!("{KEY}\n"));
    }
    refused(&folder, "app import 4 --name D", 2, "no key was given");
    for line in [
        IMPORT,
        "app import 5 --name E --key-file p256.pem",
        "app import 6 --name F --key-file secp256k1.pub",
    ] {
        ok(&folder, line);
    }
    let shown = json(&folder, "app show 6");
    assert_eq!(
        (shown["algorithm"].as_str(), shown["keys"][0]["signs"].as_bool()),
        (Some("ecdsa"), Some(false))
    );
}

#[test]
fn a_key_is_rotated_switched_and_retired() {
    let folder = Folder::new();
    ok(&folder, "app import 7 --name Demo --key-file p256.pem");
    let rotated = json(&folder, "app rotate 7");
    assert_eq!((rotated["keys"][0]["id"].as_u64(), rotated["algorithm"].as_str()), (Some(2), Some("ecdsa")));
    assert_eq!(json(&folder, "app switch 7 hmac")["algorithm"], "hmac");
    let kept = json(&folder, "app rotate 7 --key-file other-key --keep-old 30d");
    assert!(kept["keys"][1]["role"]["verifying"]["until"].as_u64().is_some(), "{kept}");
    ok(&folder, "app reveal 7 --output current");
    assert_eq!(folder.read("current"), format!("{OTHER_KEY}\n"));
    assert_eq!(json(&folder, "app retire 7 --key 1")["keys"][2]["role"], "retired");
    refused(&folder, "app retire 7 --key 3", 2, "rotate to another key first");
    refused(&folder, "app switch 7 ecdsa", 2, "no current legacy key");
    refused(&folder, "app reveal 7 --key 9", 2, "there is no key 9");
    let shown = ok(&folder, "app show 7").stdout;
    assert!(shown.contains("key 3") && shown.contains("verifies until"), "{shown}");
}

#[test]
fn it_is_suspended_resumed_renamed_and_deleted_in_two_steps() {
    let folder = Folder::new();
    ok(&folder, IMPORT);
    assert_eq!(json(&folder, "app suspend 1400000000")["state"], "suspended");
    assert_eq!(json(&folder, "app resume 1400000000")["state"], "active");
    assert_eq!(json(&folder, "app rename 1400000000 Other")["name"], "Other");
    refused(&folder, "app delete 1400000000 --yes", 2, "nobody has asked");
    let asked = ok(&folder, "app delete 1400000000");
    assert!(asked.stdout.contains("deleting") && asked.stderr.contains("--yes"), "{asked:?}");
    ok(&folder, "app delete 1400000000 --yes");
    assert_eq!(json(&folder, "app list"), serde_json::json!([]));
    refused(&folder, "app show 1400000000", 2, "there is no application 1400000000");
}

#[test]
fn the_list_has_a_line_for_each() {
    let folder = Folder::new();
    ok(&folder, "app import 20 --name Legacy --key-file p256.pem");
    ok(&folder, "app import 3 --name Demo --key-file key");
    ok(&folder, "app suspend 3");
    let list = ok(&folder, "app list").stdout;
    assert_eq!(list, "         3  suspended  HMAC    Demo\n        20  active     legacy  Legacy\n");
}

#[test]
fn a_policy_changes_in_what_is_named_only() {
    let folder = Folder::new();
    ok(&folder, IMPORT);
    let before = json(&folder, "app policy 1400000000");
    let after = json(
        &folder,
        "app policy 1400000000 --default-expire 1h --room 100-199 --room lobby* --privileges enter,receive-audio \
         --end-users no --caller-per-minute 60",
    );
    let mut expected = before.clone();
    expected["default_expire"] = 3600.into();
    expected["rooms"] = serde_json::json!(["100-199", "lobby*"]);
    expected["privileges"] = 10.into();
    expected["end_users"] = false.into();
    expected["caller_per_minute"] = 60.into();
    assert_eq!(after, expected);
    assert_eq!(json(&folder, "app policy 1400000000 --room all")["rooms"], serde_json::json!([]));
    refused(&folder, "app policy 1400000000 --longest-expire 60s", 2, "default validity");
    // Looking at it is no act.
    assert_eq!(acts(&folder).iter().filter(|act| *act == "application.policy").count(), 2);
    assert!(ok(&folder, "app policy 1400000000").stdout.contains("60 in a minute"));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let folder = Folder::new();
    ok(&folder, IMPORT);
    refused(&folder, IMPORT, 2, "exists already");
    refused(&folder, "app create 0 --name Zero", 2, "SDKAppID");
    refused(&folder, "app import 9 --name Nine --key-file missing", 3, "missing");
    folder.write("cut.pem", &folder.read("p256.pem")[..90]);
    refused(&folder, "app import 9 --name Nine --key-file cut.pem", 2, "PEM");
    folder.write("empty", "");
    refused(&folder, "app import 9 --name Nine --key-file empty", 2, "key");
}
