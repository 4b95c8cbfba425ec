#ifndef USERSIG_H
#define USERSIG_H

#include <stddef.h>
#include <stdint.h>

/* libusersig: the tickets (UserSig, PrivateMapKey) of Tencent's real-time services.
 *
 * Every function that can fail returns 0 or a number of usersig_kind; usersig_last_error
 * then tells the rest. Texts are UTF-8 with a length in bytes; USERSIG_CSTR as the length
 * means: up to the NUL. Nothing is allocated for the caller, but by the functions whose
 * names end in _new or _alloc; buffers that are passed must not overlap. No function keeps
 * a pointer that it was given, and none lets a panic out.
 */

// As a length: the text ends at its NUL.
#define USERSIG_CSTR SIZE_MAX

// As a number: left out. For `now` this means the system clock, for a bound that there is none.
#define USERSIG_UNSET INT64_MIN

// The validity that generators default to: 180 days, in seconds.
#define USERSIG_DEFAULT_EXPIRE 15552000

// Counts up when a declaration of this header changes.
#define USERSIG_ABI 1

// What kind of fault it is. Below 100: the request cannot be served; from 101 on: the
// ticket is turned away.
typedef enum usersig_kind {
  // No fault.
  USERSIG_OK = 0,
  // The UserID must not be signed or cannot be looked for.
  USERSIG_INVALID_USERID = 1,
  // The SDKAppID is not within 1 to 4294967295.
  USERSIG_INVALID_SDKAPPID = 2,
  // A key is missing, unreadable, or cannot do what is asked.
  USERSIG_INVALID_KEY = 3,
  // The validity is negative or ends out of range.
  USERSIG_INVALID_EXPIRE = 4,
  // The moment is negative.
  USERSIG_INVALID_TIME = 5,
  // The UserBuf is too long.
  USERSIG_INVALID_USERBUF = 6,
  // The room is not a room id.
  USERSIG_INVALID_ROOM = 7,
  // The privileges are not a mask from 0 to 255.
  USERSIG_INVALID_PRIVILEGES = 8,
  // The ticket parameter is not a text.
  USERSIG_INVALID_TICKET = 9,
  // Another parameter is not what it has to be.
  USERSIG_INVALID_ARGUMENT = 10,
  // The caller's buffer is too small.
  USERSIG_BUFFER_TOO_SMALL = 11,
  // The ECDSA signature could not be made.
  USERSIG_SIGNING_FAILED = 12,
  // There is no usable system clock, and no time was passed.
  USERSIG_CLOCK = 13,
  // A defect of usersig.
  USERSIG_INTERNAL = 14,
  // Rejected: the ticket is empty.
  USERSIG_EMPTY = 101,
  // Rejected: the ticket cannot be decoded.
  USERSIG_UNDECODABLE = 102,
  // Rejected: a member is missing or malformed.
  USERSIG_MALFORMED = 103,
  // Rejected: the ticket is for another application.
  USERSIG_MISMATCH_SDKAPPID = 104,
  // Rejected: the ticket is for another user.
  USERSIG_MISMATCH_USERID = 105,
  // Rejected: the ticket's time is over.
  USERSIG_EXPIRED = 106,
  // Rejected: the PrivateMapKey's own time is over.
  USERSIG_ROOM_EXPIRED = 107,
  // Rejected: the time of signing lies ahead of the bound on clock skew.
  USERSIG_FROM_THE_FUTURE = 108,
  // Rejected: the ticket is valid for longer than the policy takes.
  USERSIG_VALID_FOR_TOO_LONG = 109,
  // Rejected: the ticket has a UserBuf and none was expected.
  USERSIG_UNEXPECTED_USERBUF = 110,
  // Rejected: the ticket has no UserBuf and one was expected.
  USERSIG_MISSING_USERBUF = 111,
  // Rejected: the UserBuf's bytes differ from those expected.
  USERSIG_MISMATCH_USERBUF = 112,
  // Rejected: the UserBuf is no PrivateMapKey for this user, application, room and these
  // privileges.
  USERSIG_MISMATCH_ROOM = 113,
  // Rejected: there is no key for the ticket's algorithm.
  USERSIG_NO_KEY = 114,
  // Rejected: the signature does not match the key.
  USERSIG_MISMATCH_SIGNATURE = 115,
  // Rejected: a legacy ticket's account type or third-party id differs from the one expected.
  USERSIG_MISMATCH_ACCOUNT = 116,
} usersig_kind;

