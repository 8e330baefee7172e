ALTER TABLE organizations DROP COLUMN theme;
