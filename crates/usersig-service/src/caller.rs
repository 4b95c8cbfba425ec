//! Who asks.

use std::sync::Arc;

use usersig_store::{
    Actor,
    administrator::Role,
    caller::{ApiToken, Scope},
};

use crate::refusal::Refusal;

/// Who asks. A door makes one by authenticating; the service asks it for permission.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Caller {
    /// A back end with an API token.
    Token(Arc<ApiToken>),
    /// An end user with the application's own session.
    EndUser(EndUser),
    /// A person who signed in at the console.
    Administrator {
        /// The name to sign in with.
        name: Arc<str>,
        /// What the person may do.
        role: Role,
    },
}

/// An end user whose session was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndUser {
    /// The application that the session is for.
    pub sdkappid: u32,
    /// The number of the issuer within the application.
    pub issuer: u32,
    /// The UserID that the session's claim names.
    pub userid: String,
    /// Whether a request may name another UserID.
    pub may_name_others: bool,
}

/// What a caller wants to do with an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Act {
    /// Ask for tickets.
    Issue,
    /// Have tickets verified, inspected and diagnosed.
    Verify,
    /// Invalidate a user's tickets.
    Revoke,
    /// Change the application, its keys and its callers.
    Administer,
    /// Read statistics and the audit log.
    Look,
}

impl Caller {
    /// A person who signed in at the console.
    #[must_use]
    pub fn administrator(name: impl Into<Arc<str>>, role: Role) -> Self {
        Self::Administrator { name: name.into(), role }
    }

    /// The caller as the audit log names it.
    #[must_use]
    pub fn actor(&self, address: impl Into<String>) -> Actor {
        let name = match self {
            Self::Token(token) => format!("token:{}", token.id),
            Self::EndUser(user) => format!("user:{}:{}", user.sdkappid, user.userid),
            Self::Administrator { name, .. } => format!("administrator:{name}"),
        };
        Actor::new(name, address)
    }

    /// Whether the caller may do this with an application; `None` asks for the service as a whole.
    ///
    /// # Errors
    /// A refusal of kind [`crate::Kind::Forbidden`].
    pub fn allow(&self, act: Act, sdkappid: Option<u32>) -> Result<(), Refusal> {
        match self {
            Self::Token(token) => token_may(token, act, sdkappid),
            Self::EndUser(user) if act == Act::Issue && sdkappid == Some(user.sdkappid) => Ok(()),
            Self::EndUser(_) => Err(Refusal::forbidden(
                "end-user",
                "an end user's session only asks for tickets of its own application",
                "use an API token for everything else",
            )),
            Self::Administrator { role, .. } => role_may(*role, act),
        }
    }
}

fn token_may(token: &ApiToken, act: Act, sdkappid: Option<u32>) -> Result<(), Refusal> {
    let (scope, name) = match act {
        Act::Issue => (Scope::Issue, "issue"),
        Act::Verify => (Scope::Verify, "verify"),
        Act::Revoke | Act::Administer | Act::Look => (Scope::Admin, "admin"),
    };
    if !token.scopes.contains(&scope) {
        return Err(Refusal::forbidden(
            "scope",
            format!("the token has no scope `{name}`"),
            "create a token with that scope",
        ));
    }
    let covered =
        token.applications.is_empty() || sdkappid.is_some_and(|id| token.applications.contains(&id));
    if covered {
        return Ok(());
    }
    Err(match sdkappid {
        Some(sdkappid) => Refusal::forbidden(
            "other-application",
            format!("the token is not for SDKAppID {sdkappid}"),
            "create a token for that application",
        ),
        None => Refusal::forbidden(
            "one-application",
            "the token is for single applications only, and this concerns all of them",
            "create an admin token for all applications",
        ),
    })
}

fn role_may(role: Role, act: Act) -> Result<(), Refusal> {
    let operates = role == Role::Operator && matches!(act, Act::Issue | Act::Revoke);
    let may = role == Role::Owner || operates || matches!(act, Act::Verify | Act::Look);
    if may {
        return Ok(());
    }
    Err(Refusal::forbidden("role", "your role does not allow this", "ask an owner of this service"))
}