// Which UserIDs an application signs. Verifying takes the widest form always.
typedef enum usersig_userid_form {
  // 1 to 32 bytes of letters, digits, `_` and `-`.
  USERSIG_USERID_DOCUMENTED = 0,
  // 1 to 2048 bytes of printable ASCII.
  USERSIG_USERID_ASCII = 1,
  // 1 to 2048 bytes of UTF-8 without control characters.
  USERSIG_USERID_UTF8 = 2,
} usersig_userid_form;

// How a current ticket is compressed. Every reader takes both.
typedef enum usersig_encoding {
  // The shortest ticket.
  USERSIG_ENCODING_COMPACT = 0,
  // No compression: least work, about a third longer.
  USERSIG_ENCODING_STORED = 1,
} usersig_encoding;

// What a request expects the ticket to carry.
typedef enum usersig_expectation {
  // Any UserBuf, or none.
  USERSIG_EXPECT_ANY = 0,
  // No UserBuf.
  USERSIG_EXPECT_NONE = 1,
  // Exactly the bytes of `text` as the UserBuf.
  USERSIG_EXPECT_USERBUF = 2,
  // A PrivateMapKey of this user for the room `room_id`, with at least `privileges`.
  USERSIG_EXPECT_ROOM_ID = 3,
  // A PrivateMapKey of this user for the string room `text`, with at least `privileges`.
  USERSIG_EXPECT_ROOM_STR = 4,
} usersig_expectation;

// The two algorithms.
typedef enum usersig_algorithm {
  // None: the application verifies only.
  USERSIG_ALGORITHM_NONE = 0,
  // The current one.
  USERSIG_ALGORITHM_HMAC_SHA256 = 1,
  // The legacy one.
  USERSIG_ALGORITHM_ECDSA_SHA256 = 2,
} usersig_algorithm;

// What a verified UserBuf is.
typedef enum usersig_room_kind {
  // It is not a PrivateMapKey, or there is none.
  USERSIG_ROOM_NONE = 0,
  // A PrivateMapKey of the numeric room `room_id`.
  USERSIG_ROOM_ID = 1,
  // A PrivateMapKey of the string room that stands in the UserBuf at `room_str_offset`.
  USERSIG_ROOM_STR = 2,
} usersig_room_kind;

// What a PrivateMapKey allows, bit by bit; join them with `|`.
typedef enum usersig_privilege {
  // Nothing.
  USERSIG_PRIVILEGE_NONE = 0,
  // Create the room.
  USERSIG_PRIVILEGE_CREATE_ROOM = 1,
  // Enter the room.
  USERSIG_PRIVILEGE_ENTER = 2,
  // Send audio.
  USERSIG_PRIVILEGE_SEND_AUDIO = 4,
  // Receive audio.
  USERSIG_PRIVILEGE_RECEIVE_AUDIO = 8,
  // Send video.
  USERSIG_PRIVILEGE_SEND_VIDEO = 16,
  // Receive video.
  USERSIG_PRIVILEGE_RECEIVE_VIDEO = 32,
  // Send substream (screen share) video.
  USERSIG_PRIVILEGE_SEND_SUBSTREAM = 64,
  // Receive substream video.
  USERSIG_PRIVILEGE_RECEIVE_SUBSTREAM = 128,
  // Enter, and receive audio and video.
  USERSIG_PRIVILEGE_AUDIENCE = 42,
  // Everything.
  USERSIG_PRIVILEGE_ALL = 255,
} usersig_privilege;

