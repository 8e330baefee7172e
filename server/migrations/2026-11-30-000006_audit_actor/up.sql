-- What somebody did of one kind is found in the index: a person has thousands of entries, and few of a rare kind.
DROP INDEX audit_events_actor;
CREATE INDEX audit_events_actor ON audit_events (org_id, actor_id, created_at, position, action, action_kind);
