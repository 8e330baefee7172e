DROP INDEX audit_events_actor;
CREATE INDEX audit_events_actor ON audit_events (org_id, actor_id, created_at, position);
