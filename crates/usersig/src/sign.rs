//! The [`Signer`]: keyed once, then one ticket, many tickets, into a caller's buffer.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use crate::claims::{Algorithm, Claims, SdkAppId, UserBuf, UserId, Validity};
use crate::envelope::{base64, deflate, json};
use crate::error::Error;
use crate::key::{EcdsaPrivateKey, Fingerprint, HmacKey, Key, MAC_BYTES, MAX_SIGNATURE_BYTES};
use crate::room::{PrivateMapKey, Privileges, Room};
use crate::text;

/// Signs tickets of one application with one key.
///
/// Making one prepares the key; after that it is shared freely between threads.
///
/// ```
/// use usersig::{Claims, Key, SdkAppId, Signer, UserId, Validity};
/// let key = Key::from_text(b"5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")?;
/// let signer = Signer::new(SdkAppId::new(1_400_000_000)?, &key)?;
/// let claims = Claims::new(UserId::new("xiaojun")?, Validity::new(1_700_000_000, 15_552_000)?);
/// let ticket = signer.sign(&claims)?;
/// assert!(ticket.starts_with("eJ"));
/// # Ok::<(), usersig::Error>(())
/// ```
#[derive(Clone)]
pub struct Signer {
    sdkappid: SdkAppId,
    key: SigningKey,
}

#[derive(Clone)]
enum SigningKey {
    Hmac(HmacKey),
    Ecdsa(EcdsaPrivateKey),
}

impl Signer {
    /// A signer for one application; the key decides the algorithm.
    ///
    /// # Errors
    /// [`Error::PublicKeyCannotSign`] for a public key.
    pub fn new(sdkappid: SdkAppId, key: &Key) -> Result<Self, Error> {
        let key = match key {
            Key::Hmac(key) => SigningKey::Hmac(key.clone()),
            Key::EcdsaPrivate(key) => SigningKey::Ecdsa(key.clone()),
            Key::EcdsaPublic(_) => return Err(Error::PublicKeyCannotSign),
        };
        Ok(Self { sdkappid, key })
    }

    /// The application.
    #[must_use]
    pub const fn sdkappid(&self) -> SdkAppId {
        self.sdkappid
    }

