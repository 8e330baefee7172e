-- Roles of an organization's own, members' attributes and suspension, and attributes of things for conditions.

CREATE TABLE roles (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,    -- the name in lower case: the list's order
    description TEXT,
    inherits TEXT NOT NULL,     -- JSON array of role keys
    grants TEXT NOT NULL,       -- JSON array of {permission, effect, when}
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX roles_name ON roles (org_id, sort_name);

-- memberships.role and invitations.role are a built-in role's word or the id of one of these.
ALTER TABLE memberships ADD COLUMN attributes TEXT;        -- JSON object; null: none
ALTER TABLE memberships ADD COLUMN suspended_at BIGINT;    -- null: not suspended
ALTER TABLE memberships ADD COLUMN suspended_reason TEXT;
ALTER TABLE invitations ADD COLUMN ends_at BIGINT;         -- when the membership will end; null: not by itself

-- One row for a value, one for each text of a list. The resource is a case or a document.
CREATE TABLE resource_attributes (
    org_id TEXT NOT NULL REFERENCES organizations (id),
    resource_id TEXT NOT NULL,
    name TEXT NOT NULL,
    list_position INTEGER NOT NULL,
    kind TEXT NOT NULL,         -- text, number, flag, list
    text_value TEXT,
    number_value DOUBLE PRECISION,
    flag_value BOOLEAN,
    PRIMARY KEY (org_id, resource_id, name, list_position)
);
