-- Host names show a brand's portal once they are known to be the brand's: by a TXT record, or because the server's
-- administrator says so. Those that are there were written by the administrator.
ALTER TABLE brand_hosts ADD COLUMN token TEXT NOT NULL DEFAULT ''; -- what the TXT record says
ALTER TABLE brand_hosts ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE brand_hosts ADD COLUMN verified_at BIGINT;             -- null: it shows nothing yet
UPDATE brand_hosts SET verified_at = 0;
