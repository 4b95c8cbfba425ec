//! Icons, drawn here: outlines on a grid of 24.

use maud::{Markup, PreEscaped, html};

/// An icon. It says nothing by itself: a text stands beside it, or on its button.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Icon {
    Overview,
    Applications,
    Ticket,
    Check,
    Search,
    Room,
    Revoke,
    Token,
    Audit,
    Chart,
    People,
    Settings,
    About,
    Copy,
    Menu,
    Warning,
    Info,
    Good,
    Bad,
}

impl Icon {
    pub(crate) fn show(self) -> Markup {
        html! {
            svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false" { (PreEscaped(self.lines())) }
        }
    }

    const fn lines(self) -> &'static str {
        match self {
            Self::Overview => r#"<path d="M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z"/>"#,
            Self::Applications => {
                r#"<rect x="4" y="4" width="7" height="7" rx="1.5"/><rect x="13" y="4" width="7" height="7" rx="1.5"/><rect x="4" y="13" width="7" height="7" rx="1.5"/><path d="M16.500 14v5M14 16.500h5"/>"#
            }
            Self::Ticket => {
                r#"<path d="M3 8a1 1 0 0 1 1-1h16a1 1 0 0 1 1 1v2.500a1.500 1.500 0 0 0 0 3V16a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-2.500a1.500 1.500 0 0 0 0-3z"/><path d="M15 9.500v1M15 13.500v1"/>"#
            }
            Self::Check => {
                r#"<path d="M12 3l7 3v5c0 4.500-3 8-7 10-4-2-7-5.500-7-10V6z"/><path d="M9 12l2.200 2.200L15.500 10"/>"#
            }
            Self::Search => r#"<circle cx="10.500" cy="10.500" r="6"/><path d="M15 15l5.500 5.500"/>"#,
            Self::Room => r#"<path d="M6 20V5l9-2v18l-9-1zM15 6h3v14h3M3 20h3"/><path d="M11.500 12v.5"/>"#,
            Self::Revoke => r#"<circle cx="12" cy="12" r="8.500"/><path d="M6.200 6.200l11.600 11.600"/>"#,
            Self::Token => {
                r#"<path d="M9 4H6a2 2 0 0 0-2 2v3a2 2 0 0 1-1 2 2 2 0 0 1 1 2v5a2 2 0 0 0 2 2h3M15 4h3a2 2 0 0 1 2 2v3a2 2 0 0 0 1 2 2 2 0 0 0-1 2v5a2 2 0 0 1-2 2h-3"/>"#
            }
            Self::Audit => {
                r#"<path d="M6 3h9l4 4v13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z"/><path d="M9 11h6M9 15h6M9 7h2"/>"#
            }
            Self::Chart => r#"<path d="M4 20h16M7 16v-5M12 16V6M17 16v-8"/>"#,
            Self::People => {
                r#"<circle cx="9" cy="8.500" r="3.500"/><path d="M3 20c.4-3.600 2.800-5.500 6-5.500s5.600 1.900 6 5.500M15.500 5.300a3.500 3.500 0 0 1 0 6.400M17.500 15c2 .8 3.200 2.500 3.500 5"/>"#
            }
            Self::Settings => {
                r#"<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>"#
            }
            Self::About => r#"<circle cx="12" cy="12" r="8.500"/><path d="M12 11v5M12 8v.2"/>"#,
            Self::Copy => {
                r#"<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3"/>"#
            }
            Self::Menu => r#"<path d="M4 7h16M4 12h16M4 17h16"/>"#,
            Self::Warning => r#"<path d="M12 4l9 16H3zM12 10v4M12 17v.2"/>"#,
            Self::Info => r#"<circle cx="12" cy="12" r="8.500"/><path d="M12 11v5M12 8v.2"/>"#,
            Self::Good => {
                r#"<circle cx="12" cy="12" r="8.500"/><path d="M8.500 12.200l2.500 2.500 4.500-5"/>"#
            }
            Self::Bad => r#"<circle cx="12" cy="12" r="8.500"/><path d="M9 9l6 6M15 9l-6 6"/>"#,
        }
    }
}

/// The ticket of the brand.
pub(crate) fn logo() -> Markup {
    html! {
        svg class="logo" viewBox="0 0 34 26" aria-hidden="true" focusable="false" {
            path class="logo-body" d="M3 2h28a2 2 0 0 1 2 2v5a4 4 0 0 0 0 8v5a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2v-5a4 4 0 0 0 0-8V4a2 2 0 0 1 2-2z" {}
            path class="logo-ink" d="M23 6v2m0 4v2m0 4v2M9 13.500l3 3 5-6" {}
        }
    }
}

/// The tickets beside the sign-in sheet.
pub(crate) fn stubs() -> Markup {
    html! {
        svg class="stubs" viewBox="0 0 440 250" aria-hidden="true" focusable="false" {
            g transform="rotate(-9 220 125) translate(8 60)" {
                path class="stub-a" d="M10 0h400a10 10 0 0 1 10 10v40a18 18 0 0 0 0 36v40a10 10 0 0 1-10 10H10a10 10 0 0 1-10-10V86a18 18 0 0 0 0-36V10A10 10 0 0 1 10 0z" {}
                path class="stub-line" d="M310 10v116" {}
            }
            g transform="rotate(-3 220 125) translate(24 56)" {
                path class="stub-b" d="M10 0h390a10 10 0 0 1 10 10v40a18 18 0 0 0 0 36v40a10 10 0 0 1-10 10H10a10 10 0 0 1-10-10V86a18 18 0 0 0 0-36V10A10 10 0 0 1 10 0z" {}
                path class="stub-line" d="M300 10v116" {}
            }
            g transform="rotate(4 220 125) translate(30 58)" {
                path class="stub-c" d="M10 0h380a10 10 0 0 1 10 10v40a18 18 0 0 0 0 36v40a10 10 0 0 1-10 10H10a10 10 0 0 1-10-10V86a18 18 0 0 0 0-36V10A10 10 0 0 1 10 0z" {}
                path class="stub-line" d="M290 10v116" {}
                rect class="stub-ink" x="34" y="32" width="150" height="14" rx="7" {}
                rect class="stub-ink" x="34" y="60" width="216" height="8" rx="4" {}
                rect class="stub-ink" x="34" y="78" width="188" height="8" rx="4" {}
                rect class="stub-ink" x="34" y="96" width="206" height="8" rx="4" {}
                rect class="stub-ink" x="318" y="40" width="48" height="48" rx="6" {}
            }
        }
    }
}

/// The picture of an empty page: a blank ticket.
pub(crate) fn blank() -> Markup {
    html! {
        svg class="art" viewBox="0 0 104 70" aria-hidden="true" focusable="false" {
            path class="art-a" d="M8 6h88a4 4 0 0 1 4 4v14a11 11 0 0 0 0 22v14a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4V46a11 11 0 0 0 0-22V10a4 4 0 0 1 4-4z" {}
            path class="art-b" d="M24 26h32M24 36h22M24 46h28" {}
            circle class="art-c" cx="76" cy="35" r="6" {}
        }
    }
}
