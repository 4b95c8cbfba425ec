//! The [`Application`]: keyed once, used by every thread.

use usersig::{Encoding, Error, Key, LegacyAccount, SdkAppId, Signer, UserIdForm, Verifier};

use crate::fault::{Fault, Misfit, Parameter};
use crate::values;

/// One application with its keys: signs with the first, verifies with all.
///
/// Making one prepares the keys; after that it is shared freely between threads.
/// `Debug` shows fingerprints in place of keys, and keys are wiped when it is dropped.
///
/// ```
/// use usersig_door::{Application, UserIdForm};
/// let app = Application::new(1_400_000_000, &[b"new secret", b"old secret"])?
///     .with_userid_form(UserIdForm::Utf8)
///     .with_max_clock_skew(300)?;
/// assert!(app.sign("小军".as_bytes(), 86_400, None, None).is_ok());
/// assert!(!format!("{app:?}").contains("secret"));
/// # Ok::<(), usersig_door::Fault>(())
/// ```
#[derive(Debug, Clone)]
pub struct Application {
    pub(crate) sdkappid: SdkAppId,
    pub(crate) form: UserIdForm,
    pub(crate) verifier: Verifier,
    signer: Result<Signer, Fault>,
}

impl Application {
    /// An application with its keys: texts of secret keys, or PEM texts of the
    /// legacy algorithm.
    ///
    /// The first key signs and decides the algorithm of new tickets. A public PEM key
    /// in its place makes an application that verifies only. Without any key, whole
    /// tickets are rejected with 70016. A secret key is used byte for byte: strip the
    /// line end of a file before.
    ///
    /// # Errors
    /// A [`Fault`] for an SDKAppID outside 1 to 4294967295, and for a key that is
    /// empty or an unusable PEM text.
    pub fn new(sdkappid: i64, keys: &[&[u8]]) -> Result<Self, Fault> {
        let keys: Result<Vec<Key>, Error> = keys.iter().map(|text| Key::from_text(text)).collect();
        let (sdkappid, keys) = (values::sdkappid(sdkappid)?, keys?);
        // A public key, or none, is no mistake until a ticket is to be signed.
        let signer = match keys.first() {
            Some(first) => Signer::new(sdkappid, first).map_err(Fault::from),
            None => Err(Fault::new(Parameter::Key, Misfit::Missing)),
        };
        Ok(Self::of(sdkappid, signer, keys))
    }

    pub(crate) fn of(sdkappid: SdkAppId, signer: Result<Signer, Fault>, ring: Vec<Key>) -> Self {
        let verifier = Verifier::new(sdkappid, ring);
        Self { sdkappid, form: UserIdForm::Documented, verifier, signer }
    }

    /// The same application that signs UserIDs of another form.
    #[must_use]
    pub const fn with_userid_form(mut self, form: UserIdForm) -> Self {
        self.form = form;
        self
    }

    /// The same application with another encoding of its current tickets.
    #[must_use]
    pub fn with_encoding(mut self, encoding: Encoding) -> Self {
        self.signer = self.signer.map(|signer| signer.with_encoding(encoding));
        self
    }

    pub(crate) fn with_legacy_account(mut self, account: LegacyAccount) -> Self {
        self.signer = self.signer.map(|signer| signer.with_legacy_account(account));
        self
    }

    /// The same application that rejects tickets signed more than `seconds` ahead of now.
    ///
    /// # Errors
    /// A [`Fault`] for a negative bound.
    pub fn with_max_clock_skew(mut self, seconds: i64) -> Result<Self, Fault> {
        self.verifier = self.verifier.with_max_clock_skew(bound(seconds)?);
        Ok(self)
    }

    /// The same application that rejects tickets valid for more than `seconds`.
    ///
    /// # Errors
    /// A [`Fault`] for a negative bound.
    pub fn with_longest_validity(mut self, seconds: i64) -> Result<Self, Fault> {
        self.verifier = self.verifier.with_longest_validity(bound(seconds)?);
        Ok(self)
    }

    /// The same application that reads the local time in the oldest legacy tickets
    /// as of a zone `seconds` east of UTC.
    #[must_use]
    pub fn with_legacy_utc_offset(mut self, seconds: i32) -> Self {
        self.verifier = self.verifier.with_legacy_utc_offset(seconds);
        self
    }

    /// The SDKAppID.
    #[must_use]
    pub const fn sdkappid(&self) -> u32 {
        self.sdkappid.get()
    }

    /// Whether the first key can sign.
    #[must_use]
    pub const fn can_sign(&self) -> bool {
        self.signer.is_ok()
    }

    /// The name of the algorithm of new tickets, `hmac-sha256` or `ecdsa-sha256`;
    /// `None` for an application that verifies only.
    #[must_use]
    pub fn algorithm(&self) -> Option<&'static str> {
        Some(self.signer.as_ref().ok()?.algorithm().name())
    }

    /// Eight hexadecimal digits that tell signing keys apart and give nothing away;
    /// `None` for an application that verifies only.
    #[must_use]
    pub fn key_fingerprint(&self) -> Option<String> {
        Some(self.signer.as_ref().ok()?.key_fingerprint().to_string())
    }

    pub(crate) fn signer(&self) -> Result<&Signer, Fault> {
        self.signer.as_ref().map_err(|fault| *fault)
    }
}

fn bound(seconds: i64) -> Result<u64, Fault> {
    u64::try_from(seconds).map_err(|_| Fault::new(Parameter::Option, Misfit::Negative))
}
