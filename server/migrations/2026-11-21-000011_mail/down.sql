DROP INDEX invitations_secret;
ALTER TABLE invitations DROP COLUMN secret_hash;
DROP TABLE mail_queue;
