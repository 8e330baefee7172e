DROP TABLE api_key_uses;
-- Nothing before this knows what an organization's key may not do.
DELETE FROM api_keys WHERE org_id IS NOT NULL;
DROP INDEX api_keys_list;
DROP INDEX api_keys_previous_secret;
ALTER TABLE api_keys DROP COLUMN last_used_ip;
ALTER TABLE api_keys DROP COLUMN last_used_at;
ALTER TABLE api_keys DROP COLUMN previous_secret_ends_at;
ALTER TABLE api_keys DROP COLUMN previous_secret_used_at;
ALTER TABLE api_keys DROP COLUMN previous_secret_created_at;
ALTER TABLE api_keys DROP COLUMN previous_secret_hint;
ALTER TABLE api_keys DROP COLUMN previous_secret_hash;
ALTER TABLE api_keys DROP COLUMN secret_used_at;
ALTER TABLE api_keys DROP COLUMN secret_created_at;
ALTER TABLE api_keys DROP COLUMN secret_hint;
ALTER TABLE api_keys DROP COLUMN version;
ALTER TABLE api_keys DROP COLUMN networks;
ALTER TABLE api_keys DROP COLUMN created_by;
ALTER TABLE api_keys DROP COLUMN org_id;