// In what a value does not fit its parameter.
typedef enum usersig_misfit {
  // It is null or was left out.
  USERSIG_MISSING = 1,
  // It is of another type.
  USERSIG_WRONG_TYPE = 2,
  // It is not Unicode.
  USERSIG_NOT_UNICODE = 3,
  // It is out of range, or not a whole number.
  USERSIG_OUT_OF_RANGE = 4,
} usersig_misfit;

// How much a cause weighs, the lightest first.
typedef enum usersig_severity {
  // Good to know; nothing is rejected for it.
  USERSIG_SEVERITY_NOTE = 0,
  // Accepted here, but asking for trouble elsewhere or later.
  USERSIG_SEVERITY_WARNING = 1,
  // Why the ticket is rejected.
  USERSIG_SEVERITY_FATAL = 2,
} usersig_severity;

// An application with its keys. It is shared freely between threads, and never changes.
typedef struct usersig_application usersig_application;

// What an application does in another way than usual. Fill it by `usersig_options_init`.
typedef struct usersig_options {
  // Seconds that a ticket may be signed ahead of now; `USERSIG_UNSET`: no bound.
  int64_t max_clock_skew;
  // Longest validity that is accepted, seconds; `USERSIG_UNSET`: no bound.
  int64_t longest_validity;
  // A number of `usersig_userid_form`: which UserIDs are signed.
  int32_t userid_form;
  // A number of `usersig_encoding`.
  int32_t encoding;
  // Zone of the local time in the oldest legacy tickets, seconds east of UTC.
  int32_t legacy_utc_offset;
  // 0; another number is refused.
  int32_t reserved;
} usersig_options;

// What is known around a ticket that is rejected. All of it may be left out; more of it
// finds more. Fill it by `usersig_symptoms_init`.
typedef struct usersig_symptoms {
  // The SDKAppID, or `USERSIG_UNSET`.
  int64_t sdkappid;
  // The moment in Unix seconds, or `USERSIG_UNSET`.
  int64_t now;
  // The UserID, or NULL.
  const char *userid;
  // Bytes of the UserID, or `USERSIG_CSTR`.
  size_t userid_len;
  // The application's keys as they are configured, damage and all.
  const char *const *keys;
  // Their lengths; NULL if each ends with a NUL.
  const size_t *key_lens;
  // How many keys.
  size_t key_count;
  // SDKAppIDs of other applications that may have been mixed up with it.
  const int64_t *other_sdkappids;
  // One key of each of them.
  const char *const *other_keys;
  // Their lengths; NULL if each ends with a NUL.
  const size_t *other_key_lens;
  // How many other applications.
  size_t other_count;
} usersig_symptoms;

// Bytes of something larger, which is freed as a whole. A NUL follows them, which `len` does
// not count.
typedef struct usersig_bytes {
  // Where they start; NULL if there are none, which is not the same as an empty text.
  const char *data;
  // How many they are.
  size_t len;
} usersig_bytes;

// What a ticket claims. Nothing of it is verified. Times are Unix seconds.
typedef struct usersig_claims {
  // Time of signing.
  int64_t time;
  // Validity, seconds.
  int64_t expire;
  // The last second at which the ticket says it is valid.
  int64_t expires_at;
  // The last second of the PrivateMapKey itself; 0 if there is none.
  int64_t room_expires_at;
  // The UserID.
  struct usersig_bytes userid;
  // The UserBuf, if there is one.
  struct usersig_bytes userbuf;
  // The name of a string room.
  struct usersig_bytes room_str;
  // The signature; empty when what is written there cannot be one.
  struct usersig_bytes signature;
  // The JSON inside the ticket, as it is written.
  struct usersig_bytes ticket_json;
  // The whole as JSON: the text of `usersig_inspect_json`.
  struct usersig_bytes json;
  // The SDKAppID.
  uint32_t sdkappid;
  // A number of `usersig_algorithm`.
  int32_t algorithm;
  // A number of `usersig_room_kind`: whether the UserBuf is a PrivateMapKey.
  int32_t room_kind;
  // The numeric room.
  uint32_t room_id;
  // The privileges of the PrivateMapKey, of `usersig_privilege`.
  uint32_t privileges;
} usersig_claims;

