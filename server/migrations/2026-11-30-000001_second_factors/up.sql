-- By what else people prove who they are. Moments are microseconds since 1970 (UTC). Secrets are stored as SHA-256, or
-- encrypted where they are read again.

-- The seed of a person's time-based one-time codes (RFC 6238).
CREATE TABLE code_seeds (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    sealed TEXT NOT NULL,           -- the seed, encrypted
    last_step BIGINT NOT NULL,      -- the latest time step whose code was taken: it and those before are not taken again
    failures INTEGER NOT NULL,      -- wrong codes from unknown browsers since the person last proved who they are
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,            -- when a first code was right; null: it asks for nothing yet
    last_used_at BIGINT
);

-- Passkeys (Web Authentication): the public key, never the private one.
CREATE TABLE passkeys (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    rp_id TEXT NOT NULL,            -- the host that it is for
    credential_id TEXT NOT NULL,    -- base64url
    credential TEXT NOT NULL,       -- JSON: public key, signature counter, whether it can be and is backed up
    name TEXT NOT NULL,             -- what its person calls it
    synced BOOLEAN NOT NULL,        -- whether it can be on several devices
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE UNIQUE INDEX passkeys_credential ON passkeys (rp_id, credential_id);
CREATE INDEX passkeys_user ON passkeys (user_id, id);

-- What helps when the rest is lost: each is good once.
CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    code_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (user_id, code_hash)
);

-- People who have shown a password or the link of a mail, and still have to show a second factor.
CREATE TABLE pending_sign_ins (
    secret_hash TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    methods TEXT NOT NULL,          -- JSON array: what was shown, as RFC 8176 names it
    failures INTEGER NOT NULL,      -- wrong codes
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX pending_sign_ins_user ON pending_sign_ins (user_id);
CREATE INDEX pending_sign_ins_expiry ON pending_sign_ins (expires_at);

-- What browsers were asked to sign with a passkey, or to make one for.
CREATE TABLE passkey_challenges (
    id_hash TEXT NOT NULL PRIMARY KEY,
    bound_to TEXT NOT NULL,         -- the hash of the cookie's secret, of the browser that was asked
    purpose TEXT NOT NULL,          -- sign_in, factor, confirm, register
    user_id TEXT REFERENCES users (id), -- who was asked; null: whoever has a passkey
    state TEXT NOT NULL,            -- JSON: the challenge, and what the answer has to be
    expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_expiry ON passkey_challenges (expires_at);

-- Whether people have to have a second factor, whoever signs in to the brand or belongs to the organization.
ALTER TABLE brands ADD COLUMN require_second_factor BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE organizations ADD COLUMN require_second_factor BOOLEAN NOT NULL DEFAULT FALSE;
