-- What another institution or the person told is shown after a presentation, and as long as the pharmacy chose (docs/adr/0033).
-- days: calendar days in Asia/Tokyo, that of the presentation counted; NULL until the person withdraws it.
CREATE TABLE disclosure_setting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  days INTEGER CHECK (days IN (1, 3, 7, 30)),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO disclosure_setting (id, days, version) VALUES (1, 1, 1);

-- Opened without a presentation: by whom, of whom, why. It holds for that member of staff and the rest of that day.
CREATE TABLE disclosure_reason (
  id TEXT PRIMARY KEY,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  reason TEXT NOT NULL CHECK (reason IN ('shown-otherwise', 'asked', 'inquiry', 'dispensing', 'emergency', 'record', 'other')),
  note TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX disclosure_reason_of ON disclosure_reason (member_id, staff_id, at);

-- The person does not want it shown any longer: what was opened before is closed, until the next presentation.
CREATE TABLE disclosure_withdrawal (
  id TEXT PRIMARY KEY,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX disclosure_withdrawal_of ON disclosure_withdrawal (member_id, at);

CREATE TRIGGER disclosure_reason_stays BEFORE UPDATE ON disclosure_reason BEGIN SELECT RAISE(ABORT, 'reasons stay as they are'); END;
CREATE TRIGGER disclosure_reason_is_kept BEFORE DELETE ON disclosure_reason BEGIN SELECT RAISE(ABORT, 'reasons are kept'); END;
CREATE TRIGGER disclosure_withdrawal_stays BEFORE UPDATE ON disclosure_withdrawal
BEGIN SELECT RAISE(ABORT, 'withdrawals stay as they are'); END;
CREATE TRIGGER disclosure_withdrawal_is_kept BEFORE DELETE ON disclosure_withdrawal
BEGIN SELECT RAISE(ABORT, 'withdrawals are kept'); END;

-- The newest presentation of a member is the end of this index.
DROP INDEX visit_member;
CREATE INDEX visit_member ON visit (member_id, presented_at);
