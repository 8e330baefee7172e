-- Mails that wait to be sent, and what became of those that were.
CREATE TABLE mail_queue (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brands (id),
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,            -- address, lower case
    recipient_key TEXT NOT NULL,        -- the mailbox that counts for the quota: the address without what follows a +
    locale TEXT NOT NULL,
    sealed TEXT,                        -- what it says, encrypted; null as soon as nobody needs it any more
    state TEXT NOT NULL,                -- waiting, sent, failed, withheld
    attempts INTEGER NOT NULL,
    due_at BIGINT NOT NULL,             -- when to try next; while somebody tries: when somebody else may
    taken_at BIGINT,                    -- when it was tried first: from then on it counts for the quota
    expires_at BIGINT,                  -- after this it is of no use to the recipient
    finished_at BIGINT,
    failure TEXT,                       -- why it did not go out
    created_at BIGINT NOT NULL
);
CREATE INDEX mail_queue_due ON mail_queue (due_at) WHERE state = 'waiting';
CREATE INDEX mail_queue_quota ON mail_queue (brand_id, recipient_key, taken_at);
CREATE INDEX mail_queue_finished ON mail_queue (finished_at);

-- The secret of the link in an invitation's mail, as SHA-256. Null: it was never sent.
ALTER TABLE invitations ADD COLUMN secret_hash TEXT;
CREATE UNIQUE INDEX invitations_secret ON invitations (secret_hash);
