//! Language and theme.

use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};

use super::sign_in::own_path;
use crate::{
    console::Console,
    cookies::Cookie,
    failure::Failure,
    language::Language,
    visit::{Theme, Visit},
};

pub(crate) async fn language(State(console): State<Arc<Console>>, visit: Visit) -> Result<Response, Failure> {
    let language = Language::from_code(visit.form.text("language")).ok_or(Failure::NotFound)?;
    if let Some(person) = &visit.person {
        console.store.set_language(&person.administrator.name, Some(language.code())).await?;
    }
    Ok(back(&console, &visit, Cookie::Language, language.code()))
}

pub(crate) async fn theme(State(console): State<Arc<Console>>, visit: Visit) -> Result<Response, Failure> {
    let theme = Theme::from_code(visit.form.text("theme")).ok_or(Failure::NotFound)?;
    Ok(back(&console, &visit, Cookie::Theme, theme.code()))
}

fn back(console: &Console, visit: &Visit, cookie: Cookie, value: &str) -> Response {
    let cookie = cookie.write(console.settings.secure, value, Some(YEAR_SECONDS));
    let next = own_path(visit.form.text("next"));
    (AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to(&next)).into_response()
}

const YEAR_SECONDS: u64 = 365 * 86_400;
