DROP TABLE mailed_links;
ALTER TABLE users DROP COLUMN locale;
ALTER TABLE users DROP COLUMN email_verified_at;
