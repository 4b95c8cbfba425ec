//! The repository's vectors through HTTP: every case that a request can express.

use std::collections::HashMap;
use std::path::Path;

use serde_json::{Value, json};
use usersig_store::Actor;
use usersig_store::application::{NewKey, Policy};
use usersig_store::caller::Scope;
use zeroize::Zeroizing;

use crate::harness::Harness;

/// Members of a case that a request to the service has no word for.
fn expressible(case: &Value) -> bool {
    let policy = &case["policy"];
    let bounds = ["max_clock_skew", "longest_validity", "legacy_utc_offset"];
    let keys = case["keys"].as_array().unwrap();
    // The service holds a ring of one key per algorithm here, and a clock after 2020.
    let (hmac, pem) = (
        keys.iter().filter(|key| key["hmac"].is_string()).count(),
        keys.iter().filter(|key| key["pem"].is_string()).count(),
    );
    // The store takes a key without the white space that a file puts around it.
    let bare = keys.iter().all(|key| key["hmac"].as_str().is_none_or(|text| text.trim() == text));
    bare && bounds.iter().all(|bound| policy[bound].is_null())
        && hmac + pem == 1
        && case["now"].as_u64().is_some_and(|now| now > 1_577_836_800)
        && case["request"]["sdkappid"].as_u64().is_some_and(|id| (1..=u32::MAX.into()).contains(&id))
        && case["request"]["userid"].as_str().is_some_and(|userid| !userid.is_empty())
        && case["expect"]["refused"].is_null()
        && case["ticket"].as_str().is_some_and(|ticket| ticket.len() < 20_000)
}

#[tokio::test(flavor = "multi_thread")]
async fn published_and_broken_tickets_get_the_answers_of_the_vectors() {
    let harness = Harness::new().await;
    let actor = Actor::new("command:test", "");
    let scopes = [Scope::Verify];
    let (_, token) = harness.store().create_token(&actor, "vectors", &scopes, &[], None).await.unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/verify");
    // Cases by application and key, so that each needs one application at a time.
    let mut groups: HashMap<(u64, String), Vec<Value>> = HashMap::new();
    for file in ["published", "published-rejected", "rejections", "forgeries", "envelope", "rooms"] {
        let text = std::fs::read_to_string(folder.join(format!("{file}.jsonl"))).unwrap();
        for case in text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).filter(expressible)
        {
            let key =
                case["keys"][0]["hmac"].as_str().or(case["keys"][0]["pem"].as_str()).unwrap().to_owned();
            groups.entry((case["request"]["sdkappid"].as_u64().unwrap(), key)).or_default().push(case);
        }
    }
    let mut checked = 0;
    for ((sdkappid, key), cases) in groups {
        let sdkappid = u32::try_from(sdkappid).unwrap();
        let new = if cases[0]["keys"][0]["hmac"].is_string() {
            NewKey::Hmac(Zeroizing::new(key))
        } else {
            NewKey::from_text(Zeroizing::new(key))
        };
        let made =
            harness.store().create_application(&actor, sdkappid, "Vectors", new, Policy::default()).await;
        if made.is_err() {
            // A key or an SDKAppID that the store does not take (for example the harness's own).
            continue;
        }
        harness.service().refresh().await.unwrap();
        for case in cases {
            checked += usize::from(check(&harness, &token, sdkappid, &case).await);
        }
        harness.store().request_deletion(&actor, sdkappid).await.unwrap();
        harness.store().delete_application(&actor, sdkappid).await.unwrap();
    }
    println!("{checked} cases through HTTP");
    assert!(checked > 1_500, "{checked}");
    harness.end().await;
}

async fn check(harness: &Harness, token: &str, sdkappid: u32, case: &Value) -> bool {
    harness.set_clock(case["now"].as_u64().unwrap());
    let mut body = json!({ "ticket": case["ticket"], "userid": case["request"]["userid"] });
    let policy = &case["policy"];
    match &policy["userbuf"] {
        Value::String(word) if word == "none" => body["no_userbuf"] = json!(true),
        Value::Object(exactly) => body["userbuf"] = exactly["base64"].clone(),
        _ => {}
    }
    if let Some(room) = policy["room"].as_object() {
        for (name, value) in room {
            body[format!("room_{name}")] = value.clone();
        }
        body["privileges"] = policy["privileges"].as_u64().unwrap_or(0).into();
    }
    let reply = harness.post(&format!("/v1/apps/{sdkappid}/usersigs:verify"), token, body).await;
    if reply.status == 400 && policy["room"].is_object() {
        // A room that cannot be named by a checked request.
        return false;
    }
    assert_eq!(reply.status, 200, "{}: {}", case["title"], reply.text());
    let (found, expected) = (reply.json(), &case["expect"]);
    assert_eq!(found["valid"], expected["valid"], "{}: {found}", case["title"]);
    let members: &[&str] = match expected["valid"] == true {
        true => &["algorithm", "time", "expire", "userbuf", "room"],
        false => &["code"],
    };
    for member in members {
        assert_eq!(found[*member], expected[*member], "{}: {member}", case["title"]);
    }
    true
}
