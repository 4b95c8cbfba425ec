/* usersig.h without its preprocessor lines. */

/* libusersig: the tickets (UserSig, PrivateMapKey) of Tencent's real-time services.
 *
 * Every function that can fail returns 0 or a number of usersig_kind; usersig_last_error
 * then tells the rest. Texts are UTF-8 with a length in bytes; USERSIG_CSTR as the length
 * means: up to the NUL. Nothing is allocated for the caller, but by the functions whose
 * names end in _new or _alloc; buffers that are passed must not overlap. No function keeps
 * a pointer that it was given, and none lets a panic out.
 */

typedef enum usersig_kind {
  USERSIG_OK = 0,
  USERSIG_INVALID_USERID = 1,
  USERSIG_INVALID_SDKAPPID = 2,
  USERSIG_INVALID_KEY = 3,
  USERSIG_INVALID_EXPIRE = 4,
  USERSIG_INVALID_TIME = 5,
  USERSIG_INVALID_USERBUF = 6,
  USERSIG_INVALID_ROOM = 7,
  USERSIG_INVALID_PRIVILEGES = 8,
  USERSIG_INVALID_TICKET = 9,
  USERSIG_INVALID_ARGUMENT = 10,
  USERSIG_BUFFER_TOO_SMALL = 11,
  USERSIG_SIGNING_FAILED = 12,
  USERSIG_CLOCK = 13,
  USERSIG_INTERNAL = 14,
  USERSIG_EMPTY = 101,
  USERSIG_UNDECODABLE = 102,
  USERSIG_MALFORMED = 103,
  USERSIG_MISMATCH_SDKAPPID = 104,
  USERSIG_MISMATCH_USERID = 105,
  USERSIG_EXPIRED = 106,
  USERSIG_ROOM_EXPIRED = 107,
  USERSIG_FROM_THE_FUTURE = 108,
  USERSIG_VALID_FOR_TOO_LONG = 109,
  USERSIG_UNEXPECTED_USERBUF = 110,
  USERSIG_MISSING_USERBUF = 111,
  USERSIG_MISMATCH_USERBUF = 112,
  USERSIG_MISMATCH_ROOM = 113,
  USERSIG_NO_KEY = 114,
  USERSIG_MISMATCH_SIGNATURE = 115,
  USERSIG_MISMATCH_ACCOUNT = 116,
} usersig_kind;

typedef enum usersig_userid_form {
  USERSIG_USERID_DOCUMENTED = 0,
  USERSIG_USERID_ASCII = 1,
  USERSIG_USERID_UTF8 = 2,
} usersig_userid_form;

typedef enum usersig_encoding {
  USERSIG_ENCODING_COMPACT = 0,
  USERSIG_ENCODING_STORED = 1,
} usersig_encoding;

typedef enum usersig_expectation {
  USERSIG_EXPECT_ANY = 0,
  USERSIG_EXPECT_NONE = 1,
  USERSIG_EXPECT_USERBUF = 2,
  USERSIG_EXPECT_ROOM_ID = 3,
  USERSIG_EXPECT_ROOM_STR = 4,
} usersig_expectation;

typedef enum usersig_algorithm {
  USERSIG_ALGORITHM_NONE = 0,
  USERSIG_ALGORITHM_HMAC_SHA256 = 1,
  USERSIG_ALGORITHM_ECDSA_SHA256 = 2,
} usersig_algorithm;

typedef enum usersig_room_kind {
  USERSIG_ROOM_NONE = 0,
  USERSIG_ROOM_ID = 1,
  USERSIG_ROOM_STR = 2,
} usersig_room_kind;

