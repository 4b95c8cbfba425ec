-- Times are Unix seconds, booleans 0 or 1. A `secret` is sealed (src/seal).

-- One row: what every administrative act reads and moves on.
CREATE TABLE meta (
    id                 BIGINT PRIMARY KEY CHECK (id = 1),
    revision           BIGINT  NOT NULL,
    audit_number       BIGINT  NOT NULL,
    audit_hash         BYTEA   NOT NULL,
    master_key         TEXT,
    last_token         BIGINT  NOT NULL,
    last_administrator BIGINT  NOT NULL
);
INSERT INTO meta VALUES (1, 0, 0, decode(repeat('00', 32), 'hex'), NULL, 0, 0);

CREATE TABLE applications (
    sdkappid       BIGINT PRIMARY KEY,
    name           TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('active', 'suspended', 'deleting')),
    deleting_since BIGINT,
    algorithm      TEXT    NOT NULL CHECK (algorithm IN ('hmac', 'ecdsa')),
    policy         TEXT    NOT NULL,
    created_at     BIGINT  NOT NULL,
    last_key       BIGINT  NOT NULL,
    last_issuer    BIGINT  NOT NULL
);

CREATE TABLE keys (
    sdkappid    BIGINT  NOT NULL REFERENCES applications ON DELETE CASCADE,
    id          BIGINT  NOT NULL,
    algorithm   TEXT    NOT NULL CHECK (algorithm IN ('hmac', 'ecdsa')),
    role        TEXT    NOT NULL CHECK (role IN ('current', 'verifying', 'retired')),
    until       BIGINT,
    origin      TEXT    NOT NULL CHECK (origin IN ('made', 'imported')),
    signs       BIGINT  NOT NULL,
    fingerprint TEXT    NOT NULL,
    secret      BYTEA   NOT NULL,
    created_at  BIGINT  NOT NULL,
    PRIMARY KEY (sdkappid, id)
);
CREATE UNIQUE INDEX keys_current ON keys (sdkappid, algorithm) WHERE role = 'current';

CREATE TABLE issuers (
    sdkappid         BIGINT  NOT NULL REFERENCES applications ON DELETE CASCADE,
    id               BIGINT  NOT NULL,
    issuer           TEXT    NOT NULL,
    audience         TEXT    NOT NULL,
    userid_claim     TEXT    NOT NULL,
    userid_from_body BIGINT  NOT NULL,
    jwks_url         TEXT,
    secret           BYTEA,
    PRIMARY KEY (sdkappid, id),
    UNIQUE (sdkappid, issuer, audience)
);

CREATE TABLE tokens (
    id           BIGINT PRIMARY KEY,
    name         TEXT    NOT NULL,
    hash         BYTEA   NOT NULL,
    scopes       TEXT    NOT NULL,
    applications TEXT    NOT NULL,
    created_at   BIGINT  NOT NULL,
    expires_at   BIGINT,
    revoked_at   BIGINT
);

CREATE TABLE revocations (
    sdkappid      BIGINT  NOT NULL REFERENCES applications ON DELETE CASCADE,
    userid        TEXT    NOT NULL,
    signed_before BIGINT  NOT NULL,
    created_at    BIGINT  NOT NULL,
    revision      BIGINT  NOT NULL,
    PRIMARY KEY (sdkappid, userid)
);
CREATE INDEX revocations_newest ON revocations (sdkappid, created_at DESC, userid);
CREATE INDEX revocations_revision ON revocations (revision);

CREATE TABLE administrators (
    id             BIGINT PRIMARY KEY,
    name           TEXT    NOT NULL UNIQUE,
    role           TEXT    NOT NULL CHECK (role IN ('owner', 'operator', 'auditor')),
    password_hash  TEXT    NOT NULL,
    must_change    BIGINT  NOT NULL,
    secret         BYTEA,
    totp_last_step BIGINT  NOT NULL,
    failures       BIGINT  NOT NULL,
    locked_until   BIGINT,
    language       TEXT,
    created_at     BIGINT  NOT NULL
);

CREATE TABLE sessions (
    id               BYTEA   PRIMARY KEY,
    administrator    BIGINT  NOT NULL REFERENCES administrators ON DELETE CASCADE,
    csrf             TEXT    NOT NULL,
    created_at       BIGINT  NOT NULL,
    seen_at          BIGINT  NOT NULL,
    authenticated_at BIGINT  NOT NULL,
    expires_at       BIGINT  NOT NULL
);
CREATE INDEX sessions_administrator ON sessions (administrator);

-- `at` is in Unix milliseconds; `detail` is the JSON text that the hash covers.
CREATE TABLE audit (
    number   BIGINT PRIMARY KEY,
    at       BIGINT  NOT NULL,
    actor    TEXT    NOT NULL,
    address  TEXT    NOT NULL,
    act      TEXT    NOT NULL,
    sdkappid BIGINT,
    detail   TEXT    NOT NULL,
    hash     BYTEA   NOT NULL
);
CREATE INDEX audit_sdkappid ON audit (sdkappid, number);
CREATE INDEX audit_actor ON audit (actor, number);

CREATE TABLE counts (
    start    BIGINT  NOT NULL,
    sdkappid BIGINT  NOT NULL,
    event    TEXT    NOT NULL,
    amount   BIGINT  NOT NULL,
    PRIMARY KEY (start, sdkappid, event)
);
CREATE INDEX counts_sdkappid ON counts (sdkappid, start);

-- Tells the other replicas at once. They also ask from time to time.
CREATE FUNCTION usersig_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('usersig_revision', NEW.revision::text);
    RETURN NULL;
END
$$;
CREATE TRIGGER usersig_revision AFTER UPDATE ON meta
    FOR EACH ROW WHEN (OLD.revision <> NEW.revision) EXECUTE FUNCTION usersig_revision();
