ALTER TABLE organizations DROP COLUMN require_second_factor;
ALTER TABLE brands DROP COLUMN require_second_factor;
DROP TABLE passkey_challenges;
DROP TABLE pending_sign_ins;
DROP TABLE recovery_codes;
DROP TABLE passkeys;
DROP TABLE code_seeds;
