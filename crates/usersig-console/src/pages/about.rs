//! What this service is, and the numbers that a report of a fault needs.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use crate::{
    console::Console,
    moment,
    view::{
        Head, inside,
        parts::{Tone, badge, card, facts},
    },
    visit::Auditor,
};

pub(crate) async fn show(State(console): State<Arc<Console>>, visit: Auditor) -> Markup {
    let cut_off = console.service.cut_off_for() / 1000;
    let database = if cut_off < 5 {
        badge(Tone::Good, &visit.say("database-answers"))
    } else {
        badge(
            Tone::Bad,
            &visit.words.with("database-away", &[("span", moment::span(visit.words, cut_off).into())]),
        )
    };
    let head = Head {
        title: visit.say("nav-about"),
        lead: visit.say("about-lead"),
        section: "/about",
        ..Head::default()
    };
    let content = html! {
        div class="two" {
            (card("usersig", facts(&[
                (visit.say("version"), html! { (env!("CARGO_PKG_VERSION")) }),
                (visit.say("database"), database),
                (visit.say("revision"), html! { span class="num" { (console.service.revision()) } }),
                (visit.say("server-time"), moment::stamp(visit.now)),
                (visit.say("licence"), html! { "MIT / Apache-2.0" }),
            ])))
            (card(&visit.say("about-terms"), html! {
                dl class="terms" {
                    @for (term, key) in [
                        ("UserSig", "term-usersig"),
                        ("SDKAppID", "term-sdkappid"),
                        ("UserID", "term-userid"),
                        ("PrivateMapKey", "term-private-map-key"),
                    ] {
                        dt { (term) }
                        dd { (visit.say(key)) }
                    }
                }
            }))
        }
        (card(&visit.say("about-interface"), html! {
            p { (visit.say("about-interface-more")) }
            ul class="plain-list" {
                li { a href="/docs" { "/docs" } " · " (visit.say("about-docs")) }
                li { a href="/healthz" { "/healthz" } ", " a href="/readyz" { "/readyz" } " · " (visit.say("about-health")) }
            }
        }))
        (card(&visit.say("about-privacy"), html! { p { (visit.say("about-privacy-more")) } }))
    };
    inside(&visit, &head, content)
}
