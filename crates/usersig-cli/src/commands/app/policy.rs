//! `usersig app policy`

use clap::{Args as ClapArgs, ValueEnum};
use usersig::Privileges;
use usersig_store::Store;
use usersig_store::application::{Policy, UserIdForm};

use crate::args::Form;
use crate::commands::store::open::{Place, Session};
use crate::duration;
use crate::fault::Fault;
use crate::output::{self, privilege_text};

/// What `usersig app policy` takes; without a change it shows the policy.
#[derive(Debug, ClapArgs)]
pub(super) struct PolicyChange {
    /// Number of the application
    sdkappid: u32,

    /// Validity of tickets when a request names none
    #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
    default_expire: Option<u64>,

    /// Longest validity
    #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
    longest_expire: Option<u64>,

    /// Characters that a UserID may have
    #[arg(long, value_name = "FORM")]
    userid_form: Option<Form>,

    /// Whether PrivateMapKeys are issued
    #[arg(long, value_name = "YES-OR-NO")]
    private_map_keys: Option<Answer>,

    /// Rooms that may be named: 100, 100-199, a text, a text ending in *; several times, or `all`
    #[arg(long, value_name = "ROOM")]
    room: Vec<String>,

    /// Privileges that may be given: all, none, a mask like 42, or names
    #[arg(long, value_name = "P")]
    privileges: Option<Privileges>,

    /// Whether end users may ask with a session of an issuer
    #[arg(long, value_name = "YES-OR-NO")]
    end_users: Option<Answer>,

    /// Whether back ends may ask with an API token
    #[arg(long, value_name = "YES-OR-NO")]
    back_ends: Option<Answer>,

    /// Requests that each caller may make in a minute; 0 for any number
    #[arg(long, value_name = "N")]
    caller_per_minute: Option<u32>,

    /// Tickets for one UserID in a minute; 0 for any number
    #[arg(long, value_name = "N")]
    user_per_minute: Option<u32>,
}

/// Yes or no, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Answer {
    Yes,
    No,
}

pub(super) fn run(place: &Place, change: &PolicyChange, json: bool) -> Result<(), Fault> {
    let session = Session::open(place)?;
    let before = session.run(session.store.application(change.sdkappid))?.policy;
    let policy = change.apply(before.clone());
    if policy != before {
        session.run(session.store.set_policy(&session.actor, change.sdkappid, policy.clone()))?;
    }
    print(&policy, json)
}

impl PolicyChange {
    fn apply(&self, mut policy: Policy) -> Policy {
        let yes =
            |answer: Option<Answer>, before: bool| answer.map_or(before, |answer| answer == Answer::Yes);
        policy.default_expire = self.default_expire.unwrap_or(policy.default_expire);
        policy.longest_expire = self.longest_expire.unwrap_or(policy.longest_expire);
        policy.userid_form = match self.userid_form {
            Some(Form::Documented) => UserIdForm::Documented,
            Some(Form::Ascii) => UserIdForm::PrintableAscii,
            Some(Form::Utf8) => UserIdForm::Utf8,
            None => policy.userid_form,
        };
        policy.private_map_keys = yes(self.private_map_keys, policy.private_map_keys);
        match &self.room[..] {
            [] => {}
            [all] if all == "all" => policy.rooms.clear(),
            rooms => policy.rooms = rooms.to_vec(),
        }
        policy.privileges = self
            .privileges
            .and_then(|privileges| u8::try_from(privileges.bits()).ok())
            .unwrap_or(policy.privileges);
        policy.end_users = yes(self.end_users, policy.end_users);
        policy.back_ends = yes(self.back_ends, policy.back_ends);
        policy.caller_per_minute = self.caller_per_minute.unwrap_or(policy.caller_per_minute);
        policy.user_per_minute = self.user_per_minute.unwrap_or(policy.user_per_minute);
        policy
    }
}

fn print(policy: &Policy, json: bool) -> Result<(), Fault> {
    if json {
        return output::json(policy);
    }
    let yes = |answer: bool| if answer { "yes" } else { "no" };
    let limit = |number: u32| if number == 0 { "any number".into() } else { format!("{number} in a minute") };
    let form = match policy.userid_form {
        UserIdForm::PrintableAscii => "printable ASCII",
        UserIdForm::Utf8 => "any text",
        _ => "documented",
    };
    output::field("default", format_args!("{} s", policy.default_expire))?;
    output::field("longest", format_args!("{} s", policy.longest_expire))?;
    output::field("UserIDs", form)?;
    output::field("room keys", yes(policy.private_map_keys))?;
    let rooms = if policy.rooms.is_empty() { "all".into() } else { policy.rooms.join(", ") };
    output::field("rooms", rooms)?;
    output::field("privileges", privilege_text(Privileges::from_bits(policy.privileges.into())?))?;
    output::field("end users", yes(policy.end_users))?;
    output::field("back ends", yes(policy.back_ends))?;
    output::field("each caller", limit(policy.caller_per_minute))?;
    output::field("each UserID", limit(policy.user_per_minute))
}
