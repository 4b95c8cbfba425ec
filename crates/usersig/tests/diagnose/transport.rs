//! What stands around a ticket or in the place of its characters.

use crate::kit::{Given, special_ticket, standard, ticket, translate, words};

#[test]
fn wrapped_in_quotes() {
    let ticket = ticket();
    for (before, after) in
        [("\"", "\""), ("'", "'"), ("`", "`"), ("\"", ""), ("", "\""), ("(", ")"), ("<", ">")]
    {
        let given = format!("{before}{ticket}{after}");
        let cause = if before.is_empty() { "trailing-data" } else { "wrapped" };
        Given::ticket(&given).mends([cause]);
    }
}

#[test]
fn wrapped_in_a_header() {
    let ticket = ticket();
    for before in
        ["Bearer ", "Authorization: Bearer ", "bearer\t", "UserSig: ", "X-User-Sig: ", "Cookie: usersig="]
    {
        Given::ticket(&format!("{before}{ticket}")).mends(["wrapped"]);
        Given::ticket(&format!("{before}{ticket}\r\n")).mends(["wrapped"]);
    }
    Given::ticket(&format!("Cookie: usersig={ticket}; path=/")).mends(["wrapped"]);
}

#[test]
fn wrapped_in_a_url() {
    let ticket = special_ticket();
    let url = format!(
        "https://service.example/v4/openim/kick?sdkappid=1400000000&identifier=xiaojun&usersig={ticket}\
         &random=99999999&contenttype=json"
    );
    Given::ticket(&url).mends(["wrapped"]);
    Given::ticket(&format!("usersig={ticket}")).mends(["wrapped"]);
    Given::ticket(&format!("?userSig={ticket}#top")).mends(["wrapped"]);
    // A name and values that are encoded for reasons of their own.
    Given::ticket(&format!("https://a.example/?name=%E7%94%A8&userSig={ticket}&x=%20")).mends(["wrapped"]);
}

#[test]
fn wrapped_in_json() {
    let ticket = ticket();
    let bodies = [
        format!("{{\"usersig\":\"{ticket}\"}}"),
        format!("{{\"code\": 0, \"data\": {{\"userSig\": \"{ticket}\", \"sdkAppId\": 1400000000}}}}"),
        format!("{{\"sdkAppId\":1400000000,\"userId\":\"xiaojun\",\"token\":\"{ticket}\"}}"),
        format!("[\"{ticket}\"]"),
        format!("{{\"sig\":\"{ticket}\",\"userid\":\"usersig\"}}"),
        format!("'usersig' => '{ticket}',"),
        format!("<UserSig>{ticket}</UserSig>"),
        format!("userSig: '{ticket}',\n"),
    ];
    for body in &bodies {
        Given::ticket(body).mends(["wrapped"]);
    }
}

#[test]
fn wrapped_in_prose() {
    let ticket = ticket();
    Given::ticket(&format!("the ticket is {ticket}")).mends(["wrapped"]);
    Given::ticket(&format!("the ticket is {ticket} and it is rejected")).mends(["trailing-data", "wrapped"]);
}

#[test]
fn a_wrapping_around_something_else_is_not_reported() {
    Given::ticket("{\"usersig\":\"\",\"userid\":\"xiaojun\"}").gives_up(["not-a-ticket"]);
    Given::ticket("Bearer null").gives_up(["not-a-ticket"]);
}

#[test]
fn percent_encoded() {
    let ticket = special_ticket();
    let once = percent_encode(&ticket);
    let diagnosis = Given::ticket(&once).mends(["percent-encoded"]);
    assert!(!words(&diagnosis, "percent-encoded").contains("times"));

    let diagnosis = Given::ticket(&percent_encode(&once)).mends(["percent-encoded"]);
    assert!(words(&diagnosis, "percent-encoded").ends_with(", 2 times"));

    Given::ticket(&percent_encode(&standard(&ticket))).mends(["percent-encoded"]);
}

#[test]
fn percent_encoded_and_wrapped() {
    let ticket = special_ticket();
    let url = format!("https://service.example/?usersig={}&random=1", percent_encode(&ticket));
    Given::ticket(&url).mends(["percent-encoded", "wrapped"]);
    Given::ticket(&format!("https://login.example/?next={}", percent_encode(&url)))
        .mends(["percent-encoded", "wrapped"]);
    Given::ticket(&format!("%22{ticket}%22")).mends(["percent-encoded", "wrapped"]);
}