    /// The algorithm of the tickets.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self.key {
            SigningKey::Hmac(_) => Algorithm::HmacSha256,
            SigningKey::Ecdsa(_) => Algorithm::EcdsaSha256,
        }
    }

    /// The short name of the key.
    #[must_use]
    pub fn key_fingerprint(&self) -> Fingerprint {
        match &self.key {
            SigningKey::Hmac(key) => key.fingerprint(),
            SigningKey::Ecdsa(key) => key.public_key().fingerprint(),
        }
    }

    /// One ticket as a new string.
    ///
    /// # Errors
    /// [`Error::SigningFailed`], with a legacy key only.
    pub fn sign(&self, claims: &Claims<'_>) -> Result<String, Error> {
        let mut ticket = alloc::vec![0; self.max_len(claims)];
        let length = self.write(claims, &mut ticket)?;
        ticket.truncate(length);
        // A ticket is ASCII, so this never fails and nothing is copied.
        String::from_utf8(ticket).map_err(|_| Error::SigningFailed)
    }

    /// One ticket into the front of `out`, which is never cut short.
    ///
    /// # Errors
    /// [`Error::BufferTooSmall`] when `out` has fewer than [`Signer::max_len`]
    /// bytes; [`Error::SigningFailed`], with a legacy key only.
    pub fn sign_into<'o>(&self, claims: &Claims<'_>, out: &'o mut [u8]) -> Result<&'o str, Error> {
        let needed = self.max_len(claims);
        let out = out.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
        let length = self.write(claims, out)?;
        core::str::from_utf8(&out[..length]).map_err(|_| Error::SigningFailed)
    }

    /// Bytes that are enough for the ticket of these claims.
    #[must_use]
    pub fn max_len(&self, claims: &Claims<'_>) -> usize {
        base64::encoded_len(deflate::bound(self.json_bound(claims)))
    }

    /// Many tickets in one call, in the order of the claims.
    ///
    /// # Errors
    /// [`Error::SigningFailed`], with a legacy key only.
    pub fn sign_many(&self, claims: &[Claims<'_>]) -> Result<Tickets, Error> {
        let mut tickets = Tickets::default();
        let bounds = claims.iter().map(|claims| self.max_len(claims));
        let mut ticket = alloc::vec![0; bounds.clone().max().unwrap_or(0)];
        tickets.ends.reserve(claims.len());
        for claims in claims {
            tickets.text.push_str(self.sign_into(claims, &mut ticket)?);
            tickets.ends.push(tickets.text.len());
        }
        Ok(tickets)
    }

    /// A PrivateMapKey: a ticket that also says which room the user may enter.
    ///
    /// # Errors
    /// [`Error::RoomTime`] when the validity ends after the year 2106;
    /// [`Error::SigningFailed`], with a legacy key only.
    pub fn sign_private_map_key(
        &self,
        userid: UserId<'_>,
        validity: Validity,
        room: Room<'_>,
        privileges: Privileges,
    ) -> Result<String, Error> {
        let key = PrivateMapKey::new(userid, self.sdkappid, room, privileges, validity)?;
        let mut userbuf = [0; PrivateMapKey::MAX_BYTES];
        let userbuf = UserBuf::new(key.write_to(&mut userbuf)?)?;
        self.sign(&Claims::new(userid, validity).with_userbuf(userbuf))
    }

    /// A ticket from now on, for a UserID of the documented form.
    ///
    /// `expire` is in seconds; [`Validity::DEFAULT_SECONDS`] is what generators default to.
    ///
    /// # Errors
    /// What [`UserId::new`], [`Validity::new`] and [`Signer::sign`] refuse.
    #[cfg(feature = "std")]
    pub fn user_sig(&self, userid: &str, expire: u64) -> Result<String, Error> {
        let validity = Validity::new(crate::clock::now()?, expire)?;
        self.sign(&Claims::new(UserId::new(userid)?, validity))
    }

    /// A PrivateMapKey from now on, for a UserID of the documented form.
    ///
    /// `expire` is in seconds. Hours are usual: the service checks the key
    /// again when an audience member becomes an anchor.
    ///
    /// # Errors
    /// What [`UserId::new`], [`Validity::new`] and [`Signer::sign_private_map_key`] refuse.
    #[cfg(feature = "std")]
    pub fn private_map_key(
        &self,
        userid: &str,
        expire: u64,
        room: Room<'_>,
        privileges: Privileges,
    ) -> Result<String, Error> {
        let validity = Validity::new(crate::clock::now()?, expire)?;
        self.sign_private_map_key(UserId::new(userid)?, validity, room, privileges)
    }

    /// Bytes that are enough for the JSON.
    fn json_bound(&self, claims: &Claims<'_>) -> usize {
        let (frame, sig) = match self.key {
            SigningKey::Hmac(_) => (CURRENT_FRAME_BYTES, base64::encoded_len(MAC_BYTES)),
            SigningKey::Ecdsa(_) => (LEGACY_FRAME_BYTES, base64::encoded_len(MAX_SIGNATURE_BYTES)),
        };
        let userbuf = claims.userbuf.map_or(0, |userbuf| base64::encoded_len(userbuf.as_bytes().len()));
        frame + json::escaped_len(claims.userid.as_str()) + userbuf + sig
    }

    /// Claims to ticket; `out` holds [`Signer::max_len`] bytes.
    fn write(&self, claims: &Claims<'_>, out: &mut [u8]) -> Result<usize, Error> {
        let json_bound = self.json_bound(claims);
        if json_bound <= USUAL_JSON_BYTES {
            let mut json = [0; USUAL_JSON_BYTES];
            let mut stream = [0; deflate::bound(USUAL_JSON_BYTES)];
            self.write_through(claims, &mut json, &mut stream, out)
        } else {
            let mut json = Zeroizing::new(alloc::vec![0; json_bound]);
            let mut stream = alloc::vec![0; deflate::bound(json_bound)];
            self.write_through(claims, &mut json, &mut stream, out)
        }
    }

    fn write_through(
        &self,
        claims: &Claims<'_>,
        json: &mut [u8],
        stream: &mut [u8],
        out: &mut [u8],
    ) -> Result<usize, Error> {
        let length = match &self.key {
            SigningKey::Hmac(key) => self.write_current(key, claims, json),
            SigningKey::Ecdsa(key) => self.write_legacy(key, claims, json)?,
        };
        let length = deflate::zlib(&json[..length], stream);
        Ok(base64::encode_ticket(&stream[..length], out))
    }

    fn write_current(&self, key: &HmacKey, claims: &Claims<'_>, out: &mut [u8]) -> usize {
        let validity = claims.validity;
        let mut json = JsonWriter { out, at: 0 };
        json.raw(b"{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"");
        json.escaped(claims.userid.as_str());
        json.raw(b"\",\"TLS.sdkappid\":");
        json.number(self.sdkappid.get().into());
        json.raw(b",\"TLS.expire\":");
        json.number(validity.expire());
        json.raw(b",\"TLS.time\":");
        json.number(validity.time());
        let userbuf = json.userbuf(claims.userbuf);
        let mac = key.mac(|mut put| {
            let userbuf = userbuf.map(|range| &json.out[range]);
            let sdkappid = self.sdkappid.get();
            text::current(
                &mut put,
                claims.userid.as_str(),
                sdkappid,
                validity.time(),
                validity.expire(),
                userbuf,
            );
        });
        json.raw(b",\"TLS.sig\":\"");
        json.base64(&mac);
        json.raw(b"\"}");
        json.at
    }

    fn write_legacy(
        &self,
        key: &EcdsaPrivateKey,
        claims: &Claims<'_>,
        out: &mut [u8],
    ) -> Result<usize, Error> {
        let validity = claims.validity;
        let mut json = JsonWriter { out, at: 0 };
        json.raw(b"{\"TLS.account_type\":\"0\",\"TLS.identifier\":\"");
        json.escaped(claims.userid.as_str());
        json.raw(b"\",\"TLS.appid_at_3rd\":\"0\",\"TLS.sdk_appid\":\"");
        json.number(self.sdkappid.get().into());
        json.raw(b"\",\"TLS.expire_after\":\"");
        json.number(validity.expire());
        json.raw(b"\",\"TLS.time\":\"");
        json.number(validity.time());
        json.raw(b"\"");
        let userbuf = json.userbuf(claims.userbuf);
        let mut time = itoa::Buffer::new();
        let signed = text::LegacyText {
            appid_at_3rd: Some("0"),
            account_type: "0",
            userid: claims.userid.as_str(),
            sdkappid: self.sdkappid.get(),
            time: time.format(validity.time()),
            expire: validity.expire(),
            userbuf: userbuf.map(|range| &json.out[range]),
        };
        let mut signature = [0; MAX_SIGNATURE_BYTES];
        let signature = key.sign(&mut signature, |mut put| text::legacy(&mut put, &signed))?;
        json.raw(b",\"TLS.sig\":\"");
        json.base64(signature);
        json.raw(b"\"}");
        Ok(json.at)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("sdkappid", &self.sdkappid.get())
            .field("algorithm", &self.algorithm())
            .field("key", &self.key_fingerprint())
            .finish()
    }
}

/// Tickets of one call, one after another in one piece of memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tickets {
    text: String,
    ends: Vec<usize>,
}

