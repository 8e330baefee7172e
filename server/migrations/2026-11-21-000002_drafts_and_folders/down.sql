DROP INDEX documents_folder_name;
DROP INDEX documents_folder_newest;
DROP INDEX documents_drafts;
-- What is not sent yet may lie where another document does.
UPDATE documents SET deleted_at = updated_at WHERE draft_of IS NOT NULL AND deleted_at IS NULL;
DROP INDEX documents_place;
CREATE UNIQUE INDEX documents_place ON documents (org_id, folder, name, coalesce(case_id, ''))
    WHERE deleted_at IS NULL;
ALTER TABLE documents DROP COLUMN draft_of;
