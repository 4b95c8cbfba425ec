//! The faces of the current algorithm: `TLSSigAPIv2`, `Api`, `tencentyun`, `GenerateTestUserSig`.

use usersig::{Algorithm, Key, Signer, UserIdForm};

use crate::application::Application;
use crate::fault::{Fault, Misfit, Parameter};
use crate::values;

/// The application of a current face: one secret key.
///
/// # Errors
/// A [`Fault`] for an SDKAppID out of range, an empty key, and a PEM text, whose
/// tickets would be legacy ones.
pub fn application(sdkappid: i64, key: &[u8]) -> Result<Application, Fault> {
    let sdkappid = values::sdkappid(sdkappid)?;
    let key = Key::from_text(key)?;
    if key.algorithm() != Algorithm::HmacSha256 {
        return Err(Fault::new(Parameter::Key, Misfit::OtherAlgorithm));
    }
    let signer = Signer::new(sdkappid, &key)?;
    Ok(Application::of(sdkappid, Ok(signer), vec![key]).with_userid_form(UserIdForm::Utf8))
}
