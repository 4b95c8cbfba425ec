//! The PrivateMapKey tool: makes a ticket that opens a room.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use usersig::Privileges;
use usersig_service::{PrivateMapKeyRequest, RoomRequest};
use usersig_store::application::Application;

use super::generate::{
    application_field, caller, expire, expire_field, show_issued, show_refusal, tool, userid_field,
};
use crate::{
    console::Console,
    failure::Failure,
    view::{
        Head,
        fields::{Choice, Field, group},
        inside,
    },
    visit::{Operator, Visit},
};

pub(crate) async fn show(State(console): State<Arc<Console>>, visit: Operator) -> Result<Markup, Failure> {
    let applications = console.store.applications().await?;
    Ok(page(&visit, &applications, false, html! {}))
}

pub(crate) async fn make(State(console): State<Arc<Console>>, visit: Operator) -> Result<Response, Failure> {
    let applications = console.store.applications().await?;
    let form = &visit.form;
    let sdkappid = form.number::<u32>("app").ok_or(Failure::NotFound)?;
    let room = if form.text("room_kind") == "text" {
        RoomRequest::Str(form.raw("room"))
    } else {
        match form.number("room") {
            Some(number) => RoomRequest::Id(number),
            None => {
                let page = page(&visit, &applications, true, html! {});
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
            }
        }
    };
    let privileges =
        form.all("privilege").filter_map(|bit| bit.parse::<u64>().ok()).fold(0, |all, bit| all | bit);
    let request =
        PrivateMapKeyRequest::new(Some(form.text("userid")), room, privileges).with_expire(expire(&visit));
    let (status, result) = match console.service.issue_private_map_key(&caller(&visit)?, sdkappid, &request) {
        Ok(issued) => (StatusCode::OK, show_issued(&visit, &issued, visit.say("room-made"))),
        Err(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, show_refusal(&visit, &refusal)),
    };
    Ok((status, page(&visit, &applications, false, result)).into_response())
}

fn page(visit: &Operator, applications: &[Application], wrong_room: bool, result: Markup) -> Markup {
    let head = Head {
        title: visit.say("nav-room"),
        lead: visit.say("room-lead"),
        section: "/tools/private-map-key",
        ..Head::default()
    };
    let posted = !visit.form.text("app").is_empty();
    let chosen = if posted {
        visit.form.all("privilege").filter_map(|bit| bit.parse::<u32>().ok()).fold(0, |all, bit| all | bit)
    } else {
        Privileges::ALL.bits()
    };
    let text = visit.form.text("room_kind") == "text";
    let kind = |value: &'static str, text: &str, help: &str, chosen| {
        Choice { name: "room_kind", value, text: visit.say(text), help: visit.say(help), chosen }.radio()
    };
    let room = Field {
        name: "room",
        label: visit.say("room"),
        value: visit.form.raw("room"),
        wrong: wrong_room.then(|| visit.say("room-wrong")),
        required: true,
        placeholder: "10000",
        longest: 64,
        mono: true,
        ..Field::default()
    };
    let form = html! {
        (application_field(visit, applications))
        (userid_field(visit).line())
        (group(&visit.say("room-kind"), "", "choices", html! {
            (kind("number", "room-number", "room-number-help", !text))
            (kind("text", "room-text", "room-text-help", text))
        }))
        (room.line())
        (privilege_boxes(visit, &visit.say("privileges"), chosen, 255))
        (expire_field(visit))
        div class="form-end" { button type="submit" class="button main" { (visit.say("generate")) } }
    };
    inside(
        visit,
        &head,
        tool(visit, "/tools/private-map-key", &visit.say("ticket-for"), applications, form, result),
    )
}

/// A box for each privilege, and buttons for usual sets where scripts run.
pub(crate) fn privilege_boxes(visit: &Visit, legend: &str, chosen: u32, offered: u32) -> Markup {
    let boxes = Privileges::ALL.names().enumerate().map(|(index, name)| (1_u32 << index, name));
    let boxes: Vec<_> = boxes.filter(|(bit, _)| offered & bit != 0).collect();
    let sets = [("privileges-all", 255), ("privileges-anchor", 255 - 1), ("privileges-audience", 42)];
    html! {
        (group(legend, "", "choices", html! {
            @for (bit, name) in &boxes {
                (Choice {
                    name: "privilege",
                    value: &bit.to_string(),
                    text: visit.say(&format!("privilege-{name}")),
                    help: String::new(),
                    chosen: chosen & bit != 0,
                }.check())
            }
        }))
        div class="form-end" {
            @for (key, bits) in sets {
                button type="button" class="button little copy" data-privileges=(bits) { (visit.say(key)) }
            }
        }
    }
}