impl Tickets {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The ticket of the claims at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }

    /// All of them, in the order of the claims.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index).unwrap_or_default())
    }
}

/// Writes JSON into a buffer that was measured before.
struct JsonWriter<'a> {
    out: &'a mut [u8],
    at: usize,
}

impl JsonWriter<'_> {
    fn raw(&mut self, bytes: &[u8]) {
        self.out[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }

    fn escaped(&mut self, text: &str) {
        self.at += json::write_escaped(text, &mut self.out[self.at..]);
    }

    fn number(&mut self, number: u64) {
        self.raw(itoa::Buffer::new().format(number).as_bytes());
    }

    fn base64(&mut self, bytes: &[u8]) {
        self.at += base64::encode_standard(bytes, &mut self.out[self.at..]);
    }

    /// Writes the UserBuf's member, if any; returns where its base64 text stands.
    fn userbuf(&mut self, userbuf: Option<UserBuf<'_>>) -> Option<core::ops::Range<usize>> {
        let userbuf = userbuf?;
        self.raw(b",\"TLS.userbuf\":\"");
        let start = self.at;
        self.base64(userbuf.as_bytes());
        let end = self.at;
        self.raw(b"\"");
        Some(start..end)
    }
}

/// The members' names, punctuation and the longest numbers of a current ticket.
const CURRENT_FRAME_BYTES: usize = 192;
/// The same of a legacy ticket.
const LEGACY_FRAME_BYTES: usize = 256;
/// Tickets of usual size are put together on the stack.
const USUAL_JSON_BYTES: usize = 768;
