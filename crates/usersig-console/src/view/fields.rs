//! Fields of forms: each has a label, help, and room for what is wrong with it.

use maud::{Markup, html};

/// A field for a line of text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Field<'a> {
    pub(crate) name: &'a str,
    /// Its `id` where another field of the page has the same name; empty: the name.
    pub(crate) id: &'a str,
    pub(crate) label: String,
    /// The input's type; empty: `text`.
    pub(crate) kind: &'a str,
    pub(crate) value: &'a str,
    pub(crate) help: String,
    /// What is wrong with the value.
    pub(crate) wrong: Option<String>,
    pub(crate) required: bool,
    /// What a browser may fill in; empty: nothing.
    pub(crate) autocomplete: &'a str,
    /// The keyboard of a phone; empty: letters.
    pub(crate) inputmode: &'a str,
    pub(crate) placeholder: &'a str,
    /// Characters; 0: no limit.
    pub(crate) longest: u32,
    pub(crate) mono: bool,
    /// Names that can be chosen from: the `id` of a `datalist`.
    pub(crate) list: &'a str,
}

impl Field<'_> {
    /// A field for one line.
    pub(crate) fn line(&self) -> Markup {
        let kind = if self.kind.is_empty() { "text" } else { self.kind };
        let autocomplete = if self.autocomplete.is_empty() { "off" } else { self.autocomplete };
        self.around(html! {
            input id=(self.id()) name=(self.name) type=(kind) value=[some(self.value)] required[self.required]
                autocomplete=(autocomplete) inputmode=[some(self.inputmode)] placeholder=[some(self.placeholder)]
                maxlength=[(self.longest > 0).then_some(self.longest)] list=[some(self.list)]
                class=[self.mono.then_some("mono")] spellcheck="false" autocapitalize="none"
                aria-describedby=[self.described()] aria-invalid=[self.wrong.is_some().then_some("true")];
        })
    }

    /// A field for several lines.
    pub(crate) fn area(&self) -> Markup {
        self.around(html! {
            textarea id=(self.id()) name=(self.name) required[self.required] placeholder=[some(self.placeholder)]
                class=[self.mono.then_some("mono")] spellcheck="false" autocapitalize="none" autocomplete="off"
                aria-describedby=[self.described()] aria-invalid=[self.wrong.is_some().then_some("true")] {
                // A browser drops the first line end of a text area.
                "\n" (self.value)
            }
        })
    }

    /// A field that chooses one of several values.
    pub(crate) fn select(&self, choices: &[(String, String)]) -> Markup {
        self.around(html! {
            select id=(self.id()) name=(self.name) required[self.required] aria-describedby=[self.described()]
                aria-invalid=[self.wrong.is_some().then_some("true")] {
                @for (value, text) in choices { option value=(value) selected[value == self.value] { (text) } }
            }
        })
    }

    fn around(&self, input: Markup) -> Markup {
        html! {
            div class="field" {
                label for=(self.id()) { (self.label) }
                (input)
                @if !self.help.is_empty() { p class="help" id={ (self.id()) "-help" } { (self.help) } }
                @if let Some(wrong) = &self.wrong { p class="wrong" id={ (self.id()) "-wrong" } { (wrong) } }
            }
        }
    }

    const fn id(&self) -> &str {
        if self.id.is_empty() { self.name } else { self.id }
    }

    fn described(&self) -> Option<String> {
        let mut ids = Vec::new();
        if !self.help.is_empty() {
            ids.push(format!("{}-help", self.id()));
        }
        if self.wrong.is_some() {
            ids.push(format!("{}-wrong", self.id()));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// A box or a button of a group, with an explanation.
pub(crate) struct Choice<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a str,
    pub(crate) text: String,
    pub(crate) help: String,
    pub(crate) chosen: bool,
}

impl Choice<'_> {
    /// One of several that can be chosen together.
    pub(crate) fn check(&self) -> Markup {
        self.show("checkbox")
    }

    /// One of several of which one is chosen.
    pub(crate) fn radio(&self) -> Markup {
        self.show("radio")
    }

    fn show(&self, kind: &str) -> Markup {
        html! {
            label class="choice" {
                input type=(kind) name=(self.name) value=(self.value) checked[self.chosen];
                span { (self.text) }
                @if !self.help.is_empty() { span class="help" { (self.help) } }
            }
        }
    }
}

/// A group of boxes or buttons with a name.
pub(crate) fn group(legend: &str, help: &str, class: &str, content: Markup) -> Markup {
    html! {
        fieldset {
            legend { (legend) }
            @if !help.is_empty() { p class="help" { (help) } }
            div class=(class) { (content) }
        }
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
