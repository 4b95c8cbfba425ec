//! The way past the router for what callers ask all day long: one ticket, one verification. The
//! router's boxes and extensions cost as much as the ticket itself.

use std::convert::Infallible;

use axum::http::{Method, Request};
use axum::response::{IntoResponse as _, Response};

use super::{issue, verify};
use crate::app::App;
use crate::body;
use crate::route::Route;

/// One of those requests, with its SDKAppID.
#[derive(Clone, Copy)]
pub(crate) enum Direct {
    UserSig(u32),
    PrivateMapKey(u32),
    Verify(u32),
}

impl Direct {
    /// `None` for everything else, also for a path that is not written as usual: the router knows why.
    pub(crate) fn of<B>(route: Route, request: &Request<B>) -> Option<Self> {
        if !matches!(route, Route::Issue | Route::Verify) || request.method() != Method::POST {
            return None;
        }
        let (sdkappid, what) = request.uri().path().strip_prefix("/v1/apps/")?.split_once('/')?;
        let sdkappid = body::number(sdkappid, "SDKAppID").ok()?;
        match what {
            "usersigs" => Some(Self::UserSig(sdkappid)),
            "private-map-keys" => Some(Self::PrivateMapKey(sdkappid)),
            "usersigs:verify" => Some(Self::Verify(sdkappid)),
            _ => None,
        }
    }

    /// What the router's handlers would answer.
    pub(crate) async fn answer(
        self,
        app: &App,
        request: Request<impl body::Incoming>,
    ) -> Result<Response, Infallible> {
        let answer = match self {
            Self::UserSig(sdkappid) => issue::give_user_sig(app, sdkappid, request).await,
            Self::PrivateMapKey(sdkappid) => issue::give_private_map_key(app, sdkappid, request).await,
            Self::Verify(sdkappid) => verify::verify_here(app, sdkappid, request).await,
        };
        Ok(answer.into_response())
    }
}
