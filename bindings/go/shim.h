/* What the Go side calls. Each function crosses once: it builds the structures that hold
 * pointers, calls the library, and fetches the error on the thread on which it happened. */
#ifndef USERSIG_GO_SHIM_H
#define USERSIG_GO_SHIM_H

#include <stdlib.h>
#include <string.h>

#include "usersig.h"

#if USERSIG_ABI != 1
#error "usersig.h and the Go module are of different releases"
#endif

/* A text, or why there is none. Short texts fit, so that a usual call allocates nothing. */
typedef struct {
    size_t len;
    union {
        usersig_error error;
        char text[sizeof(usersig_error)];
    } body;
} usersig_go_text;

/* What a verified ticket says and its UserBuf if that is short, or why it is turned away. */
typedef struct {
    usersig_outcome outcome;
    union {
        usersig_error error;
        char userbuf[sizeof(usersig_error)];
    } body;
} usersig_go_verified;

/* What a new ticket carries (as usersig_expectation says: NONE, USERBUF, ROOM_ID, ROOM_STR),
 * or what a ticket is expected to carry. */
typedef struct {
    int64_t room_id;
    int64_t privileges;
    int32_t kind;
} usersig_go_carried;

static inline int32_t usersig_go_fail(int32_t status, usersig_error *error) {
    if (status != USERSIG_OK) {
        usersig_last_error(error);
    }
    return status;
}

/* What the library says of an application that is not there. */
static inline void usersig_go_missing(usersig_error *error) {
    usersig_go_fail(usersig_refuse(USERSIG_INVALID_ARGUMENT, USERSIG_MISSING), error);
}

static inline int32_t usersig_go_sign(const usersig_application *application, const char *userid, size_t userid_len,
                                      int64_t expire, usersig_go_carried carried, const char *text, size_t text_len,
                                      int64_t now, char *out, size_t capacity, usersig_go_text *answer) {
    int32_t status;
    if (out == NULL) {
        out = answer->body.text;
        capacity = sizeof answer->body.text;
    }
    switch (carried.kind) {
    case USERSIG_EXPECT_ROOM_ID:
        status = usersig_sign_private_map_key(application, userid, userid_len, expire, carried.room_id,
                                              carried.privileges, now, out, capacity, &answer->len);
        break;
    case USERSIG_EXPECT_ROOM_STR:
        status = usersig_sign_private_map_key_str(application, userid, userid_len, expire, text, text_len,
                                                  carried.privileges, now, out, capacity, &answer->len);
        break;
    default:
        status = usersig_sign(application, userid, userid_len, expire, text, text_len, now, out, capacity,
                              &answer->len);
    }
    return usersig_go_fail(status, &answer->body.error);
}

static inline int32_t usersig_go_verify(const usersig_application *application, const char *ticket, size_t ticket_len,
                                        const char *userid, size_t userid_len, usersig_go_carried carried,
                                        const char *text, size_t text_len, int64_t now, char *userbuf,
                                        size_t capacity, usersig_go_verified *answer) {
    usersig_expected expected = {text, text_len, carried.room_id, carried.privileges, carried.kind, 0};
    if (userbuf == NULL) {
        userbuf = answer->body.userbuf;
        capacity = sizeof answer->body.userbuf;
    }
    int32_t status = usersig_verify(application, ticket, ticket_len, userid, userid_len, &expected, now,
                                    &answer->outcome, userbuf, capacity);
    return usersig_go_fail(status, &answer->body.error);
}

static inline int32_t usersig_go_sign_many(const usersig_application *application, const char *userids,
                                           const size_t *userid_offsets, size_t count, int64_t expire, int64_t now,
                                           char *out, size_t capacity, size_t *len, size_t *offsets,
                                           int32_t *statuses, usersig_error *error) {
    return usersig_go_fail(usersig_sign_many_packed(application, userids, userid_offsets, count, expire, now, out,
                                                    capacity, len, offsets, statuses),
                           error);
}

static inline int32_t usersig_go_verify_many(const usersig_application *application, const char *tickets,
                                             const size_t *ticket_offsets, const char *userids,
                                             const size_t *userid_offsets, size_t count, usersig_go_carried carried,
                                             const char *text, size_t text_len, int64_t now,
                                             usersig_outcome *outcomes, int32_t *statuses, usersig_error *error) {
    usersig_expected expected = {text, text_len, carried.room_id, carried.privileges, carried.kind, 0};
    return usersig_go_fail(usersig_verify_many_packed(application, tickets, ticket_offsets, userids, userid_offsets,
                                                      count, &expected, now, outcomes, statuses),
                           error);
}

