//! `usersig admin`: the people who use the console.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::eprintln;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use serde::Serialize;
use usersig_service::password;
use usersig_store::Store;
use usersig_store::administrator::{Administrator, Role};
use zeroize::Zeroizing;

use super::store::open::{Place, Session};
use crate::fault::Fault;
use crate::keys::read_key_file;
use crate::output;

/// What `usersig admin` takes.
#[derive(Debug, ClapArgs)]
pub(crate) struct AdminCommand {
    #[command(subcommand)]
    action: Action,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Add a person, with a one-time password that is printed now and never again
    Create {
        /// Name to sign in with
        name: String,
        /// What the person may do
        #[arg(long, value_name = "ROLE", default_value = "operator")]
        role: RoleName,
        #[command(flatten)]
        password: PasswordSource,
    },
    /// List the people
    List,
    /// Give a person a one-time password, and let them sign in at once; ends their sessions
    ResetPassword {
        /// Name to sign in with
        name: String,
        /// Ask for no time-based code until they set it up again
        #[arg(long)]
        remove_totp: bool,
        #[command(flatten)]
        password: PasswordSource,
    },
    /// Remove a person; the last owner stays
    Remove {
        /// Name to sign in with
        name: String,
    },
}

#[derive(Debug, ClapArgs)]
struct PasswordSource {
    /// Take the password from a file instead, `-` for standard input
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// The roles, as they are typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleName {
    /// Everything
    Owner,
    /// Tickets, revocations and statistics; no keys
    Operator,
    /// Looks only
    Auditor,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Owner => Self::Owner,
            RoleName::Operator => Self::Operator,
            RoleName::Auditor => Self::Auditor,
        }
    }
}

#[derive(Serialize)]
struct PasswordJson<'a> {
    name: &'a str,
    one_time_password: Option<&'a str>,
}

/// A password, and whether it was made here and has to be changed.
struct Password {
    text: Zeroizing<String>,
    hash: String,
    one_time: bool,
}

pub(crate) fn run(args: &AdminCommand, json: bool) -> Result<ExitCode, Fault> {
    match &args.action {
        Action::Create { name, role, password } => {
            let password = password.get()?;
            let session = Session::open_or_make(&args.place)?;
            let Password { hash, one_time, .. } = &password;
            let made =
                session.store.create_administrator(&session.actor, name, (*role).into(), hash, *one_time);
            session.run(made)?;
            tell(name, &password, json)?;
        }
        Action::List => {
            let session = Session::open(&args.place)?;
            let people = session.run(session.store.administrators())?;
            if json {
                output::json(&people)?;
            } else {
                list(&people)?;
            }
        }
        Action::ResetPassword { name, remove_totp, password } => {
            let password = password.get()?;
            let session = Session::open(&args.place)?;
            let Password { hash, one_time, .. } = &password;
            session.run(session.store.set_password(&session.actor, name, hash, *one_time))?;
            if *remove_totp {
                session.run(session.store.set_totp(&session.actor, name, None))?;
            }
            tell(name, &password, json)?;
        }
        Action::Remove { name } => {
            let session = Session::open(&args.place)?;
            session.run(session.store.remove_administrator(&session.actor, name))?;
            eprintln!("removed {name}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl PasswordSource {
    fn get(&self) -> Result<Password, Fault> {
        let one_time = self.password_file.is_none();
        let text = match &self.password_file {
            Some(path) => brought(path)?,
            None => password::generate().map_err(fault)?,
        };
        let hash = password::hash_blocking(&text).map_err(fault)?;
        Ok(Password { text, hash, one_time })
    }
}

fn brought(path: &Path) -> Result<Zeroizing<String>, Fault> {
    let bytes = read_key_file(path)?;
    let text = str::from_utf8(&bytes).map_err(|_| {
        Fault::usage(format_args!("{} holds no text", path.display()), "bring the password as text")
    })?;
    password::check(text).map_err(fault)?;
    Ok(Zeroizing::new(text.to_owned()))
}

fn tell(name: &str, password: &Password, json: bool) -> Result<(), Fault> {
    let shown = password.one_time.then_some(password.text.as_str());
    if json {
        return output::json(&PasswordJson { name, one_time_password: shown });
    }
    if let Some(text) = shown {
        output::line(text)?;
        eprintln!("the one-time password of {name}; it is not shown again");
    }
    Ok(())
}

fn list(people: &[Administrator]) -> Result<(), Fault> {
    for person in people {
        let role = match person.role {
            Role::Owner => "owner",
            Role::Operator => "operator",
            _ => "auditor",
        };
        let mut remarks = vec![if person.totp { "with codes" } else { "without codes" }.to_owned()];
        if person.must_change_password {
            remarks.push("has a one-time password".into());
        }
        if let Some(until) = person.locked_until {
            remarks.push(format!("{} failures, waits until {}", person.failures, output::date(until)));
        }
        let name = &person.name;
        output::line(format_args!("{role:<8}  {name}  ({})", remarks.join("; ")))?;
    }
    if people.is_empty() {
        eprintln!("nobody yet; `usersig admin create NAME --role owner` adds a person");
    }
    Ok(())
}

fn fault(fault: password::PasswordFault) -> Fault {
    Fault::usage(
        fault,
        "choose one of 12 characters or more, or leave --password-file out for a one-time one",
    )
}
