//! The first start: an administrator with a one-time password, and a demo application.

use std::fmt;

use usersig_service::{Caller, Service, UserSigRequest, password};
use usersig_store::administrator::Role;
use usersig_store::application::{NewKey, Policy};
use usersig_store::caller::Scope;
use usersig_store::{Actor, Store, StoreError};
use zeroize::Zeroizing;

use crate::fault::Fault;

/// What the first start made. Its text holds secrets and is printed once.
#[derive(Clone)]
#[non_exhaustive]
pub struct FirstStart {
    /// How the service is reached.
    pub url: String,
    /// The one-time password of `admin`.
    pub password: Zeroizing<String>,
    /// The demo application, an API token for it, and a ticket, when they were made.
    pub demo: Option<Demo>,
}

/// The demo application.
#[derive(Clone)]
#[non_exhaustive]
pub struct Demo {
    /// Its SDKAppID, 1400000001 to 1400000999.
    pub sdkappid: u32,
    /// An API token with the scopes `issue` and `verify`.
    pub token: Zeroizing<String>,
    /// A ticket of the user `xiaojun`, for a day.
    pub ticket: Zeroizing<String>,
}

/// Makes what an empty store needs, or nothing when it has an administrator.
pub(crate) async fn start(service: &Service, url: &str) -> Result<Option<FirstStart>, Fault> {
    let store = service.store().as_ref();
    let fault = |error: &StoreError| {
        Fault::machine(format!("the first start did not finish: {error}"), "start again; what was made stays")
    };
    if !store.administrators().await.map_err(|error| fault(&error))?.is_empty() {
        return Ok(None);
    }
    let actor = Actor::new("service", "");
    let demo = match store.applications().await.map_err(|error| fault(&error))? {
        none if none.is_empty() => Some(demo(service, &actor).await.map_err(|error| fault(&error))?),
        _ => None,
    };
    let password = password::generate().map_err(no_randomness)?;
    let hash = password::hash(password.clone()).await.map_err(no_randomness)?;
    // Last, because it is what a later start looks for.
    match store.create_administrator(&actor, ADMINISTRATOR, Role::Owner, &hash, true).await {
        Ok(()) => Ok(Some(FirstStart { url: url.into(), password, demo })),
        // Another replica was first.
        Err(StoreError::Conflict(_)) => Ok(None),
        Err(error) => Err(fault(&error)),
    }
}

async fn demo(service: &Service, actor: &Actor) -> Result<Demo, StoreError> {
    let store: &dyn Store = service.store().as_ref();
    let mut random = [0; 4];
    getrandom::fill(&mut random).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    let sdkappid = DEMO_FROM + u32::from_le_bytes(random) % DEMO_COUNT;
    store.create_application(actor, sdkappid, "Demo", NewKey::Make, Policy::default()).await?;
    let scopes = [Scope::Issue, Scope::Verify];
    let (_, token) = store.create_token(actor, "Demo", &scopes, &[sdkappid], None).await?;
    service.refresh().await?;
    let request = UserSigRequest::new(Some("xiaojun")).with_expire(Some(86_400));
    let ticket = service
        .issue_user_sig(&Caller::administrator(ADMINISTRATOR, Role::Owner), sdkappid, &request)
        .map_err(|refusal| StoreError::Invalid(refusal.to_string().into()))?
        .ticket;
    Ok(Demo { sdkappid, token, ticket: Zeroizing::new(ticket) })
}

fn no_randomness(error: password::PasswordFault) -> Fault {
    Fault::machine(format!("the first start did not finish: {error}"), "start again")
}

impl fmt::Display for FirstStart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, password, demo } = self;
        writeln!(formatter, "First start: this is shown once.\n")?;
        writeln!(formatter, "  console        {url}/")?;
        writeln!(formatter, "  administrator  {ADMINISTRATOR}")?;
        writeln!(
            formatter,
            "  password       {}   (you choose your own when you sign in)",
            password.as_str()
        )?;
        let Some(Demo { sdkappid, token, ticket }) = demo else { return Ok(()) };
        let (token, ticket) = (token.as_str(), ticket.as_str());
        writeln!(formatter, "\n  demo app       SDKAppID {sdkappid}")?;
        writeln!(formatter, "  API token      {token}\n")?;
        writeln!(formatter, "Issue a ticket:\n")?;
        writeln!(formatter, "  curl {url}/v1/apps/{sdkappid}/usersigs \\")?;
        writeln!(formatter, "    -H 'Authorization: Bearer {token}' \\")?;
        writeln!(formatter, "    -H 'Content-Type: application/json' -d '{{\"userid\":\"xiaojun\"}}'\n")?;
        writeln!(formatter, "Verify one:\n")?;
        writeln!(formatter, "  curl {url}/v1/apps/{sdkappid}/usersigs:verify \\")?;
        writeln!(formatter, "    -H 'Authorization: Bearer {token}' \\")?;
        writeln!(formatter, "    -H 'Content-Type: application/json' \\")?;
        writeln!(formatter, "    -d '{{\"userid\":\"xiaojun\",\"ticket\":\"{ticket}\"}}'")
    }
}

impl fmt::Debug for FirstStart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FirstStart").field("url", &self.url).finish_non_exhaustive()
    }
}

impl fmt::Debug for Demo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Demo").field("sdkappid", &self.sdkappid).finish_non_exhaustive()
    }
}

const ADMINISTRATOR: &str = "admin";

/// Demo applications get a number from the beginning of the range that documents use for examples.
const DEMO_FROM: u32 = 1_400_000_001;
const DEMO_COUNT: u32 = 999;
