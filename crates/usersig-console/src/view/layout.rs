//! The frame around every page.

use maud::{DOCTYPE, Markup, html};
use usersig_store::administrator::Role;

use super::{
    icons::{self, Icon},
    parts::{Tone, act, form, link_button, notice},
};
use crate::{
    assets,
    failure::Failure,
    language::Language,
    visit::{Theme, Visit},
};

/// A page's head: where it stands and what it is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    /// The title, for the tab and the first heading.
    pub(crate) title: String,
    /// One or two sentences below it.
    pub(crate) lead: String,
    /// The address of the section in the side bar.
    pub(crate) section: &'static str,
    /// The way here: addresses and names.
    pub(crate) crumbs: Vec<(String, String)>,
    /// What can be done.
    pub(crate) acts: Option<Markup>,
    /// Sub-pages: address, name.
    pub(crate) tabs: Vec<(String, String)>,
}

/// A page for somebody who is signed in.
pub(crate) fn inside(visit: &Visit, head: &Head, content: Markup) -> Markup {
    let done = visit.query("done").and_then(|done| visit.words.find(&format!("done-{done}"), &[]));
    document(
        visit,
        &head.title,
        html! {
            a class="skip" href="#content" { (visit.say("skip")) }
            div class="shell" {
                details class="bar" {
                    summary {
                        span class="brand" { (icons::logo()) span { "usersig" } }
                        span class="menu-word" { (Icon::Menu.show()) (visit.say("menu")) }
                    }
                    div class="drawer" { (navigation(visit, head.section, "nav-small")) (who(visit)) }
                }
                header class="side" {
                    div class="side-sheet" {
                        a class="brand" href="/" { (icons::logo()) span { "usersig" } }
                        (navigation(visit, head.section, "nav"))
                        (who(visit))
                    }
                }
                div class="content" {
                    main class="page" id="content" tabindex="-1" {
                        (page_head(visit, head))
                        @if let Some(done) = done { (notice(Tone::Good, &done, "")) }
                        (content)
                    }
                    (foot(visit, if head.section.is_empty() { "/" } else { head.section }))
                }
            }
        },
    )
}

/// A page for somebody who is not signed in.
pub(crate) fn outside(visit: &Visit, title: &str, content: Markup) -> Markup {
    document(
        visit,
        title,
        html! {
            div class="outside" {
                header class="outside-art" {
                    span class="brand" { (icons::logo()) span { "usersig" } }
                    div { div class="motto" { (visit.say("motto")) } p { (visit.say("motto-more")) } }
                    (icons::stubs())
                }
                div class="outside-sheet" { main class="sheet" id="content" { (content) } (foot(visit, visit.path())) }
            }
        },
    )
}

/// The page that says why another one cannot be shown.
pub(crate) fn failure(visit: &Visit, failure: &Failure) -> Markup {
    let title = visit.say(&format!("{}-title", failure.key()));
    let text = match failure {
        Failure::Refused(objection) => visit.words.objection(objection),
        other => visit.say(other.key()),
    };
    let body = html! { p { (text) } };
    let back = if visit.person.is_some() { ("/", "back-to-start") } else { ("/sign-in", "sign-in") };
    let way = link_button(back.0, &visit.say(back.1), true);
    if visit.person.is_some() {
        let head = Head { title, ..Head::default() };
        let content =
            html! { div class="card" { div class="card-body" { (body) div class="form-end" { (way) } } } };
        inside(visit, &head, content)
    } else {
        outside(visit, &title, html! { h1 { (title) } (body) div class="form-end" { (way) } })
    }
}

fn document(visit: &Visit, title: &str, body: Markup) -> Markup {
    let theme = (visit.theme != Theme::System).then(|| visit.theme.code());
    html! {
        (DOCTYPE)
        html lang=(visit.words.language().tag()) data-theme=[theme] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · usersig" }
                link rel="icon" href=(assets::ICON.address) type="image/svg+xml";
                link rel="stylesheet" href=(assets::STYLE.address);
                script src=(assets::SCRIPT.address) defer {}
            }
            body { (body) }
        }
    }
}