// One thing that was found about a ticket.
typedef struct usersig_cause {
  // A stable name for programs, for example `key-white-space`.
  struct usersig_bytes id;
  // What it is, for people.
  struct usersig_bytes text;
  // What to do next, for people.
  struct usersig_bytes advice;
  // A number of `usersig_severity`.
  int32_t severity;
} usersig_cause;

// Why a ticket is rejected and what to do about it.
typedef struct usersig_diagnosis {
  // The rejection in words; none for a ticket that is not rejected.
  struct usersig_bytes reason;
  // The ticket without the damage that it took on its way, if there is any that can be undone.
  struct usersig_bytes repaired;
  // The whole as JSON: the text of `usersig_diagnose_json`.
  struct usersig_bytes json;
  // What was found, the most serious first; NULL if nothing was.
  const struct usersig_cause *causes;
  // How many causes.
  size_t cause_count;
  // What the ticket claims; NULL if it cannot be read. It is a part of the diagnosis.
  const struct usersig_claims *claims;
  // A number of `usersig_kind`; `USERSIG_OK` for a ticket that is not rejected. What was not
  // given, a key, a UserID, an SDKAppID, is not checked.
  int32_t kind;
  // Tencent's code of the rejection; 0 for a ticket that is not rejected.
  int32_t code;
} usersig_diagnosis;

// Why the last call of this thread that failed has no result.
typedef struct usersig_error {
  // A number of `usersig_kind`.
  int32_t kind;
  // Tencent's code, for example 70001 for an expired ticket, -3319 for a UserID that is none.
  int32_t code;
  // The code of the older C interface, 1 to 17.
  int32_t c_code;
  // The code that the TRTC SDK reports for a rejected ticket; 0 for a wrong request.
  int32_t trtc_code;
  // Bytes that are enough, when a buffer was too small; otherwise 0.
  uint64_t needed;
  // Where in `message` the hint begins: what to do next, alone.
  uint32_t hint_offset;
  // The stable name of the kind, for example `invalid_userid`; ends with a NUL.
  char name[32];
  // What is wrong, and after a semicolon what to do next; UTF-8, ends with a NUL.
  char message[468];
} usersig_error;

// What a request expects the ticket to carry. All zeros mean: anything.
typedef struct usersig_expected {
  // The UserBuf or the string room, as `kind` says; otherwise NULL.
  const char *text;
  // Bytes of `text`, or `USERSIG_CSTR`.
  size_t text_len;
  // The numeric room.
  int64_t room_id;
  // For a room: a mask, all bits of which the PrivateMapKey has to have.
  int64_t privileges;
  // A number of `usersig_expectation`.
  int32_t kind;
  // 0; another number is refused.
  int32_t reserved;
} usersig_expected;

// What a verified ticket says. Times are Unix seconds.
typedef struct usersig_outcome {
  // Time of signing.
  int64_t time;
  // Validity, seconds.
  int64_t expire;
  // The last second at which the ticket is valid.
  int64_t expires_at;
  // The last second of the PrivateMapKey itself; 0 if there is none.
  int64_t room_expires_at;
  // Bytes of the UserBuf.
  size_t userbuf_len;
  // Where in the UserBuf the string room stands, bytes.
  size_t room_str_offset;
  // Bytes of the string room.
  size_t room_str_len;
  // A number of `usersig_algorithm`.
  int32_t algorithm;
  // Which key of the application made the signature, counted from 0.
  int32_t key_index;
  // 1 if the ticket carries a UserBuf, which may be empty; otherwise 0.
  int32_t has_userbuf;
  // A number of `usersig_room_kind`: whether the UserBuf is a PrivateMapKey. Its account,
  // SDKAppID and own time were compared only if a room was expected.
  int32_t room_kind;
  // The numeric room.
  uint32_t room_id;
  // The privileges of the PrivateMapKey, of `usersig_privilege`.
  uint32_t privileges;
} usersig_outcome;

