-- ご意見: what staff say about the box. Kept here, handed over by an admin as a file.
CREATE TABLE feedback (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL CHECK (kind IN ('wish', 'trouble', 'question', 'praise')),
  -- The page it was written on: its name, never its address.
  page TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;

-- Whom to ask when the manual does not know: one card for the pharmacy, corrected in place.
CREATE TABLE support_contact (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  hours TEXT NOT NULL,
  note TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;
