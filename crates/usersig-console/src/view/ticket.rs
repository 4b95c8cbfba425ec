//! A ticket as people see it: a sheet with its text and a stub with its state.

use maud::{Markup, html};
use usersig::{Algorithm, Unverified};

use super::parts::{Tone, copy, tag};
use crate::{moment, words::Words};

/// A ticket and what is known of it.
pub(crate) struct Sheet<'a> {
    pub(crate) title: String,
    pub(crate) ticket: &'a str,
    pub(crate) tone: Tone,
    pub(crate) verdict: String,
    /// Below the text.
    pub(crate) more: Markup,
    /// In the middle of the stub.
    pub(crate) stub: Markup,
}

impl Sheet<'_> {
    pub(crate) fn show(&self, words: Words) -> Markup {
        html! {
            section class={ "ticket " (self.tone.class()) } aria-label=(self.title) {
                div class="ticket-sheet" {
                    h2 { (self.title) }
                    (text(words, self.ticket))
                    div { (copy(words, "ticket-text", &self.title)) }
                    (self.more)
                }
                div class="ticket-stub" {
                    div class="verdict" role="status" { (self.verdict) }
                    (self.stub)
                }
            }
        }
    }
}

/// The ticket's text in colours: the zlib header, the compressed content, the check sum.
pub(crate) fn text(words: Words, ticket: &str) -> Markup {
    // What does not open has no parts to show.
    let whole = usersig::inspect(ticket).is_ok();
    let (head, body, sum) = if whole { cut(ticket) } else { ("", ticket, "") };
    let whole = whole && !head.is_empty();
    html! {
        div class="ticket-text" id="ticket-text" tabindex="0" role="region" aria-label=(words.say("ticket-text")) {
            @if whole { span class="t-head" { (head) } }
            (body)
            @if whole { span class="t-sum" { (sum) } }
        }
        @if whole {
            div class="ticket-key" {
                span class="k-head" { (words.say("ticket-head")) }
                span class="k-body" { (words.say("ticket-body")) }
                span class="k-sum" { (words.say("ticket-sum")) }
                span class="num" { (words.with("characters", &[("count", ticket.chars().count().into())])) }
            }
        }
    }
}

/// How long a ticket is still good, with a line that grows shorter.
pub(crate) fn life(words: Words, now: u64, time: u64, expires_at: u64) -> Markup {
    let length = expires_at.saturating_sub(time);
    let left = expires_at.saturating_sub(now).min(length);
    html! {
        div class="left" {
            @if expires_at >= now {
                span class="muted" { (words.say("time-left")) }
                strong { (moment::left(words, now, expires_at)) }
                progress class="life" value=(left) max=(length.max(1)) aria-label=(words.say("time-left")) {}
            } @else {
                span class="muted" { (words.say("expired-since")) }
                strong { (moment::span(words, now - expires_at)) }
            }
        }
    }
}

/// Every field of a ticket, by name.
pub(crate) fn fields(words: Words, ticket: &Unverified) -> Vec<(String, Markup)> {
    let validity = ticket.validity();
    let algorithm = match ticket.algorithm() {
        Algorithm::HmacSha256 => "HMAC-SHA256 · TLS.ver 2.0".to_owned(),
        _ => format!("ECDSA-SHA256 · {}", words.say("algorithm-legacy")),
    };
    let mut rows = vec![
        ("UserID".to_owned(), html! { code { (ticket.userid()) } }),
        ("SDKAppID".to_owned(), html! { code { (ticket.sdkappid()) } }),
        (words.say("algorithm"), html! { (algorithm) }),
        (words.say("signed-at"), moment::stamp(validity.time())),
        (words.say("expires-at"), moment::stamp(validity.expires_at())),
        (
            words.say("validity"),
            html! { (moment::span(words, validity.expire())) " (" (words.number(validity.expire())) " s)" },
        ),
    ];
    if let Some(key) = ticket.private_map_key() {
        let room = key.room();
        let kind = if room.as_id().is_some() { "room-number" } else { "room-text" };
        let name =
            room.as_str().map_or_else(|| room.as_id().unwrap_or_default().to_string(), ToOwned::to_owned);
        rows.push((words.say("room"), html! { code { (name) } " " (tag(&words.say(kind))) }));
        rows.push((
            words.say("privileges"),
            html! {
                span class="badges" {
                    @for name in key.privileges().names() { (tag(&words.say(&format!("privilege-{name}")))) }
                    (tag(&key.privileges().bits().to_string()))
                }
            },
        ));
        rows.push((words.say("room-expires-at"), moment::stamp(key.expires_at().into())));
    } else if let Some(userbuf) = ticket.userbuf() {
        let hex: String = userbuf.iter().map(|byte| format!("{byte:02x}")).collect();
        rows.push(("UserBuf".to_owned(), html! { code { (hex) } }));
    }
    let signature: String = ticket.signature().iter().map(|byte| format!("{byte:02x}")).collect();
    rows.push((words.say("signature"), html! { span class="hash" { (signature) } }));
    rows
}

/// The ticket's JSON with its names and texts in colours.
pub(crate) fn json(words: Words, text: &str) -> Markup {
    html! {
        div class="code" tabindex="0" role="region" aria-label="JSON" {
            @for (class, piece) in pieces(text) {
                @if class.is_empty() { (piece) } @else { span class=(class) { (piece) } }
            }
        }
        p class="help" { (words.say("not-verified")) }
    }
}

/// The text before the content, the content, and the check sum of four bytes at the end.
fn cut(ticket: &str) -> (&str, &str, &str) {
    let plain = ticket.trim_end_matches(['_', '=']);
    if !ticket.is_ascii() || !ticket.starts_with('e') || plain.len() < 24 {
        return ("", ticket, "");
    }
    let bytes = plain.len() * 6 / 8;
    let sum = (bytes - 4) * 8 / 6;
    let (front, sum) = ticket.split_at(sum);
    let (head, body) = front.split_at(2);
    (head, body, sum)
}

/// JSON cut into texts, names and the rest.
fn pieces(json: &str) -> Vec<(&'static str, &str)> {
    let mut pieces = Vec::new();
    let mut rest = json;
    while !rest.is_empty() {
        let Some(start) = rest.find('"') else {
            pieces.push(("", rest));
            break;
        };
        let (before, quoted) = rest.split_at(start);
        if !before.is_empty() {
            pieces.push(("", before));
        }
        let mut escaped = false;
        let end = quoted.char_indices().skip(1).find(|(_, character)| {
            let ends = *character == '"' && !escaped;
            escaped = *character == '\\' && !escaped;
            ends
        });
        let (text, after) = quoted.split_at(end.map_or(quoted.len(), |(at, _)| at + 1));
        let is_name = after.trim_start().starts_with(':');
        pieces.push((if is_name { "j-name" } else { "j-text" }, text));
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{cut, pieces};

    #[test]
    fn a_ticket_is_cut_without_loss() {
        for ticket in ["eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLB_", "x", "", "e", "é".repeat(40).as_str()] {
            let (head, body, sum) = cut(ticket);
            assert_eq!(format!("{head}{body}{sum}"), ticket);
        }
    }

    #[test]
    fn json_is_cut_without_loss() {
        for json in [r#"{"a\"":"b\\","c":1}"#, r#"{"open"#, "", r#""\"#] {
            let joined: String = pieces(json).into_iter().map(|(_, piece)| piece).collect();
            assert_eq!(joined, json);
        }
        assert_eq!(pieces(r#"{"a":"b"}"#)[1].0, "j-name");
    }
}
