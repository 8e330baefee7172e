DROP TABLE brand_mail_templates;
CREATE TABLE brand_logos (
    brand_id TEXT NOT NULL PRIMARY KEY REFERENCES brands (id),
    media_type TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
INSERT INTO brand_logos (brand_id, media_type, content, sha256)
    SELECT brand_id, media_type, content, sha256 FROM brand_images WHERE kind = 'logo';
DROP TABLE brand_images;
DROP TABLE brand_properties;
