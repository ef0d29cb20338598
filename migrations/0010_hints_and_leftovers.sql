-- Answers to hints about duplication and conflict, the pharmacy's own interaction tables, and counts of leftovers (残薬).

-- A hint itself is computed and never stored. `key` stands for what it said; `said` is that, as JSON (contract/hint.ts), for those
-- who look back after its facts have changed.
CREATE TABLE hint_answer (
  id TEXT PRIMARY KEY,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  key TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('confirmed', 'inquired', 'not-applicable')),
  note TEXT NOT NULL,
  said TEXT NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  answered_at INTEGER NOT NULL,
  undone_at INTEGER,
  undone_by TEXT REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX hint_answer_standing ON hint_answer (member_id, key) WHERE undone_at IS NULL;

-- Imported by the pharmacy; none is shipped. Every version is kept, at most one is in use.
CREATE TABLE interaction_table (
  id TEXT PRIMARY KEY,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  rows INTEGER NOT NULL,
  is_used INTEGER NOT NULL CHECK (is_used IN (0, 1)),
  imported_at INTEGER NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX interaction_table_used ON interaction_table (is_used) WHERE is_used = 1;
CREATE INDEX interaction_table_at ON interaction_table (imported_at);

-- One line of a table. a_key, b_key: how a drug is found by it (server/domain/interaction-table.ts); a, b: as written.
CREATE TABLE interaction (
  table_id TEXT NOT NULL REFERENCES interaction_table (id) ON DELETE RESTRICT,
  a_key TEXT NOT NULL,
  b_key TEXT NOT NULL,
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('contraindicated', 'caution', 'reference')),
  text TEXT NOT NULL,
  PRIMARY KEY (table_id, a_key, b_key)
) STRICT, WITHOUT ROWID;

-- A count of leftovers and the reduction proposed from it; content is JSON (contract/leftovers.ts), the newest revision's.
CREATE TABLE leftovers (
  id TEXT PRIMARY KEY,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  content TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
CREATE INDEX leftovers_member ON leftovers (member_id, id) WHERE removed_at IS NULL;

-- Every version of it, by whom and when.
CREATE TABLE leftovers_revision (
  leftovers_id TEXT NOT NULL REFERENCES leftovers (id) ON DELETE RESTRICT,
  version INTEGER NOT NULL,
  content TEXT NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (leftovers_id, version)
) STRICT, WITHOUT ROWID;