// What calls of `usersig_verify_with` have in common: the parameters of `usersig_verify` but
// for the ticket and its user. `usersig_verifying_init` fills it in.
typedef struct usersig_verifying {
  // The application.
  const struct usersig_application *application;
  // What the ticket has to carry; NULL expects nothing.
  const struct usersig_expected *expected;
  // Unix seconds, or `USERSIG_UNSET`.
  int64_t now;
  // NULL, or where the outcome goes.
  struct usersig_outcome *outcome;
  // NULL, or where the UserBuf goes.
  char *userbuf;
  // Bytes of `userbuf`.
  size_t capacity;
} usersig_verifying;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Fills `options` with what an application does if nothing is said. NULL is passed over.
void usersig_options_init(struct usersig_options *options);

// Makes an application with one key: the text of a secret key, or a PEM text of the legacy
// algorithm. A secret key is used byte for byte: strip the line end of a file before.
// Free it with `usersig_application_free`.
int32_t usersig_application_new(int64_t sdkappid,
                                const char *key,
                                size_t key_len,
                                struct usersig_application **application);

// Makes an application with several keys, of both algorithms if you like: the first signs,
// all verify. `key_lens` may be NULL for texts that end with a NUL, `options` for the usual
// ones. Without any key, every ticket that can be read is rejected with 70016.
// Free it with `usersig_application_free`.
int32_t usersig_application_with_keys_new(int64_t sdkappid,
                                          const char *const *keys,
                                          const size_t *key_lens,
                                          size_t key_count,
                                          const struct usersig_options *options,
                                          struct usersig_application **application);

// Frees an application; NULL is passed over. No call may be using it.
void usersig_application_free(struct usersig_application *application);

// The SDKAppID of an application; 0 for NULL.
uint32_t usersig_application_sdkappid(const struct usersig_application *application);

// The algorithm of new tickets, a number of `usersig_algorithm`; 0 for an application that
// verifies only, and for NULL.
int32_t usersig_application_algorithm(const struct usersig_application *application);

// Writes eight hexadecimal digits and a NUL that tell signing keys apart and give nothing
// away; the empty text for an application that verifies only.
int32_t usersig_application_key_fingerprint(const struct usersig_application *application,
                                            char *out,
                                            size_t capacity,
                                            size_t *len);

// The version of this library, for example `0.1.0`.
const char *usersig_version(void);

// `USERSIG_ABI` of the library that runs, to be compared with the header's.
int32_t usersig_abi(void);

// Makes the application of a drop-in face of the current algorithm: one secret key, and any
// UserID without control characters. A PEM text is refused.
// Free it with `usersig_application_free`.
int32_t usersig_dropin_current_new(int64_t sdkappid,
                                   const char *key,
                                   size_t key_len,
                                   struct usersig_application **application);

// Makes the application of a drop-in face of the legacy algorithm: a private PEM key that
// signs, a public one that verifies, or both; NULL or an empty text for none. With a private
// key alone, tickets are verified with the public key of its pair.
// Free it with `usersig_application_free`.
int32_t usersig_dropin_legacy_new(int64_t sdkappid,
                                  const char *private_key,
                                  size_t private_key_len,
                                  const char *public_key,
                                  size_t public_key_len,
                                  struct usersig_application **application);

