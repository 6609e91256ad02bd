CREATE TABLE account (
    name TEXT NOT NULL PRIMARY KEY,
    paused_code TEXT,
    paused_message TEXT,
    paused_remedy TEXT,
    cooldown_until INTEGER,
    kept TEXT NOT NULL,
    sealed_token BLOB,
    token_expires INTEGER,
    fingerprint TEXT,
    failures INTEGER NOT NULL,
    open_until INTEGER
) STRICT;

CREATE TABLE account_lease (
    account TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    term INTEGER NOT NULL,
    ends INTEGER NOT NULL
) STRICT;

CREATE TABLE attempt (
    id TEXT NOT NULL PRIMARY KEY,
    posting INTEGER NOT NULL REFERENCES posting (id),
    epoch INTEGER NOT NULL,
    operation TEXT NOT NULL,
    generation INTEGER NOT NULL,
    exchange TEXT NOT NULL,
    revision TEXT,
    content_hash TEXT,
    started_at INTEGER NOT NULL,
    ending TEXT NOT NULL,
    ended_at INTEGER,
    verdict TEXT,
    reason TEXT
) STRICT;

CREATE INDEX attempt_posting ON attempt (posting, started_at);

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    posting INTEGER NOT NULL REFERENCES posting (id),
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    witness TEXT,
    exchange TEXT,
    url TEXT,
    content_hash TEXT,
    note TEXT NOT NULL
) STRICT;

CREATE INDEX evidence_posting ON evidence (posting, at);

CREATE TABLE exchange (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    call TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    request TEXT NOT NULL,
    ended_at INTEGER,
    status INTEGER,
    reply TEXT
) STRICT;

CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL
) STRICT;

CREATE TABLE lookup (
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (account, name, question)
) STRICT;

CREATE TABLE posting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reference TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    account TEXT NOT NULL,
    places TEXT NOT NULL,
    language TEXT NOT NULL,
    opened INTEGER NOT NULL,
    adapter TEXT NOT NULL,
    place_label TEXT,
    desired_present INTEGER NOT NULL,
    desired_revision TEXT,
    generation INTEGER NOT NULL,
    applied_generation INTEGER NOT NULL,
    renewals_asked INTEGER NOT NULL,
    renewals_done INTEGER NOT NULL,
    not_before INTEGER,
    state TEXT NOT NULL,
    witness TEXT,
    review TEXT NOT NULL,
    observed TEXT NOT NULL,
    creation INTEGER NOT NULL,
    accepted_revision TEXT,
    accepted_hash TEXT,
    accepted_values TEXT,
    accepted_at INTEGER,
    sent_revision TEXT,
    sent_hash TEXT,
    sent_values TEXT,
    sent_at INTEGER,
    kept TEXT NOT NULL,
    minted TEXT NOT NULL,
    first_sent INTEGER,
    changed INTEGER,
    phase TEXT NOT NULL,
    due_at INTEGER,
    tries INTEGER NOT NULL,
    unknown_since INTEGER,
    unknown_operation TEXT,
    absences INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until INTEGER,
    error_code TEXT,
    error_message TEXT,
    error_remedy TEXT,
    findings TEXT NOT NULL
) STRICT;

CREATE INDEX posting_account ON posting (account, role, places, language);

CREATE INDEX posting_due ON posting (account, due_at) WHERE phase IN ('due', 'ambiguous');

CREATE UNIQUE INDEX posting_key ON posting (role, account, places, language);

CREATE INDEX posting_leased ON posting (lease_until) WHERE phase = 'leased';

CREATE TABLE rate_window (
    key TEXT NOT NULL PRIMARY KEY,
    memory TEXT NOT NULL
) STRICT;

CREATE TABLE revision (
    hash TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    content BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE watch (
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    posting INTEGER REFERENCES posting (id),
    account TEXT NOT NULL,
    operation TEXT,
    generation INTEGER NOT NULL,
    due_at INTEGER,
    readings INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    cursor TEXT,
    kept TEXT NOT NULL,
    UNIQUE (owner, name)
) STRICT;

CREATE INDEX watch_account ON watch (account, due_at);

CREATE INDEX watch_due ON watch (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX watch_posting ON watch (posting) WHERE posting IS NOT NULL;

PRAGMA user_version = 3;
