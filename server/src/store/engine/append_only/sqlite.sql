DROP TRIGGER IF EXISTS audit_events_append;
CREATE TRIGGER audit_events_append BEFORE INSERT ON audit_events BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: an entry follows the last one')
    WHERE NEW.hash = ''
        -- `IS NOT`: where there is no such organization or brand there is no position, either.
        OR NEW.position IS NOT 1 + CASE
            WHEN NEW.org_id IS NULL THEN (SELECT audit_position FROM brands WHERE id = NEW.brand_id)
            ELSE (SELECT audit_position FROM organizations WHERE id = NEW.org_id)
        END
        -- `INSERT OR REPLACE` deletes, and fires no trigger for it.
        OR EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id);
END;

DROP TRIGGER IF EXISTS audit_events_update;
CREATE TRIGGER audit_events_update BEFORE UPDATE ON audit_events BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: no entry is changed');
END;

-- A cut is open only while the statement runs that adds it.
DROP TRIGGER IF EXISTS audit_events_delete;
CREATE TRIGGER audit_events_delete BEFORE DELETE ON audit_events BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: no entry is deleted')
    WHERE NOT EXISTS (
        SELECT 1 FROM audit_cuts WHERE org_id = OLD.org_id AND is_open AND position >= OLD.position
    );
END;

DROP TRIGGER IF EXISTS audit_cuts_check;
CREATE TRIGGER audit_cuts_check BEFORE INSERT ON audit_cuts BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: a cut is open when it is added')
    WHERE NEW.is_open IS NOT TRUE;
    SELECT RAISE(ABORT, 'the audit log is append-only: it is on hold')
    WHERE EXISTS (SELECT 1 FROM audit_holds WHERE org_id IN ('', NEW.org_id));
    SELECT RAISE(ABORT, 'the audit log is append-only: it is kept for good')
    WHERE (SELECT retention_days FROM audit_settings WHERE org_id = NEW.org_id) IS NULL
        OR NOT EXISTS (SELECT 1 FROM audit_minimums WHERE brand_id = '');
    SELECT RAISE(ABORT, 'the audit log is append-only: a cut goes on from the last one, to an entry that is there')
    WHERE NEW.position <= coalesce((SELECT max(position) FROM audit_cuts WHERE org_id = NEW.org_id), 0)
        OR NOT EXISTS (
            SELECT 1 FROM audit_events WHERE org_id = NEW.org_id AND position = NEW.position AND hash = NEW.hash
        );
    SELECT RAISE(ABORT, 'the audit log is append-only: what is not old enough is not deleted')
    WHERE EXISTS (
        SELECT 1 FROM audit_events
        WHERE org_id = NEW.org_id AND position <= NEW.position
            AND created_at > unixepoch('now') * 1000000 - 86400000000 * max(
                (SELECT retention_days FROM audit_settings WHERE org_id = NEW.org_id),
                (SELECT max(days) FROM audit_minimums WHERE brand_id IN (
                    '', (SELECT brand_id FROM organizations WHERE id = NEW.org_id)
                ))
            )
    );
    SELECT RAISE(ABORT, 'the audit log is append-only: its last entry has to say that it is cut')
    WHERE NEW.entry_position IS NOT (SELECT audit_position FROM organizations WHERE id = NEW.org_id)
        OR NOT EXISTS (
            SELECT 1 FROM audit_events
            WHERE org_id = NEW.org_id AND position = NEW.entry_position
                AND action = 'audit.entries_deleted' AND resource_id = CAST(NEW.position AS TEXT)
        );
END;

DROP TRIGGER IF EXISTS audit_cuts_apply;
CREATE TRIGGER audit_cuts_apply AFTER INSERT ON audit_cuts BEGIN
    DELETE FROM audit_events WHERE org_id = NEW.org_id AND position <= NEW.position;
    UPDATE audit_cuts SET is_open = FALSE WHERE org_id = NEW.org_id AND position = NEW.position;
END;

DROP TRIGGER IF EXISTS audit_cuts_update;
CREATE TRIGGER audit_cuts_update BEFORE UPDATE ON audit_cuts BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: no cut is changed')
    WHERE NOT (
        OLD.is_open AND NEW.is_open IS FALSE AND OLD.org_id IS NEW.org_id AND OLD.position IS NEW.position
        AND OLD.hash IS NEW.hash AND OLD.entry_position IS NEW.entry_position
        AND OLD.retention_days IS NEW.retention_days AND OLD.created_at IS NEW.created_at
    );
END;

DROP TRIGGER IF EXISTS audit_cuts_delete;
CREATE TRIGGER audit_cuts_delete BEFORE DELETE ON audit_cuts BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: no cut is deleted');
END;

DROP TRIGGER IF EXISTS organizations_audit_end;
CREATE TRIGGER organizations_audit_end BEFORE UPDATE OF audit_position, audit_hash ON organizations
WHEN NEW.audit_position <> OLD.audit_position + 1 BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: its end moves by one entry');
END;

DROP TRIGGER IF EXISTS brands_audit_end;
CREATE TRIGGER brands_audit_end BEFORE UPDATE OF audit_position, audit_hash ON brands
WHEN NEW.audit_position <> OLD.audit_position + 1 BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: its end moves by one entry');
END;