fn page_head(visit: &Visit, head: &Head) -> Markup {
    html! {
        @if !head.crumbs.is_empty() {
            nav class="crumbs" aria-label=(visit.say("crumbs")) {
                ol { @for (address, name) in &head.crumbs { li { a href=(address) { (name) } } } }
            }
        }
        div class="page-head" {
            div {
                h1 { (head.title) }
                @if !head.lead.is_empty() { p class="lead" { (head.lead) } }
            }
            @if let Some(acts) = &head.acts { div class="acts" { (acts) } }
        }
        @if !head.tabs.is_empty() {
            nav class="tabs" aria-label=(visit.say("sub-pages")) {
                @for (address, name) in &head.tabs {
                    a href=(address) aria-current=[(visit.path() == address).then_some("page")] { (name) }
                }
            }
        }
    }
}

fn navigation(visit: &Visit, section: &str, label: &str) -> Markup {
    html! {
        nav class="nav" aria-label=(visit.say(label)) {
            @for (group, entries) in SECTIONS {
                div {
                    @if !group.is_empty() { h2 { (visit.say(group)) } }
                    ul {
                        @for (address, key, icon, _) in entries.iter().filter(|entry| visit.may(entry.3)) {
                            li {
                                a href=(address) aria-current=[(*address == section).then_some("page")] {
                                    (icon.show()) (visit.say(key))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn who(visit: &Visit) -> Markup {
    let Some(person) = &visit.person else { return html! {} };
    let administrator = &person.administrator;
    html! {
        div class="who" {
            div class="who-line" {
                div {
                    div class="name" { (administrator.name) }
                    div class="role" { (visit.say(role_key(administrator.role))) }
                }
                (act(visit, "/sign-out", &visit.say("sign-out"), "little", &[]))
            }
        }
    }
}

/// The key of a role's name.
pub(crate) const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Owner => "role-owner",
        Role::Operator => "role-operator",
        _ => "role-auditor",
    }
}

/// Language and theme. `section` is where they lead after a form.
fn foot(visit: &Visit, section: &str) -> Markup {
    let next = ("next", if visit.posted { section } else { visit.address.as_str() });
    let switch = |address: &str, name: &str, label: String, choices: Vec<(&str, String, bool)>| {
        form(
            visit,
            address,
            "",
            html! {
                div class="switch" role="group" aria-label=(label) {
                    input type="hidden" name=(next.0) value=(next.1);
                    @for (value, text, on) in choices {
                        button type="submit" name=(name) value=(value) aria-pressed=(if on { "true" } else { "false" })
                            lang=[Language::from_code(value).map(Language::tag)] { (text) }
                    }
                }
            },
        )
    };
    let languages = Language::ALL.map(|language| {
        (language.code(), language.own_name().to_owned(), language == visit.words.language())
    });
    let themes = Theme::ALL
        .map(|theme| (theme.code(), visit.say(&format!("theme-{}", theme.code())), theme == visit.theme));
    html! {
        footer class="foot" {
            div class="switches" {
                (switch("/language", "language", visit.say("language"), languages.to_vec()))
                (switch("/theme", "theme", visit.say("theme"), themes.to_vec()))
            }
            span { "usersig " (env!("CARGO_PKG_VERSION")) }
        }
    }
}

type Entry = (&'static str, &'static str, Icon, Role);

const SECTIONS: [(&str, &[Entry]); 3] = [
    (
        "",
        &[
            ("/", "nav-overview", Icon::Overview, Role::Auditor),
            ("/apps", "nav-apps", Icon::Applications, Role::Auditor),
        ],
    ),
    (
        "nav-tools",
        &[
            ("/tools/generate", "nav-generate", Icon::Ticket, Role::Operator),
            ("/tools/verify", "nav-verify", Icon::Check, Role::Auditor),
            ("/tools/diagnose", "nav-diagnose", Icon::Search, Role::Auditor),
            ("/tools/private-map-key", "nav-room", Icon::Room, Role::Operator),
            ("/revocations", "nav-revocations", Icon::Revoke, Role::Auditor),
        ],
    ),
    (
        "nav-service",
        &[
            ("/tokens", "nav-tokens", Icon::Token, Role::Auditor),
            ("/statistics", "nav-statistics", Icon::Chart, Role::Auditor),
            ("/audit", "nav-audit", Icon::Audit, Role::Auditor),
            ("/administrators", "nav-administrators", Icon::People, Role::Owner),
            ("/settings", "nav-settings", Icon::Settings, Role::Auditor),
            ("/about", "nav-about", Icon::About, Role::Auditor),
        ],
    ),
];
