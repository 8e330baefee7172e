-- What organizations are entitled to. The lists that brands and organizations have are in their rows. Moments are microseconds
-- since 1970 (UTC).

-- Named sets of a brand's features.
CREATE TABLE plans (
    brand_id TEXT NOT NULL REFERENCES brands (id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    features TEXT NOT NULL,     -- JSON array
    created_at BIGINT NOT NULL,
    PRIMARY KEY (brand_id, key)
);

-- Which plan of its brand an organization has. No row: none, and what the brand offers.
CREATE TABLE organization_plans (
    org_id TEXT NOT NULL PRIMARY KEY REFERENCES organizations (id),
    plan_key TEXT NOT NULL
);

-- What is said of one feature: for all ('' as the owner), for a brand's organizations (its id), or for one organization (its
-- id).
CREATE TABLE feature_switches (
    owner TEXT NOT NULL,
    feature TEXT NOT NULL,
    is_on BOOLEAN NOT NULL,
    percentage BIGINT CHECK (percentage >= 0 AND percentage <= 100), -- of organizations; null: all
    ends_at BIGINT,             -- from then on it counts no more
    created_at BIGINT NOT NULL,
    PRIMARY KEY (owner, feature)
);
