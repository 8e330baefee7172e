-- Requests that were begun and are not sent. Moments are microseconds since 1970 (UTC).
CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    user_id TEXT NOT NULL REFERENCES users (id), -- whose it is: nobody else sees it
    form_id TEXT NOT NULL REFERENCES forms (id),
    form_version_id TEXT NOT NULL REFERENCES form_versions (id), -- what the answers were given to
    answers TEXT NOT NULL,                       -- JSON object
    handed_over_by TEXT REFERENCES users (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX drafts_list ON drafts (org_id, user_id, updated_at, id);
CREATE INDEX drafts_old ON drafts (updated_at);

-- The draft that a file was uploaded for, from the first time on that the draft was saved with it: it is kept as long as the draft.
ALTER TABLE documents ADD COLUMN draft_id TEXT;
CREATE INDEX documents_of_drafts ON documents (org_id, draft_id) WHERE draft_id IS NOT NULL;