#[test]
fn spaces_for_plus() {
    let ticket = standard(&special_ticket());
    Given::ticket(&ticket.replace('+', " ")).mends(["spaces-for-plus"]);
    Given::ticket(&ticket.replace('+', "%20")).mends(["percent-encoded", "spaces-for-plus"]);
    let url = format!("https://service.example/?usersig={}&random=1", ticket.replace('+', " "));
    Given::ticket(&url).mends(["spaces-for-plus", "wrapped"]);
}

#[test]
fn spaces_for_plus_at_the_end_which_were_trimmed() {
    let ticket = (0..)
        .map(|number| {
            crate::kit::sign(crate::kit::KEY, "xiaojun", crate::kit::TIME, 15_552_000 + number, None)
        })
        .find(|ticket| ticket.ends_with('*'))
        .unwrap();
    let spaced = standard(&ticket).replace('+', " ");
    Given::ticket(&spaced).mends(["spaces-for-plus"]);
    Given::ticket(spaced.trim()).mends(["spaces-for-plus"]);
}

#[test]
fn backslashes() {
    let ticket = special_ticket();
    let plain = standard(&ticket);
    for escaped in [
        plain.replace('/', "\\/"),
        plain.replace('+', "\\u002B").replace('=', "\\u003d"),
        ticket.replace('*', "\\*"),
        format!("{ticket}\\n"),
        format!("{}\\r\\n{}\\r\\n", &ticket[..76], &ticket[76..]),
        plain.replace('/', "\\\\/"),
    ] {
        Given::ticket(&escaped).mends(["backslashes"]);
    }
    let body = format!("{{\\\"usersig\\\":\\\"{ticket}\\\"}}");
    Given::ticket(&body).mends(["backslashes", "wrapped"]);
}

#[test]
fn invisible_characters() {
    let ticket = ticket();
    let (front, back) = ticket.split_at(40);
    for hidden in ["\u{200b}", "\u{feff}", "\u{a0}", "\u{ad}", "\u{200e}\u{2060}", "\0", "\u{1b}"] {
        Given::ticket(&format!("{front}{hidden}{back}")).mends(["invisible-characters"]);
        Given::ticket(&format!("{hidden}{ticket}")).mends(["invisible-characters"]);
        Given::ticket(&format!("{ticket}{hidden}")).mends(["invisible-characters"]);
    }
    let mut latin = front.as_bytes().to_vec();
    latin.push(0xa0);
    latin.extend(back.bytes());
    Given::ticket(&latin).mends(["invisible-characters"]);
}

#[test]
fn white_space() {
    let ticket = ticket();
    let lines: Vec<&str> =
        ticket.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    for text in [format!(" {ticket}"), format!("{ticket}\n"), lines.join("\n"), lines.join("\r\n")] {
        let diagnosis = Given::ticket(&text).warns([]);
        assert!(diagnosis.has("white-space"), "{diagnosis:#?}");
        assert_eq!(diagnosis.repaired.as_deref(), Some(ticket.as_str()));
    }
}

#[test]
fn white_space_inside() {
    let ticket = ticket();
    let lines: Vec<&str> =
        ticket.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    for between in [" ", "\t", "\n    ", " \\n "] {
        let text = lines.join(between);
        let diagnosis = Given::ticket(&text).diagnose();
        assert!(diagnosis.has("white-space-inside"), "{diagnosis:#?}");
        assert_eq!(diagnosis.repaired.as_deref(), Some(ticket.as_str()));
    }
    Given::ticket(&lines.join("\n  ")).mends(["white-space-inside"]);
}

#[test]
fn plain_base64() {
    let ticket = special_ticket();
    let diagnosis = Given::ticket(&standard(&ticket)).warns(["plain-base64"]);
    assert_eq!(diagnosis.repaired.as_deref(), Some(ticket.as_str()));
    assert_eq!(translate(&standard(&ticket)), ticket);
}

fn percent_encode(text: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.bytes()
        .map(|byte| if safe(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
