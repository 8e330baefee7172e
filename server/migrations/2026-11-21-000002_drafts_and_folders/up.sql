-- A file that was uploaded for a request that is not sent yet: nobody but its uploader, a user, sees it, and it has no
-- place that another file could take.
ALTER TABLE documents ADD COLUMN draft_of TEXT;

DROP INDEX documents_place;
CREATE UNIQUE INDEX documents_place ON documents (org_id, folder, name, coalesce(case_id, ''))
    WHERE deleted_at IS NULL AND draft_of IS NULL;
CREATE INDEX documents_drafts ON documents (created_at) WHERE deleted_at IS NULL AND draft_of IS NOT NULL;

-- The list of one folder.
CREATE INDEX documents_folder_newest ON documents (org_id, folder, updated_at, id)
    WHERE deleted_at IS NULL AND draft_of IS NULL;
CREATE INDEX documents_folder_name ON documents (org_id, folder, sort_name, id)
    WHERE deleted_at IS NULL AND draft_of IS NULL;
