-- Signing in to the hosted portal. Moments are microseconds since 1970 (UTC). Secrets are stored as SHA-256 only,
-- passwords as argon2id with their parameters.

-- A person who is signed in to a brand, for all their organizations there.
CREATE TABLE user_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    secret_hash TEXT NOT NULL UNIQUE,
    methods TEXT NOT NULL,          -- JSON array: how the person signed in, as RFC 8176 names it
    authenticated_at BIGINT NOT NULL, -- when the person last proved who they are
    sso_connection_id TEXT,         -- the single sign-on that let them in
    address TEXT,                   -- where it was last used from
    user_agent TEXT,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    idle_expires_at BIGINT NOT NULL, -- moves on with use
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX user_sessions_user ON user_sessions (user_id, expires_at);
CREATE INDEX user_sessions_expiry ON user_sessions (expires_at);

-- Which brand's portal a host name shows.
CREATE TABLE brand_hosts (
    host TEXT NOT NULL PRIMARY KEY, -- lower case, without a port
    brand_id TEXT NOT NULL REFERENCES brands (id)
);

-- What a brand's portal shows beside its name.
CREATE TABLE brand_logos (
    brand_id TEXT NOT NULL PRIMARY KEY REFERENCES brands (id),
    media_type TEXT NOT NULL,
    content TEXT NOT NULL,          -- base64
    sha256 TEXT NOT NULL
);

CREATE TABLE passwords (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    hash TEXT NOT NULL,             -- PHC string: algorithm, parameters, salt, hash
    changed_at BIGINT NOT NULL
);

-- Browsers in which a person has signed in before: what others get wrong elsewhere does not slow them.
CREATE TABLE known_devices (
    secret_hash TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    PRIMARY KEY (secret_hash, user_id)
);
CREATE INDEX known_devices_user ON known_devices (user_id, last_used_at);
