//! The pages, one file for each idea.

mod about;
mod administrators;
mod application;
mod applications;
mod audit;
mod confirm;
mod diagnose;
mod generate;
mod issuers;
mod keys;
mod lifecycle;
mod overview;
mod password;
mod policy;
mod preferences;
mod revocations;
mod room;
mod settings;
mod sign_in;
mod statistics;
mod tokens;
mod totp;
mod verify;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

use crate::console::Console;

/// Every address of the console.
pub(crate) fn routes() -> Router<Arc<Console>> {
    Router::new()
        .route("/", get(overview::show))
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/sign-out", post(sign_in::leave))
        .route("/language", post(preferences::language))
        .route("/theme", post(preferences::theme))
        .route("/settings", get(settings::show))
        .route("/settings/password", get(password::show).post(password::change))
        .route("/settings/totp", get(totp::show).post(totp::turn_on))
        .route("/settings/totp/off", post(totp::turn_off))
        .route("/apps", get(applications::list))
        .route("/apps/new", get(applications::form).post(applications::create))
        .route("/apps/{sdkappid}", get(application::show).post(application::rename))
        .route("/apps/{sdkappid}/keys", get(keys::list))
        .route("/apps/{sdkappid}/keys/new", get(keys::form).post(keys::rotate))
        .route("/apps/{sdkappid}/keys/{key}/retire", get(keys::ask_retire).post(keys::retire))
        .route("/apps/{sdkappid}/keys/{key}/reveal", get(keys::ask_reveal).post(keys::reveal))
        .route("/apps/{sdkappid}/switch", post(keys::switch))
        .route("/apps/{sdkappid}/policy", get(policy::show).post(policy::save))
        .route("/apps/{sdkappid}/issuers", get(issuers::list).post(issuers::add))
        .route("/apps/{sdkappid}/issuers/{issuer}/remove", post(issuers::remove))
        .route("/apps/{sdkappid}/state", get(lifecycle::show))
        .route("/apps/{sdkappid}/suspend", post(lifecycle::suspend))
        .route("/apps/{sdkappid}/resume", post(lifecycle::resume))
        .route("/apps/{sdkappid}/delete", get(lifecycle::ask_delete).post(lifecycle::request_deletion))
        .route("/apps/{sdkappid}/delete/now", post(lifecycle::delete))
        .route("/tools/generate", get(generate::show).post(generate::make))
        .route("/tools/verify", get(verify::show).post(verify::check))
        .route("/tools/diagnose", get(diagnose::show).post(diagnose::look))
        .route("/tools/private-map-key", get(room::show).post(room::make))
        .route("/revocations", get(revocations::list).post(revocations::revoke))
        .route("/tokens", get(tokens::list))
        .route("/tokens/new", get(tokens::form).post(tokens::create))
        .route("/tokens/{id}/revoke", get(tokens::ask_revoke).post(tokens::revoke))
        .route("/statistics", get(statistics::show))
        .route("/audit", get(audit::list))
        .route("/audit/check", post(audit::check))
        .route("/audit/export", post(audit::export))
        .route("/administrators", get(administrators::list).post(administrators::create))
        .route("/administrators/{name}/reset", get(administrators::ask_reset).post(administrators::reset))
        .route("/administrators/{name}/remove", get(administrators::ask_remove).post(administrators::remove))
        .route("/about", get(about::show))
}
