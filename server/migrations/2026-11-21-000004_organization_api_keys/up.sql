-- An organization's own API keys beside the brands', rotation of secrets, and what keys are used for.

ALTER TABLE api_keys ADD COLUMN org_id TEXT REFERENCES organizations (id); -- null: a brand's key
ALTER TABLE api_keys ADD COLUMN created_by TEXT REFERENCES users (id);     -- null: the vendor
ALTER TABLE api_keys ADD COLUMN networks TEXT;          -- JSON array in CIDR notation; null: from anywhere
ALTER TABLE api_keys ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- The secret that is good, and the one before it while a rotation's overlap lasts. A hint is the last four characters.
ALTER TABLE api_keys ADD COLUMN secret_hint TEXT;
ALTER TABLE api_keys ADD COLUMN secret_created_at BIGINT; -- null: with the key
ALTER TABLE api_keys ADD COLUMN secret_used_at BIGINT;
ALTER TABLE api_keys ADD COLUMN previous_secret_hash TEXT;
ALTER TABLE api_keys ADD COLUMN previous_secret_hint TEXT;
ALTER TABLE api_keys ADD COLUMN previous_secret_created_at BIGINT;
ALTER TABLE api_keys ADD COLUMN previous_secret_used_at BIGINT;
ALTER TABLE api_keys ADD COLUMN previous_secret_ends_at BIGINT;
-- Written some time after the use, for many uses at once.
ALTER TABLE api_keys ADD COLUMN last_used_at BIGINT;
ALTER TABLE api_keys ADD COLUMN last_used_ip TEXT;
CREATE UNIQUE INDEX api_keys_previous_secret ON api_keys (previous_secret_hash);
CREATE INDEX api_keys_list ON api_keys (org_id, created_at, id);

-- How many requests were made with a key on a day.
CREATE TABLE api_key_uses (
    api_key_id TEXT NOT NULL REFERENCES api_keys (id),
    day BIGINT NOT NULL,        -- days since 1970, UTC
    org_id TEXT REFERENCES organizations (id), -- as the key's
    requests BIGINT NOT NULL,
    PRIMARY KEY (api_key_id, day)
);
CREATE INDEX api_key_uses_age ON api_key_uses (day);