typedef enum usersig_privilege {
  USERSIG_PRIVILEGE_NONE = 0,
  USERSIG_PRIVILEGE_CREATE_ROOM = 1,
  USERSIG_PRIVILEGE_ENTER = 2,
  USERSIG_PRIVILEGE_SEND_AUDIO = 4,
  USERSIG_PRIVILEGE_RECEIVE_AUDIO = 8,
  USERSIG_PRIVILEGE_SEND_VIDEO = 16,
  USERSIG_PRIVILEGE_RECEIVE_VIDEO = 32,
  USERSIG_PRIVILEGE_SEND_SUBSTREAM = 64,
  USERSIG_PRIVILEGE_RECEIVE_SUBSTREAM = 128,
  USERSIG_PRIVILEGE_AUDIENCE = 42,
  USERSIG_PRIVILEGE_ALL = 255,
} usersig_privilege;

typedef enum usersig_misfit {
  USERSIG_MISSING = 1,
  USERSIG_WRONG_TYPE = 2,
  USERSIG_NOT_UNICODE = 3,
  USERSIG_OUT_OF_RANGE = 4,
} usersig_misfit;

typedef enum usersig_severity {
  USERSIG_SEVERITY_NOTE = 0,
  USERSIG_SEVERITY_WARNING = 1,
  USERSIG_SEVERITY_FATAL = 2,
} usersig_severity;

typedef struct usersig_application usersig_application;

typedef struct usersig_options {
  int64_t max_clock_skew;
  int64_t longest_validity;
  int32_t userid_form;
  int32_t encoding;
  int32_t legacy_utc_offset;
  int32_t reserved;
} usersig_options;

typedef struct usersig_symptoms {
  int64_t sdkappid;
  int64_t now;
  const char *userid;
  size_t userid_len;
  const char *const *keys;
  const size_t *key_lens;
  size_t key_count;
  const int64_t *other_sdkappids;
  const char *const *other_keys;
  const size_t *other_key_lens;
  size_t other_count;
} usersig_symptoms;

typedef struct usersig_bytes {
  const char *data;
  size_t len;
} usersig_bytes;

typedef struct usersig_claims {
  int64_t time;
  int64_t expire;
  int64_t expires_at;
  int64_t room_expires_at;
  struct usersig_bytes userid;
  struct usersig_bytes userbuf;
  struct usersig_bytes room_str;
  struct usersig_bytes signature;
  struct usersig_bytes ticket_json;
  struct usersig_bytes json;
  uint32_t sdkappid;
  int32_t algorithm;
  int32_t room_kind;
  uint32_t room_id;
  uint32_t privileges;
} usersig_claims;

typedef struct usersig_cause {
  struct usersig_bytes id;
  struct usersig_bytes text;
  struct usersig_bytes advice;
  int32_t severity;
} usersig_cause;

typedef struct usersig_diagnosis {
  struct usersig_bytes reason;
  struct usersig_bytes repaired;
  struct usersig_bytes json;
  const struct usersig_cause *causes;
  size_t cause_count;
  const struct usersig_claims *claims;
  int32_t kind;
  int32_t code;
} usersig_diagnosis;

typedef struct usersig_error {
  int32_t kind;
  int32_t code;
  int32_t c_code;
  int32_t trtc_code;
  uint64_t needed;
  uint32_t hint_offset;
  char name[32];
  char message[468];
} usersig_error;

typedef struct usersig_expected {
  const char *text;
  size_t text_len;
  int64_t room_id;
  int64_t privileges;
  int32_t kind;
  int32_t reserved;
} usersig_expected;

typedef struct usersig_outcome {
  int64_t time;
  int64_t expire;
  int64_t expires_at;
  int64_t room_expires_at;
  size_t userbuf_len;
  size_t room_str_offset;
  size_t room_str_len;
  int32_t algorithm;
  int32_t key_index;
  int32_t has_userbuf;
  int32_t room_kind;
  uint32_t room_id;
  uint32_t privileges;
} usersig_outcome;

typedef struct usersig_verifying {
  const struct usersig_application *application;
  const struct usersig_expected *expected;
  int64_t now;
  struct usersig_outcome *outcome;
  char *userbuf;
  size_t capacity;
} usersig_verifying;