// Makes an application as `usersig_dropin_legacy_new` with a private key, whose tickets have
// the account type and the third-party id that old calls pass along: texts of decimal
// digits. An empty third-party id counts as `0`.
// Free it with `usersig_application_free`.
int32_t usersig_dropin_legacy_with_account_new(int64_t sdkappid,
                                               const char *private_key,
                                               size_t private_key_len,
                                               const char *account_type,
                                               size_t account_type_len,
                                               const char *appid_at_3rd,
                                               size_t appid_at_3rd_len,
                                               struct usersig_application **application);

// Compares the two texts that old calls pass along with those of a ticket, which is to be
// verified first. A third-party id that the ticket lacks or has empty equals `0`.
int32_t usersig_dropin_compare_account(const char *ticket,
                                       size_t ticket_len,
                                       const char *account_type,
                                       size_t account_type_len,
                                       const char *appid_at_3rd,
                                       size_t appid_at_3rd_len);

// Fills `symptoms` so that everything is left out. NULL is passed over.
void usersig_symptoms_init(struct usersig_symptoms *symptoms);

// Writes what a ticket claims as JSON into `out`. It is not verified: anybody can write a
// ticket. The text ends with a NUL that `len` does not count; when `capacity` is too small,
// `len` tells the one that is enough.
int32_t usersig_inspect_json(const char *ticket,
                             size_t ticket_len,
                             char *out,
                             size_t capacity,
                             size_t *len);

// As `usersig_inspect_json`, into a new text that `usersig_text_free` frees.
int32_t usersig_inspect_json_alloc(const char *ticket, size_t ticket_len, char **text, size_t *len);

// Explains as JSON why a ticket is rejected and what to do about it; `symptoms` may be NULL.
// It takes its time: it is for people. The text is as for `usersig_inspect_json`.
int32_t usersig_diagnose_json(const char *ticket,
                              size_t ticket_len,
                              const struct usersig_symptoms *symptoms,
                              char *out,
                              size_t capacity,
                              size_t *len);

// As `usersig_diagnose_json`, into a new text that `usersig_text_free` frees.
int32_t usersig_diagnose_json_alloc(const char *ticket,
                                    size_t ticket_len,
                                    const struct usersig_symptoms *symptoms,
                                    char **text,
                                    size_t *len);

// Frees a text of a function whose name ends in `_json_alloc`, whatever you wrote into it; NULL is
// passed over.
void usersig_text_free(char *text);

// Tells what a ticket claims, in new claims that `usersig_claims_free` frees. It is not
// verified: anybody can write a ticket.
int32_t usersig_inspect_alloc(const char *ticket,
                              size_t ticket_len,
                              struct usersig_claims **claims);

// Explains why a ticket is rejected and what to do about it, in a new diagnosis that
// `usersig_diagnosis_free` frees; `symptoms` may be NULL. It takes its time: it is for people.
int32_t usersig_diagnose_alloc(const char *ticket,
                               size_t ticket_len,
                               const struct usersig_symptoms *symptoms,
                               struct usersig_diagnosis **diagnosis);

// Frees claims, but not those of a diagnosis; NULL is passed over.
void usersig_claims_free(struct usersig_claims *claims);

// Frees a diagnosis with its causes and claims; NULL is passed over.
void usersig_diagnosis_free(struct usersig_diagnosis *diagnosis);

// Fills `error` with the last fault of this thread and returns its kind; `USERSIG_OK` and
// zeros if no call of this thread has failed. A call that succeeds does not change it.
// `error` may be NULL.
int32_t usersig_last_error(struct usersig_error *error);

// Fills `error` with the fault of a row, counted from 0, of this thread's last call that
// signs or verifies many, and returns its kind; `USERSIG_OK` and zeros for a row that has
// none. `error` may be NULL.
int32_t usersig_last_row_error(size_t row, struct usersig_error *error);

// The stable name of a kind, for example `invalid_userid`; `ok` for `USERSIG_OK`, and NULL
// for a number that is no kind. It lives as long as the program.
const char *usersig_kind_name(int32_t kind);

