-- People found by any part of their names, code, birth date or telephone number (docs/adr/0019).

-- As the newest file says, digits and hyphens, one blank between two numbers; '' none.
ALTER TABLE patient ADD COLUMN phones TEXT NOT NULL DEFAULT '';

-- One row a patient and one a member. sort_key: kana words, folded, in their order.
CREATE TABLE search_person (
  doc INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('patient', 'member')),
  person_id TEXT NOT NULL UNIQUE,
  sort_key TEXT NOT NULL
) STRICT;

-- Pairs of letters that stand side by side; a name typed is a phrase of them. Written and read by server/domain/search-text.ts alone.
CREATE VIRTUAL TABLE search_text USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

-- The index follows the change log: everything up to seq is in it. step: what a first building still has to go through, after which id.
CREATE TABLE search_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  step TEXT NOT NULL CHECK (step IN ('patient', 'member', 'done')),
  after TEXT NOT NULL
) STRICT;
