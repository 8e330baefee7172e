-- What a brand shows of itself, beside its name and its support's address.

CREATE TABLE brand_properties (
    brand_id TEXT NOT NULL REFERENCES brands (id),
    property TEXT NOT NULL,         -- legal_name, imprint_url, sender_address, ...
    value TEXT NOT NULL,
    PRIMARY KEY (brand_id, property)
);

-- Its pictures. Each is served at an address with its hash.
CREATE TABLE brand_images (
    brand_id TEXT NOT NULL REFERENCES brands (id),
    kind TEXT NOT NULL,             -- logo, favicon
    media_type TEXT NOT NULL,
    content TEXT NOT NULL,          -- base64
    sha256 TEXT NOT NULL,
    PRIMARY KEY (brand_id, kind)
);
INSERT INTO brand_images (brand_id, kind, media_type, content, sha256)
    SELECT brand_id, 'logo', media_type, content, sha256 FROM brand_logos;
DROP TABLE brand_logos;

-- Its own words for a kind of mail, in one language.
CREATE TABLE brand_mail_templates (
    brand_id TEXT NOT NULL REFERENCES brands (id),
    kind TEXT NOT NULL,             -- as in mail_queue, without what follows a dot
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,             -- paragraphs, with empty lines between them
    PRIMARY KEY (brand_id, kind, language)
);