// Signs tickets for many users in one call, all of the same time and validity.
//
// `userids` are `count` texts; `userid_lens` may be NULL if each ends with a NUL. The tickets
// stand in `out` one after another, without NULs; the one of row `i` from `offsets[i]` to
// `offsets[i + 1]`, so `offsets` has `count + 1` numbers. `statuses[i]` is 0 or a number of
// `usersig_kind`, for a row whose place is empty; `usersig_last_row_error` tells the rest of
// it, until the next batch of the thread. When `capacity` is too small, nothing is
// written and `len` tells the one that is enough; `len` may be NULL.
int32_t usersig_sign_many(const struct usersig_application *application,
                          const char *const *userids,
                          const size_t *userid_lens,
                          size_t count,
                          int64_t expire,
                          int64_t now,
                          char *out,
                          size_t capacity,
                          size_t *len,
                          size_t *offsets,
                          int32_t *statuses);

// As `usersig_sign_many`, for UserIDs that stand in one piece of memory: the one of row `i`
// from `userid_offsets[i]` to `userid_offsets[i + 1]` in `userids`.
int32_t usersig_sign_many_packed(const struct usersig_application *application,
                                 const char *userids,
                                 const size_t *userid_offsets,
                                 size_t count,
                                 int64_t expire,
                                 int64_t now,
                                 char *out,
                                 size_t capacity,
                                 size_t *len,
                                 size_t *offsets,
                                 int32_t *statuses);

// Verifies many tickets at one moment. Tickets and UserIDs stand in one piece of memory
// each, as for `usersig_sign_many_packed`; `expected` is for all rows.
//
// `statuses[i]` is 0 or a number of `usersig_kind`; `usersig_last_row_error` tells the rest
// of it, until the next batch of the thread. `outcomes` may be NULL, or has `count`
// places; UserBufs are counted there, but not copied.
int32_t usersig_verify_many_packed(const struct usersig_application *application,
                                   const char *tickets,
                                   const size_t *ticket_offsets,
                                   const char *userids,
                                   const size_t *userid_offsets,
                                   size_t count,
                                   const struct usersig_expected *expected,
                                   int64_t now,
                                   struct usersig_outcome *outcomes,
                                   int32_t *statuses);

// For wrappers: refuses a value that no function can be called with, as a function would.
//
// `kind` is the one of its parameter, from `USERSIG_INVALID_USERID` to `USERSIG_INVALID_ARGUMENT`,
// `misfit` a number of `usersig_misfit`. Returns `kind`, or `USERSIG_CLOCK` for a missing time, and
// `usersig_last_error` tells the rest;
// `USERSIG_INTERNAL` for numbers that are none of these.
int32_t usersig_refuse(int32_t kind, int32_t misfit);

// Signs a PrivateMapKey for the numeric room `room_id` (1 to 4294967294) with `privileges`
// (of `usersig_privilege`) into `out`. Everything else is as for `usersig_sign`, but for the
// capacity: one of `usersig_private_map_key_max_len` is always enough, and when a smaller one is
// refused, `len` tells the one that is enough for this room.
int32_t usersig_sign_private_map_key(const struct usersig_application *application,
                                     const char *userid,
                                     size_t userid_len,
                                     int64_t expire,
                                     int64_t room_id,
                                     int64_t privileges,
                                     int64_t now,
                                     char *out,
                                     size_t capacity,
                                     size_t *len);

// As `usersig_sign_private_map_key`, for the string room `room` (1 to 64 bytes).
int32_t usersig_sign_private_map_key_str(const struct usersig_application *application,
                                         const char *userid,
                                         size_t userid_len,
                                         int64_t expire,
                                         const char *room,
                                         size_t room_len,
                                         int64_t privileges,
                                         int64_t now,
                                         char *out,
                                         size_t capacity,
                                         size_t *len);

