-- Times are Unix seconds, booleans 0 or 1. A `secret` is sealed (src/seal).

-- One row: what every administrative act reads and moves on.
CREATE TABLE meta (
    id                 INTEGER PRIMARY KEY CHECK (id = 1),
    revision           INTEGER NOT NULL,
    audit_number       INTEGER NOT NULL,
    audit_hash         BLOB    NOT NULL,
    master_key         TEXT,
    last_token         INTEGER NOT NULL,
    last_administrator INTEGER NOT NULL
) STRICT;
INSERT INTO meta VALUES (1, 0, 0, zeroblob(32), NULL, 0, 0);

CREATE TABLE applications (
    sdkappid       INTEGER PRIMARY KEY,
    name           TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('active', 'suspended', 'deleting')),
    deleting_since INTEGER,
    algorithm      TEXT    NOT NULL CHECK (algorithm IN ('hmac', 'ecdsa')),
    policy         TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    last_key       INTEGER NOT NULL,
    last_issuer    INTEGER NOT NULL
) STRICT;

CREATE TABLE keys (
    sdkappid    INTEGER NOT NULL REFERENCES applications ON DELETE CASCADE,
    id          INTEGER NOT NULL,
    algorithm   TEXT    NOT NULL CHECK (algorithm IN ('hmac', 'ecdsa')),
    role        TEXT    NOT NULL CHECK (role IN ('current', 'verifying', 'retired')),
    until       INTEGER,
    origin      TEXT    NOT NULL CHECK (origin IN ('made', 'imported')),
    signs       INTEGER NOT NULL,
    fingerprint TEXT    NOT NULL,
    secret      BLOB    NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (sdkappid, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX keys_current ON keys (sdkappid, algorithm) WHERE role = 'current';

CREATE TABLE issuers (
    sdkappid         INTEGER NOT NULL REFERENCES applications ON DELETE CASCADE,
    id               INTEGER NOT NULL,
    issuer           TEXT    NOT NULL,
    audience         TEXT    NOT NULL,
    userid_claim     TEXT    NOT NULL,
    userid_from_body INTEGER NOT NULL,
    jwks_url         TEXT,
    secret           BLOB,
    PRIMARY KEY (sdkappid, id),
    UNIQUE (sdkappid, issuer, audience)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    id           INTEGER PRIMARY KEY,
    name         TEXT    NOT NULL,
    hash         BLOB    NOT NULL,
    scopes       TEXT    NOT NULL,
    applications TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    revoked_at   INTEGER
) STRICT;

CREATE TABLE revocations (
    sdkappid      INTEGER NOT NULL REFERENCES applications ON DELETE CASCADE,
    userid        TEXT    NOT NULL,
    signed_before INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    revision      INTEGER NOT NULL,
    PRIMARY KEY (sdkappid, userid)
) STRICT, WITHOUT ROWID;
CREATE INDEX revocations_newest ON revocations (sdkappid, created_at DESC, userid);
CREATE INDEX revocations_revision ON revocations (revision);

CREATE TABLE administrators (
    id             INTEGER PRIMARY KEY,
    name           TEXT    NOT NULL UNIQUE,
    role           TEXT    NOT NULL CHECK (role IN ('owner', 'operator', 'auditor')),
    password_hash  TEXT    NOT NULL,
    must_change    INTEGER NOT NULL,
    secret         BLOB,
    totp_last_step INTEGER NOT NULL,
    failures       INTEGER NOT NULL,
    locked_until   INTEGER,
    language       TEXT,
    created_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id               BLOB    PRIMARY KEY,
    administrator    INTEGER NOT NULL REFERENCES administrators ON DELETE CASCADE,
    csrf             TEXT    NOT NULL,
    created_at       INTEGER NOT NULL,
    seen_at          INTEGER NOT NULL,
    authenticated_at INTEGER NOT NULL,
    expires_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_administrator ON sessions (administrator);

-- `at` is in Unix milliseconds; `detail` is the JSON text that the hash covers.
CREATE TABLE audit (
    number   INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    actor    TEXT    NOT NULL,
    address  TEXT    NOT NULL,
    act      TEXT    NOT NULL,
    sdkappid INTEGER,
    detail   TEXT    NOT NULL,
    hash     BLOB    NOT NULL
) STRICT;
CREATE INDEX audit_sdkappid ON audit (sdkappid, number);
CREATE INDEX audit_actor ON audit (actor, number);

CREATE TABLE counts (
    start    INTEGER NOT NULL,
    sdkappid INTEGER NOT NULL,
    event    TEXT    NOT NULL,
    amount   INTEGER NOT NULL,
    PRIMARY KEY (start, sdkappid, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX counts_sdkappid ON counts (sdkappid, start);
