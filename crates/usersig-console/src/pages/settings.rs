//! One's own settings: language, theme, password, authenticator.

use maud::{Markup, html};

use crate::{
    failure::Failure,
    language::Language,
    view::{
        Head, inside,
        layout::role_key,
        parts::{Tone, badge, card, facts, form, link_button, tag},
    },
    visit::{Auditor, Theme},
};

pub(crate) async fn show(visit: Auditor) -> Result<Markup, Failure> {
    let administrator = &visit.person()?.administrator;
    let head = Head {
        title: visit.say("nav-settings"),
        lead: visit.say("settings-lead"),
        section: "/settings",
        ..Head::default()
    };
    let account = facts(&[
        (visit.say("name"), html! { (administrator.name) }),
        (visit.say("role"), html! { (tag(&visit.say(role_key(administrator.role)))) }),
        (
            visit.say("totp"),
            if administrator.totp {
                badge(Tone::Good, &visit.say("on"))
            } else {
                badge(Tone::Warn, &visit.say("off"))
            },
        ),
    ]);
    let content = html! {
        div class="two" {
            (card(&visit.say("account"), html! {
                (account)
                @if !administrator.totp { p class="help" { (visit.say("totp-advice")) } }
                div class="form-end" {
                    (link_button("/settings/password", &visit.say("change-password"), false))
                    (link_button("/settings/totp", &visit.say(if administrator.totp { "totp-turn-off" } else { "totp-turn-on" }), !administrator.totp))
                }
            }))
            (card(&visit.say("appearance"), html! {
                (choices(&visit, "/language", "language", Language::ALL.map(|language| (
                    language.code(),
                    language.own_name().to_owned(),
                    language == visit.words.language(),
                )).as_slice()))
                (choices(&visit, "/theme", "theme", Theme::ALL.map(|theme| (
                    theme.code(),
                    visit.say(&format!("theme-{}", theme.code())),
                    theme == visit.theme,
                )).as_slice()))
            }))
        }
    };
    Ok(inside(&visit, &head, content))
}

fn choices(visit: &Auditor, address: &str, name: &str, choices: &[(&str, String, bool)]) -> Markup {
    form(
        visit,
        address,
        "field",
        html! {
            span class="label" { (visit.say(name)) }
            input type="hidden" name="next" value="/settings";
            div class="switch" role="group" aria-label=(visit.say(name)) {
                @for (value, text, on) in choices {
                    button type="submit" name=(name) value=(value) aria-pressed=(if *on { "true" } else { "false" })
                        lang=[Language::from_code(value).map(Language::tag)] { (text) }
                }
            }
        },
    )
}
