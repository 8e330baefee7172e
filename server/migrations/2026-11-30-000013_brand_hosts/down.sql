DELETE FROM brand_hosts WHERE verified_at IS NULL;
ALTER TABLE brand_hosts DROP COLUMN verified_at;
ALTER TABLE brand_hosts DROP COLUMN created_at;
ALTER TABLE brand_hosts DROP COLUMN token;
