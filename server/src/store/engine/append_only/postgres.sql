CREATE OR REPLACE FUNCTION audit_append() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    last BIGINT;
BEGIN
    IF NEW.org_id IS NULL THEN
        SELECT audit_position INTO last FROM brands WHERE id = NEW.brand_id;
    ELSE
        SELECT audit_position INTO last FROM organizations WHERE id = NEW.org_id;
    END IF;
    IF NEW.hash = '' OR last IS NULL OR NEW.position <> last + 1 THEN
        RAISE EXCEPTION 'the audit log is append-only: an entry follows the last one' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only: no % of it', lower(TG_OP) USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE FUNCTION audit_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The lock is taken by writing the same again.
    IF (NEW.audit_position, NEW.audit_hash) <> (OLD.audit_position, OLD.audit_hash)
        AND NEW.audit_position <> OLD.audit_position + 1
    THEN
        RAISE EXCEPTION 'the audit log is append-only: its end moves by one entry' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- A cut is open only while the statement runs that adds it.
CREATE OR REPLACE FUNCTION audit_delete() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_cuts WHERE org_id = OLD.org_id AND is_open AND position >= OLD.position
    ) THEN
        RAISE EXCEPTION 'the audit log is append-only: no delete of it' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

-- No role may delete entries: what adds a cut does, with the rights of the tables' owner.
CREATE OR REPLACE FUNCTION audit_cut_check() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    scope TEXT := coalesce(current_setting('app.scope', true), '');
    kept BIGINT;
    least BIGINT;
BEGIN
    -- The owner sees rows for maintenance only.
    PERFORM set_config('app.scope', 'maintenance', true);
    NEW.is_open := TRUE;
    IF EXISTS (SELECT 1 FROM audit_holds WHERE org_id IN ('', NEW.org_id)) THEN
        RAISE EXCEPTION 'the audit log is append-only: it is on hold' USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT retention_days INTO kept FROM audit_settings WHERE org_id = NEW.org_id;
    SELECT max(days) INTO least FROM audit_minimums
        WHERE brand_id IN ('', (SELECT brand_id FROM organizations WHERE id = NEW.org_id))
        HAVING count(*) FILTER (WHERE brand_id = '') > 0;
    IF kept IS NULL OR least IS NULL THEN
        RAISE EXCEPTION 'the audit log is append-only: it is kept for good' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.position <= (SELECT coalesce(max(position), 0) FROM audit_cuts WHERE org_id = NEW.org_id) OR NOT EXISTS (
        SELECT 1 FROM audit_events WHERE org_id = NEW.org_id AND position = NEW.position AND hash = NEW.hash
    ) THEN
        RAISE EXCEPTION 'the audit log is append-only: a cut goes on from the last one, to an entry that is there'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM audit_events
        WHERE org_id = NEW.org_id AND position <= NEW.position
            AND created_at > extract(epoch FROM clock_timestamp()) * 1000000 - greatest(kept, least) * 86400000000
    ) THEN
        RAISE EXCEPTION 'the audit log is append-only: what is not old enough is not deleted'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM audit_events e JOIN organizations o ON o.id = e.org_id AND o.audit_position = e.position
        WHERE e.org_id = NEW.org_id AND e.position = NEW.entry_position
            AND e.action = 'audit.entries_deleted' AND e.resource_id = NEW.position::text
    ) THEN
        RAISE EXCEPTION 'the audit log is append-only: its last entry has to say that it is cut'
            USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('app.scope', scope, true);
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION audit_cut_apply() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    scope TEXT := coalesce(current_setting('app.scope', true), '');
BEGIN
    PERFORM set_config('app.scope', 'maintenance', true);
    DELETE FROM audit_events WHERE org_id = NEW.org_id AND position <= NEW.position;
    UPDATE audit_cuts SET is_open = FALSE WHERE org_id = NEW.org_id AND position = NEW.position;
    PERFORM set_config('app.scope', scope, true);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION audit_cut_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT OLD.is_open OR NEW.is_open
        OR (NEW.org_id, NEW.position, NEW.hash, NEW.entry_position, NEW.retention_days, NEW.created_at)
            IS DISTINCT FROM (OLD.org_id, OLD.position, OLD.hash, OLD.entry_position, OLD.retention_days, OLD.created_at)
    THEN
        RAISE EXCEPTION 'the audit log is append-only: no cut is changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- `ENABLE ALWAYS`: a session that plays a replica fires them, too.
DROP TRIGGER IF EXISTS audit_append ON audit_events;
CREATE TRIGGER audit_append BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_append();
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_append;
DROP TRIGGER IF EXISTS audit_refuse ON audit_events;
CREATE TRIGGER audit_refuse BEFORE UPDATE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_refuse;
DROP TRIGGER IF EXISTS audit_delete ON audit_events;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_delete();
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_delete;
DROP TRIGGER IF EXISTS audit_refuse_truncate ON audit_events;
CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_refuse_truncate;
DROP TRIGGER IF EXISTS audit_end ON organizations;
CREATE TRIGGER audit_end BEFORE UPDATE OF audit_position, audit_hash ON organizations
    FOR EACH ROW EXECUTE FUNCTION audit_end();
ALTER TABLE organizations ENABLE ALWAYS TRIGGER audit_end;
DROP TRIGGER IF EXISTS audit_end ON brands;
CREATE TRIGGER audit_end BEFORE UPDATE OF audit_position, audit_hash ON brands
    FOR EACH ROW EXECUTE FUNCTION audit_end();
ALTER TABLE brands ENABLE ALWAYS TRIGGER audit_end;
DROP TRIGGER IF EXISTS audit_cut_check ON audit_cuts;
CREATE TRIGGER audit_cut_check BEFORE INSERT ON audit_cuts FOR EACH ROW EXECUTE FUNCTION audit_cut_check();
ALTER TABLE audit_cuts ENABLE ALWAYS TRIGGER audit_cut_check;
DROP TRIGGER IF EXISTS audit_cut_apply ON audit_cuts;
CREATE TRIGGER audit_cut_apply AFTER INSERT ON audit_cuts FOR EACH ROW EXECUTE FUNCTION audit_cut_apply();
ALTER TABLE audit_cuts ENABLE ALWAYS TRIGGER audit_cut_apply;
DROP TRIGGER IF EXISTS audit_cut_close ON audit_cuts;
CREATE TRIGGER audit_cut_close BEFORE UPDATE ON audit_cuts FOR EACH ROW EXECUTE FUNCTION audit_cut_close();
ALTER TABLE audit_cuts ENABLE ALWAYS TRIGGER audit_cut_close;
DROP TRIGGER IF EXISTS audit_cut_refuse ON audit_cuts;
CREATE TRIGGER audit_cut_refuse BEFORE DELETE ON audit_cuts FOR EACH ROW EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_cuts ENABLE ALWAYS TRIGGER audit_cut_refuse;
DROP TRIGGER IF EXISTS audit_cut_refuse_truncate ON audit_cuts;
CREATE TRIGGER audit_cut_refuse_truncate BEFORE TRUNCATE ON audit_cuts FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_cuts ENABLE ALWAYS TRIGGER audit_cut_refuse_truncate;
