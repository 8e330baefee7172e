CREATE OR REPLACE FUNCTION audit_append() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- `ENABLE ALWAYS`: a session that plays a replica fires them, too.
DROP TRIGGER IF EXISTS audit_append ON audit_events;
CREATE TRIGGER audit_append BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_append();
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_append;
DROP TRIGGER IF EXISTS audit_refuse ON audit_events;
CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_refuse;
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
