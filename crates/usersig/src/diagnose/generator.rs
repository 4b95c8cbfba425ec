//! Which published generator made a ticket, as far as its JSON tells.

use alloc::vec::Vec;

use super::cause::Generator;

/// The generator whose habits the JSON of a ticket shows.
pub(super) fn guess(json: &str) -> Option<Generator> {
    let names = names(json);
    let is_go = json.ends_with("}\n") && names.starts_with(&GO_BEGINNING);
    let is_legacy_go = json.ends_with('}') && names.contains(&"TLS.version") && names.is_sorted();
    let is = |order: &[&str]| names == order;
    if names.is_empty() {
        None
    } else if is(&JAVA) || is(&JAVA_USERBUF) || is(&JAVA_LEGACY) {
        Some(Generator::Java)
    } else if is_go || is_legacy_go {
        Some(Generator::Go)
    } else if json.contains("\", \"TLS.") {
        Some(Generator::Python)
    } else if all_slashes_are_escaped(json) {
        Some(Generator::Php)
    } else {
        None
    }
}

/// The names of a flat object's members, in their order.
fn names(json: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = json;
    while let Some((_, string)) = rest.split_once('"') {
        let Some(end) = end_of_string(string) else { break };
        rest = &string[end + 1..];
        if rest.trim_start().starts_with(':') {
            names.push(&string[..end]);
        }
    }
    names
}

/// Where the closing quote of a string stands, behind the opening one.
fn end_of_string(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

/// Whether there is a slash, and each has a backslash before it.
fn all_slashes_are_escaped(json: &str) -> bool {
    let mut escaped = false;
    let (mut plain, mut with_backslash) = (0, 0);
    for byte in json.bytes() {
        if byte == b'/' {
            *(if escaped { &mut with_backslash } else { &mut plain }) += 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    plain == 0 && with_backslash > 0
}

/// The order of a Java hash map with these names.
const JAVA: [&str; 6] = ["TLS.expire", "TLS.ver", "TLS.sdkappid", "TLS.identifier", "TLS.sig", "TLS.time"];
const JAVA_USERBUF: [&str; 7] =
    ["TLS.expire", "TLS.ver", "TLS.sdkappid", "TLS.identifier", "TLS.sig", "TLS.userbuf", "TLS.time"];
const JAVA_LEGACY: [&str; 7] = [
    "TLS.appid_at_3rd",
    "TLS.expire_after",
    "TLS.identifier",
    "TLS.sig",
    "TLS.sdk_appid",
    "TLS.time",
    "TLS.account_type",
];
/// The order of the Go generator's struct, as far as none of it is ever left out.
const GO_BEGINNING: [&str; 3] = ["TLS.ver", "TLS.identifier", "TLS.sdkappid"];
