//! Asking again: for the password before grave acts, and whether an act is meant.

use maud::{Markup, html};

use super::sign_in::code_field;
use crate::{
    console::Console,
    credentials::{self, Claim},
    failure::Failure,
    session,
    view::fields::Field,
    visit::Owner,
};

/// Whether the person gave their password within the last minutes.
pub(crate) fn is_fresh(owner: &Owner) -> bool {
    owner
        .person
        .as_ref()
        .is_some_and(|person| person.session.authenticated_at + session::FRESH_SECONDS > owner.now)
}

/// Whether the person has just proved who they are, by the form's password or a recent one.
pub(crate) async fn proved(console: &Console, owner: &Owner) -> Result<bool, Failure> {
    if is_fresh(owner) {
        return Ok(true);
    }
    let person = owner.person()?;
    let claim = Claim {
        name: &person.administrator.name,
        password: owner.form.raw("password"),
        code: owner.form.text("code"),
        client: owner.client,
        now: owner.now,
    };
    if !credentials::check(console, &claim).await? {
        return Ok(false);
    }
    session::refresh(console, person, owner.now).await?;
    Ok(true)
}

/// The fields that ask for the password again; nothing when it was given a moment ago.
pub(crate) fn fields(owner: &Owner, failed: bool) -> Markup {
    if is_fresh(owner) {
        return html! {};
    }
    let password = Field {
        name: "password",
        label: owner.say("your-password"),
        kind: "password",
        help: owner.say("your-password-help"),
        wrong: failed.then(|| owner.say("your-password-wrong")),
        required: true,
        autocomplete: "current-password",
        longest: 512,
        ..Field::default()
    };
    let totp = owner.person.as_ref().is_some_and(|person| person.administrator.totp);
    html! {
        (password.line())
        @if totp { (code_field(owner, "code-help").line()) }
    }
}
