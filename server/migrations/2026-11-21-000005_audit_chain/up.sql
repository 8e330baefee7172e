-- The audit log becomes a chain for each organization, and one for each brand's own entries: an entry has a position
-- (1, 2, 3 ...) and the hash of itself and of the entry before it.
ALTER TABLE audit_events ADD COLUMN position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_events ADD COLUMN hash TEXT NOT NULL DEFAULT '';   -- SHA-256, lower-case hexadecimal
ALTER TABLE audit_events ADD COLUMN action_kind TEXT NOT NULL DEFAULT ''; -- the action up to its last dot, as 'member.'

-- Where the chain ends. Beside the counters, because the row's lock is what makes entries come one after another.
ALTER TABLE organizations ADD COLUMN audit_position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organizations ADD COLUMN audit_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE brands ADD COLUMN audit_position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE brands ADD COLUMN audit_hash TEXT NOT NULL DEFAULT '';

-- What is there already gets its place. Its hashes, which SQL cannot compute, are added by `migrate`.
UPDATE audit_events
SET position = placed.position, action_kind = rtrim(action, replace(action, '.', ''))
FROM (
    SELECT id, row_number() OVER (PARTITION BY coalesce(org_id, brand_id) ORDER BY created_at, id) AS position
    FROM audit_events
) AS placed
WHERE placed.id = audit_events.id;

CREATE UNIQUE INDEX audit_events_position ON audit_events (org_id, position);
CREATE UNIQUE INDEX audit_events_brand_position ON audit_events (brand_id, position) WHERE org_id IS NULL;

-- One index for each filter, each in the order of the list.
DROP INDEX audit_events_list;
DROP INDEX audit_events_action;
DROP INDEX audit_events_actor;
DROP INDEX audit_events_resource;
CREATE INDEX audit_events_list ON audit_events (org_id, created_at, position);
CREATE INDEX audit_events_action ON audit_events (org_id, action, created_at, position);
CREATE INDEX audit_events_action_kind ON audit_events (org_id, action_kind, created_at, position);
CREATE INDEX audit_events_actor ON audit_events (org_id, actor_id, created_at, position);
CREATE INDEX audit_events_resource ON audit_events (org_id, resource_id, created_at, position);
CREATE INDEX audit_events_outcome ON audit_events (org_id, outcome, created_at, position);
