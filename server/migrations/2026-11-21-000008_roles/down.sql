DROP TABLE resource_attributes;
ALTER TABLE invitations DROP COLUMN ends_at;
ALTER TABLE memberships DROP COLUMN suspended_reason;
ALTER TABLE memberships DROP COLUMN suspended_at;
ALTER TABLE memberships DROP COLUMN attributes;
DROP TABLE roles;
