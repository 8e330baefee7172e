DROP INDEX documents_of_drafts;
ALTER TABLE documents DROP COLUMN draft_id;
DROP TABLE drafts;
