DROP INDEX user_sessions_sso;
DROP TABLE sso_sign_ins;
DROP TABLE sso_break_glass;
DROP TABLE sso_policies;
DROP TABLE sso_domains;
DROP TABLE sso_identities;
DROP TABLE sso_connections;
