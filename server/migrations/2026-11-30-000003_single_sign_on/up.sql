-- Single sign-on of organizations, by OpenID Connect. Moments are microseconds since 1970 (UTC).

CREATE TABLE sso_connections (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret TEXT,         -- encrypted; null: a public client
    scopes TEXT NOT NULL,       -- JSON array
    role_rules TEXT NOT NULL,   -- JSON array: the first that fits counts
    default_role TEXT,          -- null: whom no rule fits is refused
    just_in_time BOOLEAN NOT NULL, -- whether somebody new becomes a member
    state TEXT NOT NULL,        -- draft, active, disabled
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX sso_connections_org ON sso_connections (org_id, id);

-- Who is who: by issuer and subject, and by nothing else. In one organization: its provider vouches for nobody elsewhere.
CREATE TABLE sso_identities (
    org_id TEXT NOT NULL REFERENCES organizations (id),
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    connection_id TEXT NOT NULL, -- the one that was used last
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    acr TEXT,                   -- how the provider says that the person signed in there
    authenticated_at BIGINT,    -- and when
    PRIMARY KEY (org_id, issuer, subject)
);
CREATE INDEX sso_identities_user ON sso_identities (user_id, org_id);

CREATE TABLE sso_domains (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    brand_id TEXT NOT NULL REFERENCES brands (id),
    domain TEXT NOT NULL,       -- lower case, ASCII
    token TEXT NOT NULL,        -- what the TXT record has to say
    created_at BIGINT NOT NULL,
    checked_at BIGINT,
    verified_at BIGINT,
    UNIQUE (org_id, domain)
);
CREATE UNIQUE INDEX sso_domains_verified ON sso_domains (brand_id, domain) WHERE verified_at IS NOT NULL;

-- Organizations that let people in by single sign-on alone.
CREATE TABLE sso_policies (
    org_id TEXT NOT NULL PRIMARY KEY REFERENCES organizations (id),
    required BOOLEAN NOT NULL,
    updated_at BIGINT NOT NULL
);

-- The owners who get in another way all the same.
CREATE TABLE sso_break_glass (
    org_id TEXT NOT NULL REFERENCES organizations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    PRIMARY KEY (org_id, user_id)
);

-- Sign-ins that are at a provider at this moment. Nonce and code verifier are derived from the browser's secret.
CREATE TABLE sso_sign_ins (
    state_hash TEXT NOT NULL PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    user_id TEXT,               -- who links an account, and does not sign in
    return_to TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sso_sign_ins_end ON sso_sign_ins (expires_at);
CREATE INDEX user_sessions_sso ON user_sessions (sso_connection_id);
