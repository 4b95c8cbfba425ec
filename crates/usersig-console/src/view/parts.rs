//! Small parts: badges, notices, facts, empty states, buttons, code.

use maud::{Markup, html};

use super::icons::{self, Icon};
use crate::{visit::Visit, words::Words};

/// How something is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Accent,
    Good,
    Warn,
    Bad,
}

impl Tone {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Accent => "accent",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Plain | Self::Accent => Icon::Info,
            Self::Good => Icon::Good,
            Self::Warn => Icon::Warning,
            Self::Bad => Icon::Bad,
        }
    }
}

/// A state in one or two words.
pub(crate) fn badge(tone: Tone, text: &str) -> Markup {
    html! { span class={ "badge " (tone.class()) } { (text) } }
}

/// A badge without a dot, for names of things.
pub(crate) fn tag(text: &str) -> Markup {
    html! { span class="badge plain" { (text) } }
}

/// Something that the reader should know; with a tone of warning or failure it is announced.
pub(crate) fn notice(tone: Tone, title: &str, text: &str) -> Markup {
    notice_with(tone, title, html! { @if !text.is_empty() { p { (text) } } })
}

/// A notice with content of its own.
pub(crate) fn notice_with(tone: Tone, title: &str, content: Markup) -> Markup {
    let role = match tone {
        Tone::Bad | Tone::Warn => Some("alert"),
        Tone::Good => Some("status"),
        Tone::Plain | Tone::Accent => None,
    };
    html! {
        div class={ "notice " (tone.class()) } role=[role] {
            (tone.icon().show())
            div { @if !title.is_empty() { strong { (title) } } (content) }
        }
    }
}

/// Names and values.
pub(crate) fn facts(rows: &[(String, Markup)]) -> Markup {
    html! { dl class="facts" { @for (name, value) in rows { dt { (name) } dd { (value) } } } }
}

/// What stands where nothing is yet: what it is, and what to do.
pub(crate) fn empty(title: &str, text: &str, act: Markup) -> Markup {
    html! { div class="empty" { (icons::blank()) h3 { (title) } p { (text) } (act) } }
}

/// A button's look for an address.
pub(crate) fn link_button(address: &str, text: &str, main: bool) -> Markup {
    html! { a class={ "button" @if main { " main" } } href=(address) { (text) } }
}

/// Copies the text of an element; shown only where scripts run.
pub(crate) fn copy(words: Words, source: &str, what: &str) -> Markup {
    html! {
        button type="button" class="button little copy" data-copy=(source) data-done=(words.say("copied"))
            aria-label={ (words.say("copy")) ": " (what) } {
            (Icon::Copy.show()) span data-label { (words.say("copy")) }
        }
    }
}

/// A form to this console, with the text that forms must carry.
pub(crate) fn form(visit: &Visit, address: &str, class: &str, content: Markup) -> Markup {
    html! {
        form method="post" action=(address) class=(class) autocomplete="off" {
            input type="hidden" name="csrf" value=(visit.csrf);
            (content)
        }
    }
}

/// A form that is a single button.
pub(crate) fn act(visit: &Visit, address: &str, text: &str, class: &str, hidden: &[(&str, &str)]) -> Markup {
    form(
        visit,
        address,
        "",
        html! {
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            button type="submit" class={ "button " (class) } { (text) }
        },
    )
}

/// A card with a heading of the second rank.
pub(crate) fn card(title: &str, body: Markup) -> Markup {
    html! { section class="card" { div class="card-head" { h2 { (title) } } div class="card-body" { (body) } } }
}

/// A card with a heading and acts beside it, whose content reaches its edges.
pub(crate) fn board(title: &str, acts: Markup, content: Markup) -> Markup {
    html! { section class="card" { div class="card-head" { h2 { (title) } (acts) } (content) } }
}

/// Names of the columns of a table; an empty one is a column of buttons.
pub(crate) fn columns(names: &[&str], acts: Option<&str>) -> Markup {
    html! {
        thead {
            tr {
                @for name in names { th scope="col" { (name) } }
                @if let Some(acts) = acts { th scope="col" { span class="unseen" { (acts) } } }
            }
        }
    }
}

/// A secret that is shown once.
pub(crate) fn secret(words: Words, id: &str, what: &str, text: &str) -> Markup {
    html! {
        div class="secret" {
            div class="code" id=(id) tabindex="0" role="region" aria-label=(what) { (text) }
            div { (copy(words, id, what)) }
        }
    }
}