// Tells a capacity that is enough for a PrivateMapKey of this user for any room, the NUL
// included.
int32_t usersig_private_map_key_max_len(const struct usersig_application *application,
                                        const char *userid,
                                        size_t userid_len,
                                        size_t *len);

// Writes the bytes of a PrivateMapKey alone, the UserBuf of the ticket that
// `usersig_sign_private_map_key` makes, into `out`; a NUL follows that `len` does not count.
int32_t usersig_private_map_key_bytes(int64_t sdkappid,
                                      const char *userid,
                                      size_t userid_len,
                                      int64_t expire,
                                      int64_t room_id,
                                      int64_t privileges,
                                      int64_t now,
                                      char *out,
                                      size_t capacity,
                                      size_t *len);

// As `usersig_private_map_key_bytes`, for the string room `room`.
int32_t usersig_private_map_key_bytes_str(int64_t sdkappid,
                                          const char *userid,
                                          size_t userid_len,
                                          int64_t expire,
                                          const char *room,
                                          size_t room_len,
                                          int64_t privileges,
                                          int64_t now,
                                          char *out,
                                          size_t capacity,
                                          size_t *len);

// Signs one ticket into `out`, valid for `expire` seconds from `now` (Unix seconds or
// `USERSIG_UNSET`) on. It ends with a NUL that `len` does not count, and is never cut short:
// a `capacity` below `usersig_max_len` is refused with `USERSIG_BUFFER_TOO_SMALL`, and `len`
// then tells the capacity that is enough. NULL as `userbuf` means none; an empty one is not
// the same. `len` may be NULL.
int32_t usersig_sign(const struct usersig_application *application,
                     const char *userid,
                     size_t userid_len,
                     int64_t expire,
                     const char *userbuf,
                     size_t userbuf_len,
                     int64_t now,
                     char *out,
                     size_t capacity,
                     size_t *len);

// Tells a capacity that is enough for a ticket of this user with this UserBuf, the NUL
// included.
int32_t usersig_max_len(const struct usersig_application *application,
                        const char *userid,
                        size_t userid_len,
                        const char *userbuf,
                        size_t userbuf_len,
                        size_t *len);

// Verifies a ticket of this user at `now` (Unix seconds or `USERSIG_UNSET`).
//
// The ticket may be any bytes; NULL as `expected` expects nothing. `outcome` may be NULL.
// The UserBuf is copied into `userbuf` if that is not NULL; a `capacity` that is too small
// is `USERSIG_BUFFER_TOO_SMALL`, with the ticket verified and `outcome` filled.
// Returns a number from 101 on when the ticket is turned away; `outcome` is zeros then.
int32_t usersig_verify(const struct usersig_application *application,
                       const char *ticket,
                       size_t ticket_len,
                       const char *userid,
                       size_t userid_len,
                       const struct usersig_expected *expected,
                       int64_t now,
                       struct usersig_outcome *outcome,
                       char *userbuf,
                       size_t capacity);

// Verifies as `usersig_verify` and writes the outcome as JSON into `out`. It ends with a NUL
// that `len` does not count; when `capacity` is too small, `len` tells the one that is enough.
int32_t usersig_verify_json(const struct usersig_application *application,
                            const char *ticket,
                            size_t ticket_len,
                            const char *userid,
                            size_t userid_len,
                            const struct usersig_expected *expected,
                            int64_t now,
                            char *out,
                            size_t capacity,
                            size_t *len);

// Fills in an application and no more: any UserBuf, the system clock, no outcome.
void usersig_verifying_init(struct usersig_verifying *verifying,
                            const struct usersig_application *application);

// As `usersig_verify`, for callers in languages where each parameter of a call costs time.
int32_t usersig_verify_with(const struct usersig_verifying *verifying,
                            const char *ticket,
                            size_t ticket_len,
                            const char *userid,
                            size_t userid_len);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* USERSIG_H */
