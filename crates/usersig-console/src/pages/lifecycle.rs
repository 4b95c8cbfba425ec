//! Suspending, resuming and deleting an application.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use usersig_store::application::{Application, ApplicationState};

use super::{
    application::{head, state_notice},
    confirm,
};
use crate::{
    console::Console,
    failure::Failure,
    moment,
    view::{
        fields::Field,
        inside,
        parts::{act, card, form as post, link_button},
    },
    visit::Owner,
};

pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Markup, Failure> {
    let application = console.store.application(sdkappid).await?;
    let base = format!("/apps/{sdkappid}");
    let active = application.state == ApplicationState::Active;
    let content = html! {
        (state_notice(&visit, &application))
        @if active {
            (card(&visit.say("suspend"), html! {
                p { (visit.say("suspend-more")) }
                div { (act(&visit, &format!("{base}/suspend"), &visit.say("suspend"), "danger", &[])) }
            }))
        } @else {
            (card(&visit.say("resume"), html! {
                p { (visit.say("resume-more")) }
                div { (act(&visit, &format!("{base}/resume"), &visit.say("resume"), "main", &[])) }
            }))
        }
        section class="card danger" {
            div class="card-head" { h2 { (visit.say("delete")) } }
            div class="card-body" {
                p { (visit.say("delete-more")) }
                div { (link_button(&format!("{base}/delete"), &visit.say("delete-begin"), false)) }
            }
        }
    };
    Ok(inside(&visit, &head(&visit, &application, None), content))
}

pub(crate) async fn suspend(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Redirect, Failure> {
    console.store.suspend_application(&visit.actor(), sdkappid).await?;
    console.changed().await;
    Ok(Redirect::to(&format!("/apps/{sdkappid}/state?done=suspended")))
}

pub(crate) async fn resume(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Redirect, Failure> {
    console.store.resume_application(&visit.actor(), sdkappid).await?;
    console.changed().await;
    Ok(Redirect::to(&format!("/apps/{sdkappid}/state?done=resumed")))
}

pub(crate) async fn ask_delete(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Markup, Failure> {
    let application = console.store.application(sdkappid).await?;
    Ok(delete_page(&visit, &application, false, false))
}

/// The first step: marks the application, which stops issuing and verifying.
pub(crate) async fn request_deletion(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Redirect, Failure> {
    console.store.request_deletion(&visit.actor(), sdkappid).await?;
    console.changed().await;
    Ok(Redirect::to(&format!("/apps/{sdkappid}/delete")))
}

/// The second step: asks for the SDKAppID and the password, and deletes.
pub(crate) async fn delete(
    State(console): State<Arc<Console>>,
    Path(sdkappid): Path<u32>,
    visit: Owner,
) -> Result<Response, Failure> {
    let application = console.store.application(sdkappid).await?;
    let typed = visit.form.number::<u32>("sdkappid") == Some(sdkappid);
    let proved = typed && confirm::proved(&console, &visit).await?;
    if !proved {
        let page = delete_page(&visit, &application, !typed, typed);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    console.store.delete_application(&visit.actor(), sdkappid).await?;
    console.changed().await;
    Ok(Redirect::to("/apps?done=app-deleted").into_response())
}

fn delete_page(visit: &Owner, application: &Application, mistyped: bool, unproved: bool) -> Markup {
    let base = format!("/apps/{}", application.sdkappid);
    let back = link_button(&format!("{base}/state"), &visit.say("cancel"), false);
    let step = match application.state {
        ApplicationState::Deleting { since } => {
            let number = Field {
                name: "sdkappid",
                label: visit
                    .words
                    .with("delete-type", &[("sdkappid", application.sdkappid.to_string().into())]),
                wrong: mistyped.then(|| visit.say("delete-mistyped")),
                required: true,
                inputmode: "numeric",
                longest: 10,
                mono: true,
                ..Field::default()
            };
            card(
                &visit.say("delete-second"),
                post(
                    visit,
                    &format!("{base}/delete/now"),
                    "form",
                    html! {
                        p { (visit.say("delete-second-more")) " " (moment::stamp(since)) }
                        (number.line())
                        (confirm::fields(visit, unproved))
                        div class="form-end" {
                            button type="submit" class="button danger main" { (visit.say("delete-now")) }
                            (back)
                        }
                    },
                ),
            )
        }
        _ => card(
            &visit.say("delete-first"),
            html! {
                p { (visit.say("delete-first-more")) }
                div class="form-end" {
                    (act(visit, &format!("{base}/delete"), &visit.say("delete-first"), "danger", &[]))
                    (back)
                }
            },
        ),
    };
    inside(visit, &head(visit, application, Some(visit.say("delete"))), step)
}
