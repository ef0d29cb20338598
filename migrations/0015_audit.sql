-- Who saw or changed what of whom, from where, with what result. Rows are only ever added; each one's hash covers the hash before it.
-- Ids only: never names, kana or dates of birth. Persons are no foreign keys: somebody may have asked for an id that nobody has.
CREATE TABLE audit (
  -- Without gaps, given inside the transaction: a missing number is a missing row.
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  -- NULL: the box by itself, or a phone without sign-in.
  staff_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  device_id TEXT,
  -- 代行入力: in whose name it was done.
  on_behalf_of TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  address TEXT,
  member_id TEXT,
  patient_id TEXT,
  -- Of what: id of the card, image, draft …
  row_id TEXT,
  what TEXT NOT NULL,
  -- 'ok', or the code of the answer that refused.
  result TEXT NOT NULL,
  -- Further persons of one answer: their ids with blanks between them, a bounded number.
  shown TEXT,
  -- JSON of numbers and codes.
  detail TEXT,
  -- A deed that trail tells of; its row is covered by this row's hash.
  trail_seq INTEGER REFERENCES trail (seq) ON DELETE RESTRICT,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_staff ON audit (staff_id, seq);
CREATE INDEX audit_member ON audit (member_id, seq) WHERE member_id IS NOT NULL;
CREATE INDEX audit_patient ON audit (patient_id, seq) WHERE patient_id IS NOT NULL;
CREATE INDEX audit_shown ON audit (seq) WHERE shown IS NOT NULL;
CREATE UNIQUE INDEX audit_trail ON audit (trail_seq) WHERE trail_seq IS NOT NULL;

-- Where the chain ends: what was cut off at the end is missed.
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;

-- Each check of the whole chain, and the first row that was wrong.
CREATE TABLE audit_check (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  head BLOB NOT NULL,
  broken_seq INTEGER,
  -- NULL: the chain holds.
  why TEXT,
  -- Of a broken chain: how many places are wrong, and the last of them.
  faults INTEGER NOT NULL DEFAULT 0,
  last_seq INTEGER
) STRICT;

-- 月次点検: who looked through a month, and where the chain stood then. A month may be signed more than once.
CREATE TABLE audit_review (
  id TEXT PRIMARY KEY,
  month TEXT NOT NULL,
  at INTEGER NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  remark TEXT NOT NULL,
  -- Rows of the month as the page showed them, and as the box counted them when it was signed.
  rows INTEGER NOT NULL,
  counted INTEGER NOT NULL,
  head_seq INTEGER NOT NULL,
  head_hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_review_month ON audit_review (month, at);

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stay as they are'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are kept'); END;
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head WHEN NEW.seq <> OLD.seq + 1
BEGIN SELECT RAISE(ABORT, 'the head goes on row by row'); END;
CREATE TRIGGER audit_head_is_kept BEFORE DELETE ON audit_head BEGIN SELECT RAISE(ABORT, 'the head is kept'); END;
CREATE TRIGGER audit_check_stays BEFORE UPDATE ON audit_check BEGIN SELECT RAISE(ABORT, 'checks stay as they are'); END;
CREATE TRIGGER audit_check_is_kept BEFORE DELETE ON audit_check BEGIN SELECT RAISE(ABORT, 'checks are kept'); END;
CREATE TRIGGER audit_review_stays BEFORE UPDATE ON audit_review BEGIN SELECT RAISE(ABORT, 'reviews stay as they are'); END;
CREATE TRIGGER audit_review_is_kept BEFORE DELETE ON audit_review BEGIN SELECT RAISE(ABORT, 'reviews are kept'); END;
-- REPLACE takes the old row away without asking the triggers above.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq) OR EXISTS (SELECT 1 FROM audit WHERE trail_seq = NEW.trail_seq)
BEGIN SELECT RAISE(ABORT, 'audit rows are kept'); END;
CREATE TRIGGER audit_head_is_not_replaced BEFORE INSERT ON audit_head WHEN EXISTS (SELECT 1 FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'the head is kept'); END;
CREATE TRIGGER audit_check_is_not_replaced BEFORE INSERT ON audit_check
WHEN EXISTS (SELECT 1 FROM audit_check WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'checks are kept'); END;
CREATE TRIGGER audit_review_is_not_replaced BEFORE INSERT ON audit_review
WHEN EXISTS (SELECT 1 FROM audit_review WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'reviews are kept'); END;
CREATE TRIGGER trail_is_not_replaced BEFORE INSERT ON trail WHEN EXISTS (SELECT 1 FROM trail WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'trail rows are kept'); END;
CREATE TRIGGER trail_stays BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'trail rows stay as they are'); END;
CREATE TRIGGER trail_is_kept BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'trail rows are kept'); END;

-- 代行入力: in whose name somebody else typed it. NULL: in their own.
ALTER TABLE notebook_revision ADD COLUMN on_behalf_of TEXT REFERENCES staff (id) ON DELETE RESTRICT;
ALTER TABLE leftovers_revision ADD COLUMN on_behalf_of TEXT REFERENCES staff (id) ON DELETE RESTRICT;
