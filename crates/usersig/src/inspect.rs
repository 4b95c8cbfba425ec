//! Reads a ticket without a key. What it finds is not verified.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::claims::{Algorithm, Validity};
use crate::envelope;
use crate::fields::{self, Fields};
use crate::key::MAX_SIGNATURE_BYTES;
use crate::rejection::{Damage, Member, MemberFault, Rejection};
use crate::room::PrivateMapKey;
use crate::verify::{decode_signature, decode_userbuf};

/// Decodes a ticket without a key: what it claims, not what is true.
///
/// Anybody can make a ticket that says anything. Use a
/// [`Verifier`](crate::Verifier) for every decision.
///
/// ```
/// use usersig::{Key, SdkAppId, Signer, inspect};
/// let signer = Signer::new(SdkAppId::new(1_400_000_000)?, &Key::from_text(b"secret")?)?;
/// let unverified = inspect(signer.user_sig("xiaojun", 86_400)?).unwrap();
/// assert_eq!(unverified.userid(), "xiaojun");
/// assert_eq!(unverified.sdkappid(), 1_400_000_000);
/// # Ok::<(), usersig::Error>(())
/// ```
///
/// # Errors
/// A [`Rejection`] when the ticket cannot be decoded or a member is malformed.
pub fn inspect(ticket: impl AsRef<[u8]>) -> Result<Unverified, Rejection> {
    envelope::open(ticket.as_ref(), true, |json| {
        let text = String::from_utf8(json.to_vec()).map_err(|_| Rejection::Undecodable(Damage::Json))?;
        Unverified::new(text, &fields::read(json, 0)?)
    })
}

/// What a ticket claims. Nothing of it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unverified {
    algorithm: Algorithm,
    userid: String,
    sdkappid: u32,
    validity: Validity,
    userbuf: Option<Box<[u8]>>,
    signature: Vec<u8>,
    legacy: Option<UnverifiedLegacy>,
    json: String,
}

/// What only a legacy ticket says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct UnverifiedLegacy {
    account_type: String,
    appid_at_3rd: Option<String>,
    version: Option<String>,
}

impl Unverified {
    fn new(json: String, fields: &Fields<'_>) -> Result<Self, Rejection> {
        let mut signature = [0; MAX_SIGNATURE_BYTES];
        Ok(Self {
            algorithm: fields.algorithm(),
            userid: fields.userid.into(),
            sdkappid: fields.sdkappid,
            validity: Validity::new(fields.time, fields.expire)
                .map_err(|_| Rejection::Malformed(Member::Expire, MemberFault::EndOutOfRange))?,
            userbuf: fields.userbuf.map(decode_userbuf),
            signature: decode_signature(fields, &mut signature).unwrap_or_default().to_vec(),
            legacy: fields.legacy.as_ref().map(|legacy| UnverifiedLegacy {
                account_type: legacy.account_type.into(),
                appid_at_3rd: legacy.appid_at_3rd.map(Into::into),
                version: legacy.version.map(Into::into),
            }),
            json,
        })
    }

    /// The algorithm that the ticket says it is signed with.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The UserID.
    #[must_use]
    pub fn userid(&self) -> &str {
        &self.userid
    }

    /// The SDKAppID.
    #[must_use]
    pub const fn sdkappid(&self) -> u32 {
        self.sdkappid
    }

    /// From when and for how long the ticket says it is valid.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }

    /// The bytes that the ticket carries.
    #[must_use]
    pub fn userbuf(&self) -> Option<&[u8]> {
        self.userbuf.as_deref()
    }

    /// The UserBuf as a PrivateMapKey, if it is one.
    #[must_use]
    pub fn private_map_key(&self) -> Option<PrivateMapKey<'_>> {
        PrivateMapKey::parse(self.userbuf()?)
    }

    /// The signature's bytes: 32 of an HMAC, or up to 72 that should be DER. Empty
    /// when they cannot be a signature.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// `TLS.account_type` of a legacy ticket.
    #[must_use]
    pub fn account_type(&self) -> Option<&str> {
        self.legacy.as_ref().map(|legacy| legacy.account_type.as_str())
    }

    /// `TLS.appid_at_3rd` of a legacy ticket, if it is written.
    #[must_use]
    pub fn appid_at_3rd(&self) -> Option<&str> {
        self.legacy.as_ref()?.appid_at_3rd.as_deref()
    }

    /// `TLS.version` of a legacy ticket, if it is written. It is not signed.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.legacy.as_ref()?.version.as_deref()
    }

    /// The ticket's JSON as it is written.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }
}
