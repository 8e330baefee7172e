DROP INDEX organizations_name;
ALTER TABLE organizations DROP COLUMN sort_name;
DROP TABLE operators;
