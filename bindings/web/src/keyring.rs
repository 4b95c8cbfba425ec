//! The application of the native interface: all kinds of keys, and a policy.

use usersig_door::{Application, Encoding, Fault, Misfit, Parameter, UserIdForm};

use crate::applications;
use crate::exchange::{self, Request, serve};

/// Request: SDKAppID, list of keys, form, encoding, optional bound on clock skew,
/// optional longest validity, legacy offset of local time in seconds. Answer: the
/// number of the application, then whether it signs, and optionally the algorithm
/// and the fingerprint of the signing key.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_open(length: usize) -> i32 {
    let opened = serve(length, |request, answer| {
        let application = application(request)?;
        let algorithm = application.algorithm();
        let fingerprint = application.key_fingerprint();
        applications::hold(application, answer);
        answer.optional(algorithm, |answer, name| answer.bytes(name.as_bytes()));
        answer.optional(fingerprint, |answer, name| answer.bytes(name.as_bytes()));
        Ok(())
    });
    exchange::wipe();
    opened
}

fn application(request: &mut Request<'_>) -> Result<Application, Fault> {
    let (sdkappid, keys) = (request.number()?, request.list(Request::bytes)?);
    let mut application = Application::new(sdkappid, &keys)?
        .with_userid_form(form(request.byte()?)?)
        .with_encoding(encoding(request.byte()?)?);
    if let Some(seconds) = request.optional(Request::number)? {
        application = application.with_max_clock_skew(seconds)?;
    }
    if let Some(seconds) = request.optional(Request::number)? {
        application = application.with_longest_validity(seconds)?;
    }
    let offset = i32::try_from(request.number()?);
    let offset = offset.map_err(|_| Fault::new(Parameter::Option, Misfit::OutOfRange))?;
    Ok(application.with_legacy_utc_offset(offset))
}

const fn form(place: u8) -> Result<UserIdForm, Fault> {
    match place {
        0 => Ok(UserIdForm::Documented),
        1 => Ok(UserIdForm::Ascii),
        2 => Ok(UserIdForm::Utf8),
        _ => Err(Fault::new(Parameter::Option, Misfit::OutOfRange)),
    }
}

const fn encoding(place: u8) -> Result<Encoding, Fault> {
    match place {
        0 => Ok(Encoding::Compact),
        1 => Ok(Encoding::Stored),
        _ => Err(Fault::new(Parameter::Option, Misfit::OutOfRange)),
    }
}
