-- Operators: the staff of a vendor or partner, who use the console. Moments are microseconds since 1970 (UTC).

CREATE TABLE operators (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    user_id TEXT NOT NULL UNIQUE REFERENCES users (id), -- a person of that brand
    role TEXT NOT NULL,             -- administrator, support, auditor
    ends_at BIGINT,                 -- from when on they are none any more
    suspended_at BIGINT,            -- since when they may nothing
    created_at BIGINT NOT NULL,
    created_by TEXT REFERENCES users (id) -- null: the command line
);
CREATE INDEX operators_brand ON operators (brand_id, user_id);

-- By which organizations are listed and found: the name in lower case. The server writes it with every letter's lower case;
-- this knows those of ASCII.
ALTER TABLE organizations ADD COLUMN sort_name TEXT NOT NULL DEFAULT '';
UPDATE organizations SET sort_name = lower(name);
CREATE INDEX organizations_name ON organizations (brand_id, sort_name, id);
