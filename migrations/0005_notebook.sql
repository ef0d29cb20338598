-- What people write into a member's notebook: からだの情報, メモ, 市販薬, and dispensings of elsewhere. An entry is added, corrected, taken
-- away and brought back; each of these is a revision, and none is ever lost. What it says is in the revision of the entry's version.
CREATE TABLE notebook_entry (
  id TEXT PRIMARY KEY,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL CHECK (kind IN ('body-note', 'memo', 'otc', 'outside-dispensing')),
  -- The day it stands under: of dispensing, or the first day of taking. '' where it has none.
  day_on TEXT NOT NULL,
  jan TEXT,
  version INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
CREATE INDEX notebook_entry_of ON notebook_entry (member_id, kind, day_on, id);
CREATE INDEX notebook_entry_jan ON notebook_entry (jan, id) WHERE jan IS NOT NULL;

CREATE TABLE notebook_revision (
  entry_id TEXT NOT NULL REFERENCES notebook_entry (id) ON DELETE RESTRICT,
  version INTEGER NOT NULL,
  deed TEXT NOT NULL CHECK (deed IN ('added', 'corrected', 'removed', 'restored')),
  at INTEGER NOT NULL,
  -- NULL: the box by itself.
  staff_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  -- Why it was taken away.
  reason TEXT,
  -- JSON, by kind: contract/{body-note,memo,otc,outside-dispensing}.ts.
  content TEXT NOT NULL,
  PRIMARY KEY (entry_id, version)
) STRICT, WITHOUT ROWID;
