-- Everything derived. Dropped and made again when DerivedFormat changes (derived.go).

CREATE TABLE derived (
	id     INTEGER PRIMARY KEY CHECK (id = 1),
	format INTEGER NOT NULL,
	pos    INTEGER,                 -- last position marked
	forgot INTEGER,                 -- last position that cannot be taken back any more
	pairs  INTEGER NOT NULL,        -- how many keys there are, and the sum
	total  INTEGER NOT NULL         -- of their hashes: tells when one is changed
);

-- What crossdoc remembers.
CREATE TABLE memory (
	k BLOB PRIMARY KEY,
	v BLOB NOT NULL
) WITHOUT ROWID;

-- What it takes to go back before a position (undo.go).
CREATE TABLE undo (
	pos  INTEGER PRIMARY KEY,
	data BLOB NOT NULL
);

CREATE TABLE articles (
	pos       INTEGER PRIMARY KEY,
	id        TEXT NOT NULL,
	known     INTEGER NOT NULL,     -- microseconds since 1970 UTC, as all times here
	url       TEXT NOT NULL,
	outlet    TEXT NOT NULL,
	title     TEXT NOT NULL,
	language  TEXT NOT NULL,
	published TEXT NOT NULL,
	replaces  TEXT NOT NULL,
	story     TEXT NOT NULL,
	text_hash BLOB NOT NULL,
	body      BLOB NOT NULL,
	text      BLOB NOT NULL         -- packed
);
CREATE UNIQUE INDEX articles_id ON articles (id);
CREATE INDEX articles_known ON articles (known);
CREATE INDEX articles_story ON articles (story, pos) WHERE story <> '';

CREATE TABLE statements (
	num        INTEGER PRIMARY KEY, -- position * 4096 + number in the article (evidence.go)
	speaker_id TEXT NOT NULL,
	speaker    TEXT NOT NULL,
	mode       TEXT NOT NULL,
	act        TEXT NOT NULL,
	spans      BLOB NOT NULL,
	body       BLOB NOT NULL
);

CREATE TABLE evidence (
	claim  TEXT NOT NULL,
	num    INTEGER NOT NULL,        -- of the statement or sentence
	part   INTEGER NOT NULL,        -- which proposition of it, from 1
	stance TEXT NOT NULL,
	body   BLOB NOT NULL,
	PRIMARY KEY (claim, num, part)
) WITHOUT ROWID;
CREATE INDEX evidence_num ON evidence (num);

-- A row holds from pos until the position in ended; it holds still where that is null.
CREATE TABLE claims (
	id          TEXT NOT NULL,
	pos         INTEGER NOT NULL,
	ended       INTEGER,
	since       INTEGER NOT NULL,
	first       INTEGER NOT NULL,
	status      TEXT NOT NULL,
	phase       TEXT NOT NULL,
	story       TEXT NOT NULL,
	gist        TEXT NOT NULL,
	origins_min INTEGER NOT NULL,
	origins_max INTEGER NOT NULL,
	reach       INTEGER NOT NULL,
	body        BLOB NOT NULL,
	PRIMARY KEY (id, pos)
) WITHOUT ROWID;
CREATE INDEX claims_pos ON claims (pos, id);
CREATE INDEX claims_status ON claims (status, pos);
CREATE INDEX claims_story ON claims (story, pos) WHERE story <> '';

CREATE TABLE stories (
	id       TEXT NOT NULL,
	pos      INTEGER NOT NULL,
	ended    INTEGER,
	since    INTEGER NOT NULL,
	title    TEXT NOT NULL,
	begins   INTEGER,
	ends     INTEGER,
	articles INTEGER NOT NULL,
	body     BLOB NOT NULL,
	PRIMARY KEY (id, pos)
) WITHOUT ROWID;
CREATE INDEX stories_pos ON stories (pos, id);

-- Words. Texts are folded before (words.go), so that all databases find the same.
-- A row's number is that of the article or statement: newest first is backwards.
-- Tags are what is filtered by, each one word.
CREATE VIRTUAL TABLE article_words USING fts5 (
	title, text, lemmas, tags,
	content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE statement_words USING fts5 (
	text, lemmas, speaker, tags,
	content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
