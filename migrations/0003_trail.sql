-- Who did what to whose record. Rows are only ever added. detail: JSON of ids and codes, never names or what was written.
CREATE TABLE trail (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  -- NULL: the box by itself.
  staff_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  what TEXT NOT NULL,
  member_id TEXT REFERENCES member (id) ON DELETE RESTRICT,
  row_id TEXT,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX trail_member ON trail (member_id, seq);
CREATE INDEX trail_row ON trail (row_id, seq);
