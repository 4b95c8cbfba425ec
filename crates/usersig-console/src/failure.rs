//! Why a page cannot be shown. The gate turns it into a page in the visitor's language.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use usersig_store::{Objection, StoreError};

/// Why a page cannot be shown.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// There is nothing at this address.
    NotFound,
    /// The person's role does not allow it.
    Forbidden,
    /// Nobody is signed in: the way leads to the sign-in page.
    SignIn,
    /// The one-time password has to be changed first.
    ChangePassword,
    /// The form does not come from a page of this console, or its session is over.
    ForeignForm,
    /// The request is not a form, or too large.
    BadForm(StatusCode),
    /// Too many failed tries from this address.
    TooMany,
    /// The store refuses the act, and says why.
    Refused(Objection),
    /// The store does not answer.
    Unavailable,
    /// The store is not as it should be.
    Broken,
}

impl Failure {
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::SignIn | Self::ChangePassword => StatusCode::SEE_OTHER,
            Self::BadForm(status) => *status,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The beginning of the keys of its texts.
    pub(crate) const fn key(&self) -> &'static str {
        match self {
            Self::NotFound => "failure-not-found",
            Self::Forbidden | Self::SignIn | Self::ChangePassword => "failure-forbidden",
            Self::ForeignForm => "failure-foreign-form",
            Self::BadForm(_) => "failure-bad-form",
            Self::TooMany => "failure-too-many",
            Self::Refused(_) => "failure-refused",
            Self::Unavailable => "failure-unavailable",
            Self::Broken => "failure-broken",
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { .. } => Self::NotFound,
            StoreError::Conflict(objection) | StoreError::Invalid(objection) => Self::Refused(objection),
            StoreError::Unavailable(_) => Self::Unavailable,
            _ => Self::Broken,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
