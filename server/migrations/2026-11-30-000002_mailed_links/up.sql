-- Links that are mailed to people: to sign in, to set a password, to confirm an address. And what a person's account has
-- beside name and address. Moments are microseconds since 1970 (UTC).

ALTER TABLE users ADD COLUMN email_verified_at BIGINT; -- since when it is known that the address is theirs; null: it is not
ALTER TABLE users ADD COLUMN locale TEXT;              -- the language they chose; null: their browser's

CREATE TABLE mailed_links (
    secret_hash TEXT NOT NULL PRIMARY KEY, -- SHA-256
    brand_id TEXT NOT NULL REFERENCES brands (id),
    user_id TEXT REFERENCES users (id),    -- whose; null: nobody has the address, and the link leads nowhere
    purpose TEXT NOT NULL,                 -- sign_in, password, email
    email TEXT NOT NULL,                   -- the address it was sent to, lower case
    browser_hash TEXT,                     -- SHA-256: the browser that asked for it
    return_to TEXT,                        -- where to go afterwards, sealed: it may hold another secret
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT                        -- used, or taken back
);
CREATE INDEX mailed_links_user ON mailed_links (user_id, purpose);
CREATE INDEX mailed_links_expiry ON mailed_links (expires_at);
