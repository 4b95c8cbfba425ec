//! The gate: every request passes it. It finds out who comes and in which language, checks every form,
//! and puts the safety headers on every answer.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use subtle::ConstantTimeEq;

use crate::{
    console::{ClientAddress, Console},
    cookies::Cookie,
    failure::Failure,
    form::Form,
    language::Language,
    security::{own_origin, seal},
    session, view,
    visit::{Inner, Theme, Visit},
    words::Words,
};

/// Lets a request through to its page and its answer back.
pub(crate) async fn pass(State(console): State<Arc<Console>>, request: Request, next: Next) -> Response {
    let secure = console.settings.secure;
    let mut response = answer(&console, request, next).await;
    seal(response.headers_mut(), secure);
    response
}

async fn answer(console: &Console, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if parts.uri.path().starts_with("/assets/") {
        return next.run(Request::from_parts(parts, Body::empty())).await;
    }
    let mut inner =
        stranger(console, &parts.headers, parts.uri.path_and_query().map_or("/", |both| both.as_str()));
    inner.posted = parts.method == Method::POST;
    inner.client = parts.extensions.get::<ClientAddress>().copied();
    let mut new_form_cookie = None;
    let failure = match prepare(console, &mut inner, &parts.headers, &mut new_form_cookie).await {
        Err(failure) => Some(failure),
        Ok(()) if matches!(parts.method, Method::GET | Method::HEAD) => None,
        Ok(()) if !own_origin(&parts.headers, &parts.uri, &console.settings) => Some(Failure::ForeignForm),
        Ok(()) => read_form(&mut inner, &parts.headers, body).await.err(),
    };
    let visit = Visit::new(inner);
    let response = match failure {
        Some(failure) => failure.into_response(),
        None => {
            parts.extensions.insert(visit.clone());
            next.run(Request::from_parts(parts, Body::empty())).await
        }
    };
    let mut response = explain(&visit, response);
    if let Some(cookie) = new_form_cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// What is known of a request without the store.
fn stranger(console: &Console, headers: &HeaderMap, address: &str) -> Inner {
    let secure = console.settings.secure;
    let language = Cookie::Language
        .read(headers, secure)
        .and_then(Language::from_code)
        .unwrap_or_else(|| browser(headers));
    let theme = Cookie::Theme.read(headers, secure).and_then(Theme::from_code).unwrap_or(Theme::System);
    Inner {
        words: Words::new(language),
        theme,
        address: address.to_owned(),
        posted: false,
        client: None,
        now: console.now(),
        csrf: String::new(),
        person: None,
        form: Form::default(),
    }
}

fn browser(headers: &HeaderMap) -> Language {
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::accepted(header.unwrap_or_default())
}

/// Finds the session and the text that forms must carry.
async fn prepare(
    console: &Console,
    inner: &mut Inner,
    headers: &HeaderMap,
    new_form_cookie: &mut Option<HeaderValue>,
) -> Result<(), Failure> {
    let secure = console.settings.secure;
    inner.person = session::find(console, headers, inner.now).await?;
    if let Some(person) = &inner.person {
        inner.csrf.clone_from(&person.session.csrf);
        if let Some(language) = person.administrator.language.as_deref().and_then(Language::from_code) {
            inner.words = Words::new(language);
        }
        return Ok(());
    }
    match Cookie::Form.read(headers, secure).filter(|value| value.len() == 64) {
        Some(value) => value.clone_into(&mut inner.csrf),
        None => {
            inner.csrf = session::random()?;
            *new_form_cookie = Some(Cookie::Form.write(secure, &inner.csrf, None));
        }
    }
    Ok(())
}

/// Reads a form and checks that it carries the right text.
async fn read_form(inner: &mut Inner, headers: &HeaderMap, body: Body) -> Result<(), Failure> {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !media.starts_with("application/x-www-form-urlencoded") {
        return Err(Failure::BadForm(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let body =
        to_bytes(body, FORM_BYTES).await.map_err(|_| Failure::BadForm(StatusCode::PAYLOAD_TOO_LARGE))?;
    inner.form = Form::parse(&body);
    let carried = inner.form.raw("csrf");
    if !bool::from(carried.as_bytes().ct_eq(inner.csrf.as_bytes())) {
        return Err(Failure::ForeignForm);
    }
    Ok(())
}

/// Turns a failure into a page, or into the way to the page that helps.
fn explain(visit: &Visit, mut response: Response) -> Response {
    let failure = response.extensions_mut().remove::<Failure>().or_else(|| misdirected(&response));
    let Some(failure) = failure else { return response };
    match failure {
        Failure::SignIn => {
            let next = form_urlencoded::byte_serialize(visit.address.as_bytes()).collect::<String>();
            Redirect::to(&format!("/sign-in?next={next}")).into_response()
        }
        Failure::ChangePassword => Redirect::to("/settings/password").into_response(),
        failure => (failure.status(), view::failure(visit, &failure)).into_response(),
    }
}

/// What the router turned away by itself: a number that is none in an address, a method that a page lacks.
fn misdirected(response: &Response) -> Option<Failure> {
    let by_router = matches!(
        response.status(),
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
    );
    let media = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let page = media.is_some_and(|media| media.starts_with("text/html"));
    (by_router && !page).then_some(Failure::NotFound)
}

/// The largest form: a ticket of 24 KiB, a PEM key, all percent-encoded.
const FORM_BYTES: usize = 128 * 1024;
