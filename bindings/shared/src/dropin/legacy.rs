//! The faces of the legacy algorithm: `TLSSigAPI`, `tls_sigature`, `Sig`, `tls_gen_sig_ex`.

use usersig::{Algorithm, Key, LegacyAccount, Signer, UserIdForm, inspect};

use crate::application::Application;
use crate::fault::{Fault, Misfit, Parameter};
use crate::values;

/// The application of a legacy face: a private key that signs, a public key that
/// verifies, or both. An empty text counts as no key.
///
/// With a private key alone, tickets are verified with the public key of its pair.
/// With a public key, that one verifies, even if it is of another pair.
///
/// # Errors
/// A [`Fault`] for an SDKAppID out of range, for neither key, for a text that is no
/// PEM key, and for a public key in place of the private one.
pub fn application(
    sdkappid: i64,
    private_key: Option<&[u8]>,
    public_key: Option<&[u8]>,
) -> Result<Application, Fault> {
    let sdkappid = values::sdkappid(sdkappid)?;
    let (private, public) = (read(private_key)?, read(public_key)?);
    let missing = Fault::new(Parameter::Key, Misfit::Missing);
    let signer = match &private {
        Some(key) => Ok(Signer::new(sdkappid, key)?),
        None => Err(missing),
    };
    let verifying = public.or(private).ok_or(missing)?;
    Ok(Application::of(sdkappid, signer, vec![verifying]).with_userid_form(UserIdForm::Utf8))
}

/// The same application whose tickets have the account type and the third-party id that
/// old calls pass along: decimal digits, at most 64 bits. An empty third-party id counts
/// as 0.
///
/// # Errors
/// A [`Fault`] of the older C codes 12 and 11 for a text that is no such number.
pub fn with_account(
    application: Application,
    account_type: &[u8],
    appid_at_3rd: &[u8],
) -> Result<Application, Fault> {
    let account_type = number(account_type, Parameter::AccountType)?;
    let appid_at_3rd = number(or_zero(appid_at_3rd), Parameter::AppIdAt3rd)?;
    Ok(application.with_legacy_account(LegacyAccount::new(account_type, appid_at_3rd)))
}

/// Takes the two values of old calls that have no place in what these make, where they
/// are 0. An empty third-party id counts as 0.
///
/// # Errors
/// A [`Fault`] for any other value.
pub fn require_zero(account_type: &[u8], appid_at_3rd: &[u8]) -> Result<(), Fault> {
    if account_type != b"0" {
        return Err(Fault::new(Parameter::AccountType, Misfit::NotZero));
    }
    if !matches!(appid_at_3rd, b"" | b"0") {
        return Err(Fault::new(Parameter::AppIdAt3rd, Misfit::NotZero));
    }
    Ok(())
}

/// Compares the two values that old calls pass along with those of a ticket, which
/// is to be verified first. A third-party id that the ticket lacks or has empty
/// equals an empty one and 0.
///
/// # Errors
/// A [`Fault`] of the older C codes 12 and 11 for another value; what
/// [`Application::verify`] says of a ticket that cannot be read.
pub fn compare_account(ticket: &[u8], account_type: &[u8], appid_at_3rd: &[u8]) -> Result<(), Fault> {
    let claims = inspect(ticket)?;
    if claims.account_type().unwrap_or("0").as_bytes() != account_type {
        return Err(Fault::other_account(Parameter::AccountType));
    }
    let appid = claims.appid_at_3rd().unwrap_or_default();
    if or_zero(appid.as_bytes()) != or_zero(appid_at_3rd) {
        return Err(Fault::other_account(Parameter::AppIdAt3rd));
    }
    Ok(())
}

/// A number as it is written into a ticket, so that the ticket has the text of the call.
fn number(text: &[u8], parameter: Parameter) -> Result<u64, Fault> {
    let number = str::from_utf8(text).ok().and_then(|text| text.parse::<u64>().ok());
    number
        .filter(|number| number.to_string().as_bytes() == text)
        .ok_or(Fault::new(parameter, Misfit::OutOfRange))
}

const fn or_zero(text: &[u8]) -> &[u8] {
    if text.is_empty() { b"0" } else { text }
}

fn read(text: Option<&[u8]>) -> Result<Option<Key>, Fault> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let key = Key::from_text(text)?;
    if key.algorithm() != Algorithm::EcdsaSha256 {
        return Err(Fault::new(Parameter::Key, Misfit::OtherAlgorithm));
    }
    Ok(Some(key))
}
