//! The numbers that Tencent's services and SDKs answer with, by name.
//!
//! The names are those of Tencent's headers without their `ERR_` prefix. Codes
//! that only a service can decide (rate limit, blocked account, revocation) are
//! listed too, so that every door uses the same number.

/// The ticket has expired.
pub const SVR_ACCOUNT_USERSIG_EXPIRED: i32 = 70001;
/// The ticket is empty.
pub const SVR_ACCOUNT_USERSIG_EMPTY: i32 = 70002;
/// The ticket cannot be decoded: cut off, or not base64, zlib or JSON.
pub const SVR_ACCOUNT_USERSIG_CHECK_FAILED: i32 = 70003;
/// The ticket decodes, but a field is missing or malformed.
pub const SVR_ACCOUNT_USERSIG_CHECK_FAILED_EX: i32 = 70005;
/// The signature does not match the key.
pub const SVR_ACCOUNT_USERSIG_MISMATCH_PUBLICKEY: i32 = 70009;
/// The ticket's UserID is not the request's.
pub const SVR_ACCOUNT_USERSIG_MISMATCH_ID: i32 = 70013;
/// The ticket's SDKAppID is not the request's.
pub const SVR_ACCOUNT_USERSIG_MISMATCH_SDKAPPID: i32 = 70014;
/// The application has no key for the ticket's algorithm.
pub const SVR_ACCOUNT_USERSIG_PUBLICKEY_NOT_FOUND: i32 = 70016;
/// The SDKAppID is unknown.
pub const SVR_ACCOUNT_SDKAPPID_NOT_FOUND: i32 = 70020;
/// Too many failures: try again in a minute.
pub const SVR_ACCOUNT_TOO_MANY_FAILURES: i32 = 70050;
/// The account is blocked.
pub const SVR_ACCOUNT_BLOCKED: i32 = 70051;
/// The ticket was revoked: the user's tickets up to a time were invalidated.
pub const SVR_ACCOUNT_INVALID_USERSIG: i32 = 70052;

/// The client SDKs' word for an expired ticket.
pub const USER_SIG_EXPIRED: i32 = 6206;
/// The client SDKs' word for a login that another login took over.
pub const KICKED_OFF_BY_OTHER_LOGIN: i32 = 6208;
/// The client SDKs' word for a wrong parameter.
pub const INVALID_PARAMETERS: i32 = 6017;

/// TRTC: the UserSig was rejected.
pub const TRTC_USER_SIG_CHECK_FAILED: i32 = -100_018;
/// TRTC: the PrivateMapKey was rejected.
pub const TRTC_PRIVATE_MAP_KEY_CHECK_FAILED: i32 = -100_006;
/// TRTC: the SDKAppID parameter is wrong.
pub const SDK_APPID_INVALID: i32 = -3317;
/// TRTC: the room parameter is wrong.
pub const ROOM_ID_INVALID: i32 = -3318;
/// TRTC: the UserID parameter is wrong.
pub const USER_ID_INVALID: i32 = -3319;
/// TRTC: the UserSig parameter is wrong.
pub const USER_SIG_INVALID: i32 = -3320;
