//! The people who use the console.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use usersig_service::password;
use usersig_store::{
    StoreError,
    administrator::{Administrator, Role},
};
use zeroize::Zeroizing;

use super::confirm;
use crate::{
    console::Console,
    failure::Failure,
    moment,
    view::{
        Head,
        fields::{Choice, Field, group},
        inside,
        layout::role_key,
        parts::{Tone, badge, board, card, columns, form as post, link_button, notice, secret, tag},
    },
    visit::{Owner, Visit},
};

pub(crate) async fn list(State(console): State<Arc<Console>>, visit: Owner) -> Result<Markup, Failure> {
    page(&console, &visit, None, false).await
}

/// A new person, with a one-time password that is shown once.
pub(crate) async fn create(State(console): State<Arc<Console>>, visit: Owner) -> Result<Response, Failure> {
    let form = &visit.form;
    let role = match form.text("role") {
        "owner" => Role::Owner,
        "operator" => Role::Operator,
        _ => Role::Auditor,
    };
    let name = form.text("name");
    if !is_name(name) {
        return refuse(&console, &visit, &visit.say("admin-name-wrong"), false).await;
    }
    if !confirm::proved(&console, &visit).await? {
        return refuse(&console, &visit, &visit.say("your-password-wrong"), true).await;
    }
    let (password, hash) = one_time().await?;
    match console.store.create_administrator(&visit.actor(), name, role, &hash, true).await {
        Ok(()) => Ok(show_password(&visit, name, &password).into_response()),
        Err(StoreError::Invalid(why) | StoreError::Conflict(why)) => {
            refuse(&console, &visit, &visit.words.objection(&why), false).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn ask_reset(
    State(console): State<Arc<Console>>,
    Path(name): Path<String>,
    visit: Owner,
) -> Result<Markup, Failure> {
    ask(&console, &visit, &name, "reset", false).await
}

/// Another one-time password, and no authenticator any more.
pub(crate) async fn reset(
    State(console): State<Arc<Console>>,
    Path(name): Path<String>,
    visit: Owner,
) -> Result<Response, Failure> {
    let administrator = find(&console, &name).await?;
    if !confirm::proved(&console, &visit).await? {
        let page = ask(&console, &visit, &name, "reset", true).await?;
        return Ok((StatusCode::FORBIDDEN, page).into_response());
    }
    let (password, hash) = one_time().await?;
    console.store.set_password(&visit.actor(), &name, &hash, true).await?;
    if administrator.totp {
        console.store.set_totp(&visit.actor(), &name, None).await?;
    }
    Ok(show_password(&visit, &name, &password).into_response())
}

pub(crate) async fn ask_remove(
    State(console): State<Arc<Console>>,
    Path(name): Path<String>,
    visit: Owner,
) -> Result<Markup, Failure> {
    ask(&console, &visit, &name, "remove", false).await
}

pub(crate) async fn remove(
    State(console): State<Arc<Console>>,
    Path(name): Path<String>,
    visit: Owner,
) -> Result<Response, Failure> {
    if !confirm::proved(&console, &visit).await? {
        let page = ask(&console, &visit, &name, "remove", true).await?;
        return Ok((StatusCode::FORBIDDEN, page).into_response());
    }
    console.store.remove_administrator(&visit.actor(), &name).await?;
    Ok(Redirect::to("/administrators?done=admin-removed").into_response())
}

async fn refuse(console: &Console, visit: &Owner, text: &str, unproved: bool) -> Result<Response, Failure> {
    let page = page(console, visit, Some(text), unproved).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    console: &Console,
    visit: &Owner,
    refused: Option<&str>,
    unproved: bool,
) -> Result<Markup, Failure> {
    let administrators = console.store.administrators().await?;
    let head = Head {
        title: visit.say("nav-administrators"),
        lead: visit.say("administrators-lead"),
        section: "/administrators",
        ..Head::default()
    };
    let content = html! {
        (board(&visit.say("people"), html! {}, table(visit, &administrators)))
        @if let Some(text) = refused { (notice(Tone::Bad, &visit.say("form-wrong"), text)) }
        (card(&visit.say("admin-add"), new_form(visit, unproved)))
    };
    Ok(inside(visit, &head, content))
}

fn table(visit: &Owner, administrators: &[Administrator]) -> Markup {
    let names = ["name", "role", "totp", "state", "created-at"].map(|key| visit.say(key));
    let [name, role, totp, state, created] = &names;
    let acts = visit.say("acts");
    html! {
        table class="table" {
            (columns(&[name, role, totp, state, created], Some(acts.as_str())))
            tbody {
                @for person in administrators {
                    @let address = format!("/administrators/{}", path_part(&person.name));
                    tr {
                        th scope="row" data-label=(name) {
                            span { (person.name) @if person.name == visit.name() { " " (tag(&visit.say("you"))) } }
                        }
                        td data-label=(role) { (visit.say(role_key(person.role))) }
                        td data-label=(totp) {
                            @if person.totp { (badge(Tone::Good, &visit.say("on"))) } @else { (badge(Tone::Plain, &visit.say("off"))) }
                        }
                        td data-label=(state) { (state_of(visit, person)) }
                        td data-label=(created) { (moment::day(person.created_at)) }
                        td data-label="" {
                            @if person.name != visit.name() {
                                div class="row-acts" {
                                    a class="button little" href={ (address) "/reset" } { (visit.say("admin-reset")) }
                                    a class="button little danger" href={ (address) "/remove" } { (visit.say("remove")) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn state_of(visit: &Visit, person: &Administrator) -> Markup {
    match person.locked_until {
        Some(until) if until > visit.now => badge(Tone::Bad, &visit.say("admin-waits")),
        _ if person.must_change_password => badge(Tone::Warn, &visit.say("admin-new-password")),
        _ => badge(Tone::Good, &visit.say("state-active")),
    }
}

fn new_form(visit: &Owner, unproved: bool) -> Markup {
    let chosen = visit.form.text("role");
    let role = |value: &'static str, key: &str| {
        let chosen = if chosen.is_empty() { value == "operator" } else { value == chosen };
        let help = visit.say(&format!("{key}-help"));
        Choice { name: "role", value, text: visit.say(key), help, chosen }.radio()
    };
    let name = Field {
        name: "name",
        label: visit.say("name-to-sign-in"),
        help: visit.say("admin-name-help"),
        value: visit.form.text("name"),
        required: true,
        longest: 64,
        ..Field::default()
    };
    post(
        visit,
        "/administrators",
        "form",
        html! {
            (name.line())
            (group(&visit.say("role"), "", "stack tight", html! {
                (role("owner", "role-owner"))
                (role("operator", "role-operator"))
                (role("auditor", "role-auditor"))
            }))
            (confirm::fields(visit, unproved))
            div class="form-end" { button type="submit" class="button main" { (visit.say("admin-add")) } }
        },
    )
}

async fn ask(
    console: &Console,
    visit: &Owner,
    name: &str,
    what: &str,
    failed: bool,
) -> Result<Markup, Failure> {
    find(console, name).await?;
    let title = visit.say(&format!("admin-{what}"));
    let head = head(visit, title.clone());
    let content = card(
        name,
        post(
            visit,
            &format!("/administrators/{}/{what}", path_part(name)),
            "form",
            html! {
                p { (visit.say(&format!("admin-{what}-more"))) }
                (confirm::fields(visit, failed))
                div class="form-end" {
                    button type="submit" class="button danger main" { (title) }
                    (link_button("/administrators", &visit.say("cancel"), false))
                }
            },
        ),
    );
    Ok(inside(visit, &head, content))
}

fn show_password(visit: &Owner, name: &str, password: &str) -> Markup {
    let content = card(
        name,
        html! {
            (notice(Tone::Warn, &visit.say("one-time-password"), &visit.say("one-time-password-more")))
            (secret(visit.words, "password-text", &visit.say("one-time-password"), password))
            div class="form-end" { (link_button("/administrators", &visit.say("done"), false)) }
        },
    );
    inside(visit, &head(visit, visit.say("one-time-password")), content)
}

fn head(visit: &Owner, title: String) -> Head {
    Head {
        title,
        section: "/administrators",
        crumbs: vec![("/administrators".to_owned(), visit.say("nav-administrators"))],
        ..Head::default()
    }
}

async fn find(console: &Console, name: &str) -> Result<Administrator, Failure> {
    let administrators = console.store.administrators().await?;
    administrators.into_iter().find(|found| found.name == name).ok_or(Failure::NotFound)
}

async fn one_time() -> Result<(Zeroizing<String>, String), Failure> {
    let password = password::generate().map_err(|_| Failure::Broken)?;
    let hash = password::hash(password.clone()).await.map_err(|_| Failure::Broken)?;
    Ok((password, hash))
}

/// Whether a name can be typed, told apart and put into an address.
fn is_name(name: &str) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || "._-@+".contains(character);
    (1..=64).contains(&name.len()) && name.chars().all(allowed)
}

fn path_part(name: &str) -> String {
    form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20")
}
