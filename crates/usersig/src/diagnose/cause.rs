//! What can be behind a rejection, in words for a person.

use core::fmt;

use crate::claims::Algorithm;
use crate::rejection::{Rejection, UserBufMismatch};

/// One thing that was found about a ticket.
///
/// `Display` says what it is; [`Cause::advice`] says what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// There is no text.
    Empty,
    /// The text is a secret key of 64 hexadecimal digits.
    SecretKeyPasted,
    /// The text is a PEM key.
    PemPasted,
    /// The text is a JSON Web Token.
    JsonWebToken,
    /// The ticket stands inside quotes, a header, a URL or JSON.
    Wrapped,
    /// Characters are percent-encoded, once or several times.
    PercentEncoded {
        /// How many times.
        times: u8,
    },
    /// `+` became a space in a URL.
    SpacesForPlus,
    /// A JSON string's escapes are still in it.
    Backslashes,
    /// Invisible or non-ASCII characters stand in it.
    InvisibleCharacters,
    /// Line breaks stand in it, or white space around it, which verifiers pass over.
    WhiteSpace,
    /// Spaces or tabs stand in it, which verifiers do not pass over.
    WhiteSpaceInside,
    /// It is in plain base64 (`+`, `/`, `=`), which verifiers take and URLs break.
    PlainBase64,
    /// It is in RFC 4648 base64url, where `-` and `_` mean something else.
    Base64Url,
    /// It was base64-encoded twice.
    EncodedTwice,
    /// It stands there twice in a row.
    Doubled,
    /// All letters were changed to one case.
    LetterCaseLost,
    /// The end is missing.
    Truncated {
        /// Characters that are left.
        characters: usize,
    },
    /// A character in it was changed or lost.
    Damaged,
    /// The text is nothing like a ticket.
    NotATicket,
    /// It is larger than any ticket.
    TooLong,
    /// The JSON is not compressed: it stands bare, or in base64 only.
    NotCompressed,
    /// The JSON is compressed as gzip or raw deflate, not as zlib.
    OtherCompression,
    /// Something follows the ticket.
    TrailingData,
    /// The JSON is broken because its generator does not escape the UserID.
    UnescapedUserId,
    /// The content is not JSON, or not an object.
    NotJson,
    /// A member is missing or malformed, in a way that has no name of its own here.
    Malformed(Rejection),
    /// A control character stands in a signed value: a forgery, or a defective generator.
    ControlCharacter,
    /// A member stands there twice or in another letter case: a forgery.
    TwinMembers,
    /// A number is written as text, or not in its canonical form.
    NumberForm,
    /// The ticket is for another application.
    OtherSdkAppId {
        /// The ticket's.
        ticket: u32,
        /// The request's.
        request: u32,
    },
    /// The ticket is for another UserID.
    OtherUserId,
    /// The UserIDs differ in letter case only.
    UserIdLetterCase,
    /// The UserIDs differ in white space around them only.
    UserIdWhiteSpace,
    /// The ticket has expired.
    Expired {
        /// By how many seconds.
        seconds: u64,
    },
    /// The ticket was made with a validity of 0 seconds.
    NoValidity,
    /// The time of signing lies in the future: a clock is wrong.
    ClockSkew {
        /// By how many seconds.
        seconds: u64,
    },
    /// The time of signing is in milliseconds, or in something finer.
    TimeInMilliseconds,
    /// The validity is a moment, not a length.
    ExpireIsAMoment,
    /// The validity is longer than the 50 years that documents allow.
    ValidForTooLong {
        /// Seconds.
        expire: u64,
    },
    /// The inner time of the PrivateMapKey and the ticket's differ.
    InnerAndOuterExpiry {
        /// End by the PrivateMapKey, Unix seconds.
        inner: u64,
        /// End by the ticket, Unix seconds.
        outer: u64,
    },
    /// The PrivateMapKey's inner time is over: the ticket may log in, but opens no room.
    RoomExpired {
        /// By how many seconds.
        seconds: u64,
    },
    /// The PrivateMapKey contradicts the ticket around it.
    RoomMismatch(UserBufMismatch),
    /// The UserBuf is a PrivateMapKey whose lengths were counted in UTF-16 units or characters.
    RoomLengthDefect,
    /// The UserBuf is a string-room PrivateMapKey with an empty room.
    RoomEmptyString,
    /// The ticket is legacy and only a current key was given.
    LegacyTicketCurrentKey,
    /// The ticket is current and only a legacy key was given.
    CurrentTicketLegacyKey,
    /// No key was given.
    NoKeyGiven,
    /// A key that was given is empty or cannot be read, and no other one fits.
    UnreadableKey,
    /// The signature matches when white space around the key is removed or added.
    KeyWhiteSpace,
    /// The signature matches when quotes around the key are removed or added.
    KeyQuotes,
    /// The signature matches when the key's letters are changed to the other case.
    KeyLetterCase,
    /// The ticket was signed with the key hex-decoded.
    KeyHexDecoded,
    /// The ticket was signed with the key base64-decoded.
    KeyBase64Decoded,
    /// The ticket was signed with the PEM text as a secret key.
    PemAsSecretKey,
    /// The ticket was signed with another application's key.
    OtherApplicationsKey {
        /// That application.
        sdkappid: u32,
    },
    /// The ticket was signed for another SDKAppID than it says.
    SignedForOtherSdkAppId,
    /// The ticket was signed for another UserID than it says.
    SignedForOtherUserId,
    /// The UserBuf was added after signing.
    UserBufAdded,
    /// The ticket was signed with an empty UserBuf that its generator left out.
    EmptyUserBufLeftOut,
    /// The ticket was signed with `TLS.appid_at_3rd`, or with another one.
    AppIdAt3rdChanged,
    /// The signature matches no key that was given, and nothing explains it.
    WrongKey(Algorithm),
    /// `TLS.expire` is left out and stands for 0, as one generator does.
    ExpireLeftOut,
    /// `TLS.appid_at_3rd` is empty, as the legacy Python generator writes it.
    EmptyAppIdAt3rd,
    /// The ticket is the oldest form: plain JSON with local time.
    OldestForm,
    /// The JSON looks like that of a known generator.
    Generator(Generator),
}

