-- One set of SQL for SQLite and PostgreSQL: TEXT, BIGINT, INTEGER and BOOLEAN only.
-- Ids are TypeIDs as text. Moments are microseconds since 1970 (UTC) as BIGINT. JSON is text.
-- Every row of a tenant carries org_id, and every index that serves a tenant's list begins with it.

CREATE TABLE brands (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    parent_id TEXT REFERENCES brands (id), -- the vendor's brand, of a partner's
    name TEXT NOT NULL,
    support_email TEXT,
    theme TEXT,                 -- design tokens, JSON; null: the default look
    features TEXT,              -- JSON array; null: all
    created_at BIGINT NOT NULL
);

CREATE TABLE brand_origins (
    brand_id TEXT NOT NULL REFERENCES brands (id),
    origin TEXT NOT NULL,
    PRIMARY KEY (brand_id, origin)
);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    email TEXT NOT NULL,        -- lower case
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (brand_id, email);

CREATE TABLE organizations (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    name TEXT NOT NULL,
    locale TEXT NOT NULL,
    features TEXT,              -- JSON array; null: all
    -- Counters. Taking the next value locks the row, so that the order of values is the order of commits.
    event_position BIGINT NOT NULL,
    case_number BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX organizations_brand ON organizations (brand_id, id);

CREATE TABLE memberships (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    source TEXT NOT NULL,
    sort_name TEXT NOT NULL,    -- the user's name in lower case: the list's order
    search TEXT NOT NULL,       -- name and address in lower case
    version BIGINT NOT NULL,
    ends_at BIGINT,
    last_active_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX memberships_user ON memberships (org_id, user_id);
CREATE INDEX memberships_list ON memberships (org_id, sort_name, id);
CREATE INDEX memberships_role ON memberships (org_id, role, sort_name, id);

CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    email TEXT NOT NULL,        -- lower case
    role TEXT NOT NULL,
    invited_by TEXT REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT,           -- accepted, withdrawn or replaced
    outcome TEXT
);
CREATE UNIQUE INDEX invitations_open ON invitations (org_id, email) WHERE closed_at IS NULL;
CREATE INDEX invitations_list ON invitations (org_id, created_at, id);

CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,       -- JSON array of permissions
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);

CREATE TABLE embed_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    org_id TEXT NOT NULL REFERENCES organizations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    api_key_id TEXT NOT NULL REFERENCES api_keys (id),
    secret_hash TEXT NOT NULL UNIQUE,
    features TEXT,              -- JSON array; null: all
    locale TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX embed_sessions_expiry ON embed_sessions (expires_at);
CREATE INDEX embed_sessions_user ON embed_sessions (org_id, user_id);

