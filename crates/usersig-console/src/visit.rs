//! One request as the pages see it: who, in which language and theme, from where.

use std::sync::Arc;

use axum::{extract::FromRequestParts, http::request::Parts};
use usersig_store::{
    Actor,
    administrator::{Administrator, Role, Session},
};

use crate::{
    console::{ClientAddress, actor},
    failure::Failure,
    form::Form,
    words::Words,
};

/// One request as the pages see it. The gate makes it.
#[derive(Clone)]
pub(crate) struct Visit(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) words: Words,
    pub(crate) theme: Theme,
    /// Path and query.
    pub(crate) address: String,
    /// Whether the page answers a form: its address may have no page of its own.
    pub(crate) posted: bool,
    pub(crate) client: Option<ClientAddress>,
    pub(crate) now: u64,
    /// What forms must carry.
    pub(crate) csrf: String,
    pub(crate) person: Option<Person>,
    pub(crate) form: Form,
}

/// Somebody who is signed in.
pub(crate) struct Person {
    pub(crate) administrator: Administrator,
    pub(crate) session: Session,
    pub(crate) session_id: [u8; 32],
}

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

impl Visit {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// The path without the query.
    pub(crate) fn path(&self) -> &str {
        self.address.split('?').next().unwrap_or_default()
    }

    /// A value of the address's query.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.address.split_once('?')?;
        form_urlencoded::parse(query.as_bytes())
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    }

    /// Whether the person's role is at least this one.
    pub(crate) fn may(&self, needed: Role) -> bool {
        self.person.as_ref().is_some_and(|person| rank(person.administrator.role) >= rank(needed))
    }

    pub(crate) fn say(&self, key: &str) -> String {
        self.words.say(key)
    }
}

impl std::ops::Deref for Visit {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

const fn rank(role: Role) -> u8 {
    match role {
        Role::Owner => 2,
        Role::Operator => 1,
        _ => 0,
    }
}

/// Somebody who is signed in, of a role that the page needs.
#[derive(Clone)]
pub(crate) struct Member<const RANK: u8>(Visit);

/// Anybody who is signed in.
pub(crate) type Auditor = Member<0>;
/// An operator or an owner.
pub(crate) type Operator = Member<1>;
/// An owner.
pub(crate) type Owner = Member<2>;

impl<const RANK: u8> Member<RANK> {
    pub(crate) fn person(&self) -> Result<&Person, Failure> {
        self.0.person.as_ref().ok_or(Failure::SignIn)
    }

    /// The person as the audit log names them.
    pub(crate) fn actor(&self) -> Actor {
        actor(self.name(), self.0.client)
    }

    /// The name to sign in with.
    pub(crate) fn name(&self) -> &str {
        self.0.person.as_ref().map(|person| person.administrator.name.as_str()).unwrap_or_default()
    }
}

impl<const RANK: u8> std::ops::Deref for Member<RANK> {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or(Failure::Broken)
    }
}

impl<const RANK: u8, S: Send + Sync> FromRequestParts<S> for Member<RANK> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let visit = <Visit as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        let person = visit.person.as_ref().ok_or(Failure::SignIn)?;
        if person.administrator.must_change_password && !OPEN_BEFORE_CHANGE.contains(&visit.path()) {
            return Err(Failure::ChangePassword);
        }
        if rank(person.administrator.role) < RANK {
            return Err(Failure::Forbidden);
        }
        Ok(Self(visit))
    }
}

/// What is open to somebody whose one-time password is not changed yet.
const OPEN_BEFORE_CHANGE: [&str; 2] = ["/settings/password", "/sign-out"];
