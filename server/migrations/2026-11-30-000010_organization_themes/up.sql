-- Design tokens over those of the organization's brand, as JSON.
ALTER TABLE organizations ADD COLUMN theme TEXT;
