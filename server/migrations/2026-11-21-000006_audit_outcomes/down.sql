DROP INDEX audit_events_outcome;
CREATE INDEX audit_events_outcome ON audit_events (org_id, outcome, created_at, position);
