//! `usersig diagnose`

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use usersig::{Diagnosis, SdkAppId, Severity, Symptoms};
use usersig_report::DiagnosisJson;
use zeroize::Zeroizing;

use super::inspect;
use crate::args::Diagnose;
use crate::fault::{Fault, REJECTED};
use crate::output::{self, DIM, ERROR, GOOD, HINT, WARNING};
use crate::{moment, ticket};

pub(crate) fn run(args: &Diagnose, json: bool) -> Result<ExitCode, Fault> {
    let now = moment::or_now(args.now)?;
    let sdkappid = args.sdkappid.map(SdkAppId::new).transpose()?;
    let keys = args.key_source.texts_if_any()?;
    let applications = args.keys.as_deref().map(read_applications).transpose()?.unwrap_or_default();
    let ticket = ticket::read(args.ticket.as_deref(), args.key_source.uses_standard_input())?;

    let mut symptoms = Symptoms::new(&ticket, now);
    if let Some(sdkappid) = sdkappid {
        symptoms = symptoms.with_sdkappid(sdkappid);
    }
    if let Some(userid) = &args.userid {
        symptoms = symptoms.with_userid(userid);
    }
    for key in &keys {
        symptoms = symptoms.with_key(&**key);
    }
    for (id, key) in &applications {
        symptoms = if Some(*id) == sdkappid {
            symptoms.with_key(&**key)
        } else {
            symptoms.with_other_application(*id, &**key)
        };
    }
    let diagnosis = usersig::diagnose(&symptoms);
    if json {
        output::json(&DiagnosisJson::new(&diagnosis))?;
    } else {
        print(&diagnosis)?;
    }
    let fatal = diagnosis.causes.iter().any(|cause| cause.severity() == Severity::Fatal);
    Ok(if fatal || diagnosis.rejection.is_some() { ExitCode::from(REJECTED) } else { ExitCode::SUCCESS })
}

/// Reads `--keys`: a JSON object from SDKAppID to key. Messages repeat nothing of it:
/// keys may stand anywhere in a file that is not as it should be.
fn read_applications(path: &Path) -> Result<Vec<(SdkAppId, Zeroizing<String>)>, Fault> {
    let text = fs::read_to_string(path).map_err(|error| Fault::file("read", path, &error))?;
    let text = Zeroizing::new(text);
    let wrong = |what: &dyn std::fmt::Display| {
        Fault::usage(
            format_args!("{} is not a list of applications: {what}", path.display()),
            "write it as {\"1400000000\": \"key\", \"1400000001\": \"another key\"}",
        )
    };
    let entries: BTreeMap<String, String> = serde_json::from_str(&text).map_err(|error| {
        wrong(&format_args!("it goes wrong at line {}, column {}", error.line(), error.column()))
    })?;
    entries
        .into_iter()
        .map(|(id, key)| {
            let number = id.parse().ok().and_then(|number| SdkAppId::new(number).ok());
            let id = number.ok_or_else(|| wrong(&"one of its names is not an SDKAppID"))?;
            Ok((id, Zeroizing::new(key)))
        })
        .collect()
}

fn print(diagnosis: &Diagnosis) -> Result<(), Fault> {
    match diagnosis.rejection {
        Some(rejection) => {
            output::line(format_args!("{ERROR}rejected{ERROR:#} {}: {rejection}", rejection.code()))?;
        }
        None => output::line(format_args!(
            "{GOOD}nothing speaks against this ticket{GOOD:#}, as far as was given"
        ))?,
    }
    for cause in &diagnosis.causes {
        let (style, mark) = match cause.severity() {
            Severity::Fatal => (ERROR, "cause"),
            Severity::Warning => (WARNING, "warning"),
            _ => (DIM, "note"),
        };
        output::line("")?;
        output::line(format_args!("{style}{mark}:{style:#} {cause}"))?;
        output::line(format_args!("{HINT}hint:{HINT:#} {}", cause.advice()))?;
    }
    if let Some(repaired) = &diagnosis.repaired {
        output::line("")?;
        output::line("repaired ticket:")?;
        output::line(repaired)?;
    }
    if let Some(unverified) = &diagnosis.unverified {
        output::line("")?;
        output::line("what it claims (not verified):")?;
        inspect::print(unverified)?;
    }
    Ok(())
}
