//! Signing in and out.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use crate::{
    console::{Console, actor},
    cookies::Cookie,
    credentials::{self, Claim},
    failure::Failure,
    session,
    view::{
        fields::Field,
        outside,
        parts::{Tone, form, notice},
    },
    visit::Visit,
};

pub(crate) async fn show(visit: Visit) -> Response {
    if visit.person.is_some() {
        return Redirect::to("/").into_response();
    }
    page(&visit, false).into_response()
}

pub(crate) async fn enter(State(console): State<Arc<Console>>, visit: Visit) -> Result<Response, Failure> {
    let name = visit.form.text("name");
    let claim = Claim {
        name,
        password: visit.form.raw("password"),
        code: visit.form.text("code"),
        client: visit.client,
        now: visit.now,
    };
    if !credentials::check(&console, &claim).await? {
        return Ok((StatusCode::UNAUTHORIZED, page(&visit, true)).into_response());
    }
    let secure = console.settings.secure;
    let cookie = session::begin(&console, name, visit.now).await?;
    let cookies = AppendHeaders([
        (header::SET_COOKIE, Cookie::Session.write(secure, &cookie, None)),
        (header::SET_COOKIE, Cookie::Form.remove(secure)),
    ]);
    Ok((cookies, Redirect::to(&own_path(visit.form.text("next")))).into_response())
}

pub(crate) async fn leave(State(console): State<Arc<Console>>, visit: Visit) -> Result<Response, Failure> {
    if let Some(person) = &visit.person {
        console.store.end_session(person.session_id).await?;
        let actor = actor(&person.administrator.name, visit.client);
        console.store.note(&actor, "administrator.sign_out", None, serde_json::json!({})).await?;
    }
    let cookie = Cookie::Session.remove(console.settings.secure);
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to("/sign-in")).into_response())
}

fn page(visit: &Visit, failed: bool) -> Markup {
    let next = match visit.form.text("next") {
        "" => visit.query("next").unwrap_or_default(),
        next => next.to_owned(),
    };
    let name = Field {
        name: "name",
        label: visit.say("name-to-sign-in"),
        value: visit.form.text("name"),
        required: true,
        autocomplete: "username",
        longest: 100,
        ..Field::default()
    };
    let password = Field {
        name: "password",
        label: visit.say("password"),
        kind: "password",
        required: true,
        autocomplete: "current-password",
        longest: 512,
        ..Field::default()
    };
    let content = html! {
        div {
            h1 { (visit.say("sign-in")) }
            p class="muted" { (visit.say("sign-in-lead")) }
        }
        @if failed { (notice(Tone::Bad, &visit.say("sign-in-failed"), &visit.say("sign-in-failed-more"))) }
        (form(visit, "/sign-in", "form", html! {
            input type="hidden" name="next" value=(next);
            (name.line())
            (password.line())
            (code_field(visit, "code-if-any").line())
            button type="submit" class="button main" { (visit.say("sign-in")) }
        }))
        p class="help" { (visit.say("forgot-password")) }
    };
    outside(visit, &visit.say("sign-in"), content)
}

/// The field for the six digits of an authenticator.
pub(crate) fn code_field(visit: &Visit, help: &str) -> Field<'static> {
    Field {
        name: "code",
        label: visit.say("code"),
        help: visit.say(help),
        autocomplete: "one-time-code",
        inputmode: "numeric",
        longest: 8,
        ..Field::default()
    }
}

/// A path of this console; the start page for anything else.
pub(crate) fn own_path(next: &str) -> String {
    // Browsers read `//host` and `/\host` as other hosts.
    let foreign = next.starts_with("//") || next.contains('\\') || next.chars().any(char::is_control);
    if next.starts_with('/') && !foreign { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_paths_of_this_host_are_followed() {
        assert_eq!(own_path("/apps/1?x=%2F"), "/apps/1?x=%2F");
        for foreign in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "",
            "\t/x",
            "/a\r\nb",
            "javascript:1",
        ] {
            assert_eq!(own_path(foreign), "/", "{foreign:?}");
        }
    }
}