void usersig_options_init(struct usersig_options *options);

int32_t usersig_application_new(int64_t sdkappid,
                                const char *key,
                                size_t key_len,
                                struct usersig_application **application);

int32_t usersig_application_with_keys_new(int64_t sdkappid,
                                          const char *const *keys,
                                          const size_t *key_lens,
                                          size_t key_count,
                                          const struct usersig_options *options,
                                          struct usersig_application **application);

void usersig_application_free(struct usersig_application *application);

uint32_t usersig_application_sdkappid(const struct usersig_application *application);

int32_t usersig_application_algorithm(const struct usersig_application *application);

int32_t usersig_application_key_fingerprint(const struct usersig_application *application,
                                            char *out,
                                            size_t capacity,
                                            size_t *len);

const char *usersig_version(void);

int32_t usersig_abi(void);

int32_t usersig_dropin_current_new(int64_t sdkappid,
                                   const char *key,
                                   size_t key_len,
                                   struct usersig_application **application);

int32_t usersig_dropin_legacy_new(int64_t sdkappid,
                                  const char *private_key,
                                  size_t private_key_len,
                                  const char *public_key,
                                  size_t public_key_len,
                                  struct usersig_application **application);

int32_t usersig_dropin_legacy_with_account_new(int64_t sdkappid,
                                               const char *private_key,
                                               size_t private_key_len,
                                               const char *account_type,
                                               size_t account_type_len,
                                               const char *appid_at_3rd,
                                               size_t appid_at_3rd_len,
                                               struct usersig_application **application);

int32_t usersig_dropin_compare_account(const char *ticket,
                                       size_t ticket_len,
                                       const char *account_type,
                                       size_t account_type_len,
                                       const char *appid_at_3rd,
                                       size_t appid_at_3rd_len);

void usersig_symptoms_init(struct usersig_symptoms *symptoms);

int32_t usersig_inspect_json(const char *ticket,
                             size_t ticket_len,
                             char *out,
                             size_t capacity,
                             size_t *len);

int32_t usersig_inspect_json_alloc(const char *ticket, size_t ticket_len, char **text, size_t *len);

int32_t usersig_diagnose_json(const char *ticket,
                              size_t ticket_len,
                              const struct usersig_symptoms *symptoms,
                              char *out,
                              size_t capacity,
                              size_t *len);

int32_t usersig_diagnose_json_alloc(const char *ticket,
                                    size_t ticket_len,
                                    const struct usersig_symptoms *symptoms,
                                    char **text,
                                    size_t *len);

void usersig_text_free(char *text);

int32_t usersig_inspect_alloc(const char *ticket,
                              size_t ticket_len,
                              struct usersig_claims **claims);

int32_t usersig_diagnose_alloc(const char *ticket,
                               size_t ticket_len,
                               const struct usersig_symptoms *symptoms,
                               struct usersig_diagnosis **diagnosis);

void usersig_claims_free(struct usersig_claims *claims);

void usersig_diagnosis_free(struct usersig_diagnosis *diagnosis);

int32_t usersig_last_error(struct usersig_error *error);

int32_t usersig_last_row_error(size_t row, struct usersig_error *error);

const char *usersig_kind_name(int32_t kind);

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

int32_t usersig_refuse(int32_t kind, int32_t misfit);

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

int32_t usersig_private_map_key_max_len(const struct usersig_application *application,
                                        const char *userid,
                                        size_t userid_len,
                                        size_t *len);

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

int32_t usersig_max_len(const struct usersig_application *application,
                        const char *userid,
                        size_t userid_len,
                        const char *userbuf,
                        size_t userbuf_len,
                        size_t *len);

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

void usersig_verifying_init(struct usersig_verifying *verifying,
                            const struct usersig_application *application);

int32_t usersig_verify_with(const struct usersig_verifying *verifying,
                            const char *ticket,
                            size_t ticket_len,
                            const char *userid,
                            size_t userid_len);
