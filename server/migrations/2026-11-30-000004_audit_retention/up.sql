-- How long an organization keeps its audit log. No row: for good.
CREATE TABLE audit_settings (
    org_id TEXT NOT NULL PRIMARY KEY REFERENCES organizations (id),
    retention_days BIGINT,      -- absent: for good
    updated_at BIGINT NOT NULL
);

-- How long every log has to be kept, whatever its organization chose: '' is for all, another row for a brand's.
CREATE TABLE audit_minimums (
    brand_id TEXT NOT NULL PRIMARY KEY,
    days BIGINT NOT NULL CHECK (days >= 90)
);
INSERT INTO audit_minimums (brand_id, days) VALUES ('', 365);

-- Legal holds: nothing is deleted while there is one. '' is for all, another row for an organization's log.
CREATE TABLE audit_holds (
    org_id TEXT NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Each cut of a log: the end of what was deleted, which the next entry's hash covers. Adding one deletes the entries (see
-- `store/engine/append_only`); nothing else does.
CREATE TABLE audit_cuts (
    org_id TEXT NOT NULL REFERENCES organizations (id),
    position BIGINT NOT NULL,       -- of the last entry that was deleted
    hash TEXT NOT NULL,             -- that entry's
    entry_position BIGINT NOT NULL, -- of the entry that says so
    retention_days BIGINT NOT NULL, -- the rule that it was deleted by
    created_at BIGINT NOT NULL,
    is_open BOOLEAN NOT NULL,       -- only within the statement that adds it
    PRIMARY KEY (org_id, position)
);

-- Where an organization's log is sent to.
CREATE TABLE audit_streams (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    url TEXT NOT NULL,
    format TEXT NOT NULL,
    actions TEXT NOT NULL,          -- JSON array of actions and kinds of actions; empty: all
    outcome TEXT,                   -- absent: all
    sealed_secret TEXT NOT NULL,
    secret_created_at BIGINT NOT NULL,
    previous_sealed_secret TEXT,
    previous_ends_at BIGINT,
    position BIGINT NOT NULL,       -- of the last entry that was delivered, or passed over
    attempts BIGINT NOT NULL,       -- that failed since the last success
    due_at BIGINT NOT NULL,         -- before this there is no attempt
    leased_until BIGINT NOT NULL,   -- until then an attempt goes on
    failing_since BIGINT,
    succeeded_at BIGINT,
    failed_at BIGINT,
    failure TEXT,
    tested_at BIGINT,
    disabled_at BIGINT,
    disabled_reason TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX audit_streams_org ON audit_streams (org_id, id);

-- Few entries are refusals, and people look for them: whose they are, and of what kind, is read from indexes that have
-- nothing else in them. The index over all outcomes is narrower for it.
DROP INDEX audit_events_outcome;
CREATE INDEX audit_events_outcome ON audit_events (org_id, outcome, created_at, position);
CREATE INDEX audit_events_denied_actor ON audit_events (org_id, actor_id, created_at, position) WHERE outcome = 'denied';
CREATE INDEX audit_events_denied_action ON audit_events (org_id, action, created_at, position) WHERE outcome = 'denied';
CREATE INDEX audit_events_denied_kind ON audit_events (org_id, action_kind, created_at, position)
    WHERE outcome = 'denied';