/* The keys stand one after another; nothing keeps them. */
static inline int32_t usersig_go_new(int64_t sdkappid, const char *keys, const size_t *key_lens, size_t count,
                                     usersig_options options, usersig_application **application,
                                     usersig_error *error) {
    const char **starts = calloc(count + 1, sizeof *starts);
    if (starts == NULL) {
        abort();
    }
    for (size_t at = 0; at < count; at++) {
        starts[at] = keys;
        keys += key_lens[at];
    }
    int32_t status = usersig_application_with_keys_new(sdkappid, starts, key_lens, count, &options, application);
    free(starts);
    return usersig_go_fail(status, error);
}

static inline int32_t usersig_go_dropin_current(int64_t sdkappid, const char *key, size_t key_len,
                                                usersig_application **application, usersig_error *error) {
    return usersig_go_fail(usersig_dropin_current_new(sdkappid, key, key_len, application), error);
}

static inline int32_t usersig_go_dropin_legacy(int64_t sdkappid, const char *private_key, size_t private_key_len,
                                               const char *public_key, size_t public_key_len,
                                               usersig_application **application, usersig_error *error) {
    return usersig_go_fail(usersig_dropin_legacy_new(sdkappid, private_key, private_key_len, public_key,
                                                     public_key_len, application),
                           error);
}

/* Signs with a key that is read for this ticket alone. */
static inline int32_t usersig_go_sign_once(int64_t sdkappid, const char *key, size_t key_len, const char *userid,
                                           size_t userid_len, int64_t expire, usersig_go_carried carried,
                                           const char *text, size_t text_len, int64_t now, usersig_go_text *answer) {
    usersig_application *application;
    int32_t status = usersig_go_dropin_current(sdkappid, key, key_len, &application, &answer->body.error);
    if (status == USERSIG_OK) {
        status = usersig_go_sign(application, userid, userid_len, expire, carried, text, text_len, now, NULL, 0,
                                 answer);
        usersig_application_free(application);
    }
    return status;
}

/* Verifies with a key that is read for this ticket alone, and does not tell what it says. */
static inline int32_t usersig_go_verify_once(int64_t sdkappid, const char *key, size_t key_len, const char *ticket,
                                             size_t ticket_len, const char *userid, size_t userid_len,
                                             usersig_go_carried carried, const char *text, size_t text_len,
                                             int64_t now, usersig_error *error) {
    usersig_application *application;
    usersig_expected expected = {text, text_len, carried.room_id, carried.privileges, carried.kind, 0};
    int32_t status = usersig_go_dropin_current(sdkappid, key, key_len, &application, error);
    if (status == USERSIG_OK) {
        status = usersig_go_fail(usersig_verify(application, ticket, ticket_len, userid, userid_len, &expected, now,
                                                NULL, NULL, 0),
                                 error);
        usersig_application_free(application);
    }
    return status;
}

static inline int32_t usersig_go_inspect(const char *ticket, size_t ticket_len, usersig_claims **found,
                                         usersig_error *error) {
    return usersig_go_fail(usersig_inspect_alloc(ticket, ticket_len, found), error);
}

/* The texts (UserID, keys, other keys) stand one after another in `texts`. */
static inline int32_t usersig_go_diagnose(const char *ticket, size_t ticket_len, int64_t sdkappid, int64_t now,
                                          int32_t has_userid, const char *texts, const size_t *lens,
                                          size_t key_count, const int64_t *others, size_t other_count,
                                          usersig_diagnosis **found, usersig_error *error) {
    usersig_symptoms symptoms;
    size_t count = key_count + other_count, first = has_userid ? 1 : 0;
    const char **starts = calloc(count + 2, sizeof *starts);
    if (starts == NULL) {
        abort();
    }
    for (size_t at = 0; at < first + count; at++) {
        starts[at] = texts;
        texts += lens[at];
    }
    usersig_symptoms_init(&symptoms);
    symptoms.sdkappid = sdkappid;
    symptoms.now = now;
    if (has_userid) {
        symptoms.userid = starts[0];
        symptoms.userid_len = lens[0];
    }
    symptoms.keys = starts + first;
    symptoms.key_lens = lens + first;
    symptoms.key_count = key_count;
    symptoms.other_sdkappids = others;
    symptoms.other_keys = starts + first + key_count;
    symptoms.other_key_lens = lens + first + key_count;
    symptoms.other_count = other_count;
    int32_t status = usersig_diagnose_alloc(ticket, ticket_len, &symptoms, found);
    free(starts);
    return usersig_go_fail(status, error);
}

#endif
