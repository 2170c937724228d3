-- +goose Up
-- The truth: only added to. docs/LEDGER.md has the map, record.go the encodings.

CREATE TABLE records (
	seq   INTEGER PRIMARY KEY,      -- from 1, without a gap
	kind  INTEGER NOT NULL,
	hash  BLOB NOT NULL,            -- of this record and the one before
	key   BLOB NOT NULL,
	body  BLOB NOT NULL             -- packed
);
CREATE UNIQUE INDEX records_key ON records (key, kind);

CREATE TABLE captures (
	seq    INTEGER PRIMARY KEY,     -- of its record
	packed BLOB NOT NULL
);

-- Where to find versions in the order in which they became known, and by address.
CREATE TABLE versions (
	known   INTEGER NOT NULL,       -- microseconds since 1970 UTC
	id      TEXT NOT NULL,
	seq     INTEGER NOT NULL,       -- of its record
	address INTEGER NOT NULL,       -- first 8 bytes of the SHA-256 of the url
	PRIMARY KEY (known, id)
) WITHOUT ROWID;
CREATE INDEX versions_address ON versions (address);

-- The end of the chain, to tell when records are missing there.
CREATE TABLE head (
	id   INTEGER PRIMARY KEY CHECK (id = 1),
	seq  INTEGER NOT NULL,
	hash BLOB NOT NULL
);
INSERT INTO head (id, seq, hash) VALUES (1, 0, zeroblob(32));
