-- What a flag service says of organizations' features. Moments are microseconds since 1970 (UTC).

-- The features that it says an organization does not have. No row: none. That it has a feature changes nothing, and is not
-- written down.
CREATE TABLE flag_answers (
    org_id TEXT NOT NULL PRIMARY KEY REFERENCES organizations (id),
    features_off TEXT NOT NULL, -- JSON array
    answered_at BIGINT NOT NULL -- since when it is these
);

-- How asking it goes: one row. Whoever asks moves `due_at` ahead, so that nobody else does meanwhile.
CREATE TABLE flag_service (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    due_at BIGINT NOT NULL,
    answered_at BIGINT,         -- when it last answered for every organization
    failing_since BIGINT,       -- null: it answers
    failure TEXT
);
INSERT INTO flag_service (id, due_at) VALUES (1, 0);