CREATE TABLE case_types (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    reference_prefix TEXT NOT NULL,
    status_labels TEXT NOT NULL, -- JSON object, public status to words
    milestones TEXT NOT NULL,    -- JSON array of {key, label}
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX case_types_key ON case_types (brand_id, key);

CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    case_type_id TEXT NOT NULL REFERENCES case_types (id),
    reference TEXT NOT NULL,
    title TEXT NOT NULL,
    search TEXT NOT NULL,       -- title and reference in lower case
    status TEXT NOT NULL,
    is_open BOOLEAN NOT NULL,   -- follows from status
    next_step TEXT,             -- JSON
    milestones TEXT NOT NULL,   -- JSON array as on the wire
    source TEXT,                -- JSON
    opened_by TEXT REFERENCES users (id),
    submission_id TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX cases_reference ON cases (org_id, reference);
CREATE INDEX cases_list ON cases (org_id, updated_at, id);
CREATE INDEX cases_list_open ON cases (org_id, is_open, updated_at, id);
CREATE INDEX cases_list_status ON cases (org_id, status, updated_at, id);

CREATE TABLE timeline_entries (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    party TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    user_id TEXT REFERENCES users (id),
    body TEXT,
    document_id TEXT,
    status TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX timeline_entries_list ON timeline_entries (org_id, case_id, created_at, id);

CREATE TABLE case_reads (
    org_id TEXT NOT NULL REFERENCES organizations (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    read_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, case_id, user_id)
);

CREATE TABLE forms (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    category TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    case_type_id TEXT NOT NULL REFERENCES case_types (id),
    case_title TEXT,
    next_step TEXT,             -- JSON, due_at relative
    opening_message TEXT,
    published_version_id TEXT NOT NULL,
    sort_order BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX forms_key ON forms (brand_id, key);
CREATE INDEX forms_list ON forms (brand_id, sort_order, id);

CREATE TABLE form_versions (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    form_id TEXT NOT NULL REFERENCES forms (id),
    number INTEGER NOT NULL,
    definition TEXT NOT NULL,   -- JSON
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX form_versions_number ON form_versions (form_id, number);

CREATE TABLE submissions (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    form_id TEXT NOT NULL REFERENCES forms (id),
    form_version_id TEXT NOT NULL REFERENCES form_versions (id),
    form_title TEXT NOT NULL,
    answers TEXT NOT NULL,      -- JSON object
    case_id TEXT NOT NULL REFERENCES cases (id),
    submitted_by TEXT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX submissions_list ON submissions (org_id, created_at, id);

CREATE TABLE documents (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    case_id TEXT REFERENCES cases (id),
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,    -- the name in lower case
    current_version_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT           -- a tombstone: the row stays, nobody sees it
);
CREATE UNIQUE INDEX documents_place ON documents (org_id, folder, name, coalesce(case_id, ''))
    WHERE deleted_at IS NULL;
CREATE INDEX documents_newest ON documents (org_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX documents_name ON documents (org_id, sort_name, id) WHERE deleted_at IS NULL;
CREATE INDEX documents_case ON documents (org_id, case_id, updated_at, id) WHERE deleted_at IS NULL;

CREATE TABLE document_versions (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    document_id TEXT NOT NULL REFERENCES documents (id),
    number INTEGER NOT NULL,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,       -- lower-case hexadecimal
    file_key TEXT NOT NULL,     -- where the bytes lie in the file store
    uploaded_by TEXT REFERENCES users (id),
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX document_versions_number ON document_versions (org_id, document_id, number);

-- A file that is being written. The row goes in the transaction that adds the document version; a row that is left
-- behind by a crash names a file to delete.
CREATE TABLE uploads (
    file_key TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    started_at BIGINT NOT NULL
);

-- Files whose documents are deleted, to be removed by a sweep.
CREATE TABLE file_tombstones (
    file_key TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    deleted_at BIGINT NOT NULL
);

CREATE TABLE download_tokens (
    token_hash TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    document_version_id TEXT NOT NULL REFERENCES document_versions (id),
    -- The credential that asked for it: the token ends when the credential does.
    credential_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX download_tokens_expiry ON download_tokens (expires_at);

CREATE TABLE outbox_events (
    org_id TEXT NOT NULL REFERENCES organizations (id),
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, position)
);
CREATE INDEX outbox_events_age ON outbox_events (created_at);

CREATE TABLE audit_events (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT,                -- null: it concerns the brand as a whole
    brand_id TEXT,
    created_at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    ip TEXT,
    user_agent TEXT,
    request_id TEXT NOT NULL,
    changes TEXT                -- JSON {before, after}
);
CREATE INDEX audit_events_list ON audit_events (org_id, id);
CREATE INDEX audit_events_action ON audit_events (org_id, action, id);
CREATE INDEX audit_events_actor ON audit_events (org_id, actor_id, id);
CREATE INDEX audit_events_resource ON audit_events (org_id, resource_id, id);

CREATE TABLE idempotency_keys (
    owner TEXT NOT NULL,        -- whose key it is: an API key's or a user's id, and the organization's
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,  -- SHA-256 of the request body
    answer TEXT NOT NULL,       -- JSON, without secrets
    created_at BIGINT NOT NULL,
    PRIMARY KEY (owner, route, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
