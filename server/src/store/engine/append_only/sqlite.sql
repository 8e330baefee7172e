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

DROP TRIGGER IF EXISTS audit_events_delete;
CREATE TRIGGER audit_events_delete BEFORE DELETE ON audit_events BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only: no entry is deleted');
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
