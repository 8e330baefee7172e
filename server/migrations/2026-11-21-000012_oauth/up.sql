-- OAuth 2.0 for public clients: programs without a secret of their own, which people let act for them.

CREATE TABLE oauth_clients (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    name TEXT NOT NULL,         -- what people are asked to trust
    redirect_uris TEXT NOT NULL, -- JSON array
    scopes TEXT NOT NULL,       -- JSON array of permissions: the most that it may ask for
    created_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE INDEX oauth_clients_brand ON oauth_clients (brand_id, id);

-- What a person has agreed to, for one client in one organization.
CREATE TABLE oauth_consents (
    client_id TEXT NOT NULL REFERENCES oauth_clients (id),
    org_id TEXT NOT NULL REFERENCES organizations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    scopes TEXT NOT NULL,       -- JSON array of permissions
    created_at BIGINT NOT NULL,
    PRIMARY KEY (client_id, org_id, user_id)
);
CREATE INDEX oauth_consents_user ON oauth_consents (user_id, client_id);

-- One sign-in with a client: the authorization code, and every token that comes from it.
CREATE TABLE oauth_grants (
    id TEXT NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES oauth_clients (id),
    brand_id TEXT NOT NULL REFERENCES brands (id),
    org_id TEXT NOT NULL REFERENCES organizations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    scopes TEXT NOT NULL,       -- JSON array of permissions
    redirect_uri TEXT NOT NULL, -- as it was asked for
    code_hash TEXT NOT NULL UNIQUE,
    code_challenge TEXT NOT NULL, -- of the method S256
    code_expires_at BIGINT NOT NULL,
    code_used_at BIGINT,
    generation BIGINT NOT NULL, -- of the refresh token that is good; 0: the code was not exchanged yet
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,    -- when it last gave tokens
    idle_expires_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX oauth_grants_org ON oauth_grants (org_id, user_id, client_id);
CREATE INDEX oauth_grants_user ON oauth_grants (user_id);
CREATE INDEX oauth_grants_client ON oauth_grants (client_id);
CREATE INDEX oauth_grants_idle ON oauth_grants (idle_expires_at);

CREATE TABLE oauth_access_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    grant_id TEXT NOT NULL REFERENCES oauth_grants (id),
    generation BIGINT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,       -- JSON array of permissions: the grant's, or fewer
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX oauth_access_tokens_grant ON oauth_access_tokens (grant_id, generation);
CREATE INDEX oauth_access_tokens_end ON oauth_access_tokens (expires_at);

-- Each is exchanged for the next. Those that were are kept: who shows one again is not who was given the next.
CREATE TABLE oauth_refresh_tokens (
    token_hash TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organizations (id),
    grant_id TEXT NOT NULL REFERENCES oauth_grants (id),
    generation BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX oauth_refresh_tokens_grant ON oauth_refresh_tokens (grant_id, generation);