/// The published generators that can be told by their JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Generator {
    /// tls-sig-api-v2-golang ends with a line feed, the legacy one sorts its members.
    Go,
    /// tls-sig-api-v2-python and the legacy one: spaces after colons and commas.
    Python,
    /// tls-sig-api-v2-php and the legacy one: escaped slashes, if there are any slashes.
    Php,
    /// tls-sig-api-v2-java and the legacy one: members in the order of a hash map.
    Java,
}

/// How much a cause weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// Good to know; nothing is rejected for it.
    Note,
    /// Accepted by this crate, but asking for trouble elsewhere or later.
    Warning,
    /// Why the ticket is rejected.
    Fatal,
}

impl Cause {
    /// How much the cause weighs.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::Generator(_) | Self::NoKeyGiven | Self::WhiteSpace => Severity::Note,
            Self::PlainBase64
            | Self::ClockSkew { .. }
            | Self::TimeInMilliseconds
            | Self::ExpireIsAMoment
            | Self::ValidForTooLong { .. }
            | Self::InnerAndOuterExpiry { .. }
            | Self::RoomExpired { .. }
            | Self::RoomMismatch(_)
            | Self::RoomLengthDefect
            | Self::RoomEmptyString
            | Self::NoValidity
            | Self::ExpireLeftOut
            | Self::EmptyAppIdAt3rd
            | Self::OldestForm => Severity::Warning,
            _ => Severity::Fatal,
        }
    }

    /// A name for programs, in lower case with hyphens; it stays the same between versions.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.words().0
    }

    /// What to do next.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        self.words().2
    }

    /// Name, sentence, advice.
    #[rustfmt::skip]
    const fn words(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Empty => ("empty", "there is no ticket", "pass the ticket, a text of some hundred characters that usually starts with eJ, eA or eN; an empty one points to a variable or parameter that was never set"),
            Self::SecretKeyPasted => ("secret-key-pasted", "this is a secret key, not a ticket", "make a ticket with it (usersig sign), and rotate the key if it was pasted somewhere public"),
            Self::PemPasted => ("pem-pasted", "this is a PEM key, not a ticket", "make a ticket with it (usersig sign), and replace a private key that was pasted somewhere public"),
            Self::JsonWebToken => ("json-web-token", "this is a JSON Web Token, not a ticket", "pass the UserSig that your server issues, not the session token of your own login"),
            Self::Wrapped => ("wrapped", "the ticket stands inside something else: quotes, a header, a URL or JSON", "pass the bare ticket, without what stands around it"),
            Self::PercentEncoded { .. } => ("percent-encoded", "characters of the ticket are percent-encoded", "decode the URL once on the receiving side, and do not encode a ticket that is a JSON value"),
            Self::SpacesForPlus => ("spaces-for-plus", "spaces stand where + was: the ticket is in plain base64 and went through a URL", "use the ticket alphabet (* - _), which passes through a URL unchanged"),
            Self::Backslashes => ("backslashes", "escapes of a JSON or shell string are still in the ticket", "parse the JSON that carries the ticket instead of cutting it out"),
            Self::InvisibleCharacters => ("invisible-characters", "invisible or non-ASCII characters stand in the ticket", "copy it from the source again, not out of a document or chat"),
            Self::WhiteSpace => ("white-space", "line breaks or white space stand in or around the ticket", "strip them: some verifiers do not pass over them"),
            Self::WhiteSpaceInside => ("white-space-inside", "spaces or tabs stand inside the ticket", "take them out: a ticket is one word; look for a line that was wrapped or indented"),
            Self::PlainBase64 => ("plain-base64", "the ticket is in plain base64, with + / or = in it", "replace + by *, / by -, = by _ : a URL breaks the plain form"),
            Self::Base64Url => ("base64url", "the ticket is in RFC 4648 base64url, which is a different alphabet", "in a ticket, + becomes *, / becomes -, = becomes _ ; do not use a base64url function"),
            Self::EncodedTwice => ("encoded-twice", "the ticket was base64-encoded a second time", "pass the ticket as it is: it is text already and needs no encoding"),
            Self::Doubled => ("doubled", "the ticket stands there twice in a row", "pass it once"),
            Self::LetterCaseLost => ("letter-case-lost", "all letters were changed to one case", "tickets are case-sensitive: do not lower-case them, and use a case-sensitive column"),
            Self::Truncated { .. } => ("truncated", "the end of the ticket is missing", "look for a fixed-size buffer, a database column or a log line that cut it"),
            Self::Damaged => ("damaged", "characters of the ticket were changed or lost", "copy it again; compare its length and both ends with the original"),
            Self::NotATicket => ("not-a-ticket", "the text is nothing like a ticket", "pass the UserSig itself, a text of some hundred characters that usually starts with eJ, eA or eN"),
            Self::TooLong => ("too-long", "the text is larger than any ticket", "pass one ticket alone"),
            Self::NotCompressed => ("not-compressed", "the JSON of the ticket is not compressed", "compress the JSON with zlib (RFC 1950) before base64; bare JSON is no ticket of the current algorithm"),
            Self::OtherCompression => ("other-compression", "the JSON is compressed as gzip or raw deflate", "use zlib framing (RFC 1950), not gzip and not raw deflate"),
            Self::TrailingData => ("trailing-data", "something follows the ticket", "pass the ticket alone, without what stands behind it"),
            Self::UnescapedUserId => ("unescaped-userid", "the JSON is broken: its generator does not escape the UserID", "use a generator that escapes, or UserIDs without quotes, backslashes and control characters"),
            Self::NotJson => ("not-json", "the content is not a JSON object", "make the ticket with a maintained generator"),
            Self::Malformed(_) => ("malformed", "a member of the JSON is missing or malformed", "make the ticket with a maintained generator"),
            Self::ControlCharacter => ("control-character", "a signed value holds a control character, with which one ticket can be read as another", "treat it as an attack unless your own generator signs unchecked UserIDs; check UserIDs before signing"),
            Self::TwinMembers => ("twin-members", "a member stands there twice or in another letter case, so that readers disagree about it", "treat it as an attack: no generator writes such JSON"),
            Self::NumberForm => ("number-form", "a number has the wrong JSON type or is not written in its canonical form", "write plain decimal digits: as JSON numbers in a current ticket, as JSON strings in a legacy one"),
            Self::OtherSdkAppId { .. } => ("other-sdkappid", "the ticket is for another application", "use the SDKAppID of the ticket, or sign with the one of the request"),
            Self::OtherUserId => ("other-userid", "the ticket is for another UserID than the request's", "log in as the UserID that the ticket was signed for, or sign for the one of the request"),
            Self::UserIdLetterCase => ("userid-letter-case", "the UserIDs differ in letter case", "UserIDs are case-sensitive: use one spelling when signing and logging in"),
            Self::UserIdWhiteSpace => ("userid-white-space", "the UserIDs differ in white space around them", "trim the UserID on both sides"),
            Self::Expired { .. } => ("expired", "the ticket has expired", "issue a new one; let the app ask for it before the old one ends"),
            Self::NoValidity => ("no-validity", "the ticket was made with a validity of 0 seconds", "give expire in seconds, for example 15552000 for 180 days"),
            Self::ClockSkew { .. } => ("clock-skew", "the time of signing lies in the future", "set the clock of the signing server (NTP)"),
            Self::TimeInMilliseconds => ("time-in-milliseconds", "TLS.time is in milliseconds or something finer, so the ticket does not expire for thousands of years", "sign with Unix seconds"),
            Self::ExpireIsAMoment => ("expire-is-a-moment", "TLS.expire looks like a moment, not like a length of time", "pass the number of seconds that the ticket is valid from the time of signing on"),
            Self::ValidForTooLong { .. } => ("valid-for-too-long", "the validity is longer than 50 years", "documents allow 24 hours to 50 years and recommend two months"),
            Self::InnerAndOuterExpiry { .. } => ("inner-and-outer-expiry", "the PrivateMapKey inside and the ticket around it end at different times", "give both the same validity: the earlier end counts"),
            Self::RoomExpired { .. } => ("room-expired", "the inner time of the PrivateMapKey is over, so no room can be entered with it", "issue a new PrivateMapKey; hours are usual, since the service checks it again at a role change"),
            Self::RoomMismatch(_) => ("room-mismatch", "the PrivateMapKey inside contradicts the ticket around it", "build both from the same SDKAppID and UserID"),
            Self::RoomLengthDefect => ("room-length-defect", "the PrivateMapKey inside is damaged: its generator counted characters instead of UTF-8 bytes", "use a generator that counts bytes, or ASCII UserIDs and rooms"),
            Self::RoomEmptyString => ("room-empty-string", "the PrivateMapKey is for a string room without a name", "use a numeric room, or name the string room"),
            Self::LegacyTicketCurrentKey => ("legacy-ticket-current-key", "the ticket is of the legacy algorithm (ECDSA) and the key is a secret key (HMAC)", "verify with the application's public key, or issue tickets with the secret key"),
            Self::CurrentTicketLegacyKey => ("current-ticket-legacy-key", "the ticket is of the current algorithm (HMAC) and the key is a PEM key (ECDSA)", "verify with the application's secret key; the application may have been switched"),
            Self::NoKeyGiven => ("no-key-given", "no key was given, so the signature was not looked at", "give the key to find out about the signature"),
            Self::UnreadableKey => ("unreadable-key", "a key that was given is empty or cannot be read", "pass the whole key, from the first to the last line, with real line ends in the place of \\n"),
            Self::KeyWhiteSpace => ("key-white-space", "the signature matches when white space or a byte order mark around the key is removed or added", "strip white space from the key on both sides; look for a line end in a file or variable"),
            Self::KeyQuotes => ("key-quotes", "the signature matches when quotes around the key are removed or added", "remove the quotes from the configuration value"),
            Self::KeyLetterCase => ("key-letter-case", "the signature matches when the key's letters are changed to the other case", "use the key exactly as the console shows it"),
            Self::KeyHexDecoded => ("key-hex-decoded", "the ticket was signed with the key hex-decoded", "use the 64 characters of the key as text; do not decode them"),
            Self::KeyBase64Decoded => ("key-base64-decoded", "the ticket was signed with the key base64-decoded", "use the key as text; do not decode it"),
            Self::PemAsSecretKey => ("pem-as-secret-key", "the ticket was signed by HMAC with the PEM text as the secret key", "take the secret key from the console after switching the algorithm, or sign with ECDSA"),
            Self::OtherApplicationsKey { .. } => ("other-applications-key", "the ticket was signed with the key of another application", "take key and SDKAppID from the same page of the console"),
            Self::SignedForOtherSdkAppId => ("signed-for-other-sdkappid", "the signature is for the SDKAppID of the request, but the ticket names another", "the SDKAppID was changed after signing, or the generator mixes two settings"),
            Self::SignedForOtherUserId => ("signed-for-other-userid", "the signature is for the UserID of the request, but the ticket names another", "the UserID was changed after signing: look for a generator that changes it in one place only, otherwise treat it as an attack"),
            Self::UserBufAdded => ("userbuf-added", "the UserBuf was added after signing", "treat it as an attack: the signature covers the ticket without a UserBuf"),
            Self::EmptyUserBufLeftOut => ("empty-userbuf-left-out", "the ticket was signed with an empty UserBuf that its generator left out of the JSON", "pass no UserBuf instead of an empty one to that generator"),
            Self::AppIdAt3rdChanged => ("appid-at-3rd-changed", "the signature is for another TLS.appid_at_3rd than the ticket says", "sign the value that is written, usually \"0\""),
            Self::WrongKey(_) => ("wrong-key", "the signature matches none of the keys", "compare the key with the application's page in the console: it may have been changed since; a ticket that was changed after signing looks the same"),
            Self::ExpireLeftOut => ("expire-left-out", "TLS.expire is left out and stands for 0", "other verifiers reject it; give a validity above 0"),
            Self::EmptyAppIdAt3rd => ("empty-appid-at-3rd", "TLS.appid_at_3rd is empty, as the legacy Python generator writes it", "some verifiers expect \"0\" and reject it; use another generator"),
            Self::OldestForm => ("oldest-form", "the ticket is of the oldest form: JSON as it is", "few verifiers take it; issue new ones"),
            Self::Generator(Generator::Go) => ("generator-go", "the JSON looks like that of a Go generator", "nothing to do"),
            Self::Generator(Generator::Python) => ("generator-python", "the JSON looks like that of a Python generator", "nothing to do"),
            Self::Generator(Generator::Php) => ("generator-php", "the JSON looks like that of a PHP generator, with escaped slashes", "nothing to do"),
            Self::Generator(Generator::Java) => ("generator-java", "the JSON looks like that of a Java generator", "nothing to do"),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().1)?;
        match *self {
            Self::PercentEncoded { times } if times > 1 => write!(f, ", {times} times"),
            Self::Truncated { characters } => {
                write!(f, "; {characters} characters are left")?;
                match characters {
                    255 | 256 => f.write_str(", the size of a VARCHAR(255) column"),
                    511 | 512 | 1023 | 1024 | 2047 | 2048 | 4095 | 4096 => {
                        f.write_str(", the size of a fixed buffer")
                    }
                    _ => Ok(()),
                }
            }
            Self::Malformed(rejection) => write!(f, ": {rejection}"),
            Self::OtherSdkAppId { ticket, request } => {
                write!(f, ": the ticket says {ticket}, the request {request}")
            }
            Self::Expired { seconds } => write!(f, ", {} ago", Span(seconds)),
            Self::RoomExpired { seconds } => write!(f, ": it ended {} ago", Span(seconds)),
            Self::ClockSkew { seconds } => write!(f, ", by {}", Span(seconds)),
            Self::ValidForTooLong { expire } => write!(f, ": {}", Span(expire)),
            Self::InnerAndOuterExpiry { inner, outer } if inner < outer => {
                write!(f, ": inside {} earlier", Span(outer - inner))?;
                // The layout has four bytes for it.
                let again = outer > u32::MAX.into() && outer as u32 == inner as u32;
                f.write_str(if again { ", since its time starts again at 0 in 2106" } else { "" })
            }
            Self::InnerAndOuterExpiry { inner, outer } => write!(f, ": inside {} later", Span(inner - outer)),
            Self::RoomMismatch(mismatch) => write!(f, ": {mismatch}"),
            Self::OtherApplicationsKey { sdkappid } => write!(f, ", SDKAppID {sdkappid}"),
            Self::WrongKey(algorithm) => write!(f, " ({algorithm})"),
            _ => Ok(()),
        }
    }
}

/// Seconds in the two largest units that a person counts in.
struct Span(u64);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(31_536_000, "years"), (86_400, "days"), (3600, "h"), (60, "min"), (1, "s")];
        let mut rest = self.0;
        let mut written = 0;
        for (size, name) in units {
            let count = rest / size;
            rest %= size;
            if count > 0 && written < 2 {
                let space = if written > 0 { " " } else { "" };
                write!(f, "{space}{count} {name}")?;
                written += 1;
            } else if written > 0 {
                break;
            }
        }
        if written == 0 { f.write_str("0 s") } else { Ok(()) }
    }
}
