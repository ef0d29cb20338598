-- Who is 未設定, newest visit first, a page at a time: one row a member as shown whom nothing flows to. Kept by the triggers below, since
-- links, merges, issues and replacements all change it. last_presented_at: 0 never.
CREATE TABLE unlinked_member (
  member_id TEXT PRIMARY KEY REFERENCES member (id),
  last_presented_at INTEGER NOT NULL
) STRICT;
CREATE INDEX unlinked_member_visit ON unlinked_member (last_presented_at, member_id);

CREATE VIEW unlinked_now AS
SELECT m.id AS member_id, coalesce((
  SELECT max(v.presented_at) FROM visit v
  WHERE v.member_id IN (SELECT m.id UNION ALL SELECT g.id FROM member g WHERE g.merged_into = m.id)
), 0) AS last_presented_at
FROM member m
WHERE m.merged_into IS NULL AND m.removed_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM auto_registration r
  WHERE r.removed_at IS NULL
    AND r.member_id IN (SELECT m.id UNION ALL SELECT g.id FROM member g WHERE g.merged_into = m.id)
);
INSERT INTO unlinked_member (member_id, last_presented_at) SELECT member_id, last_presented_at FROM unlinked_now;

CREATE TRIGGER unlinked_member_new AFTER INSERT ON member BEGIN
  INSERT INTO unlinked_member SELECT member_id, last_presented_at FROM unlinked_now WHERE member_id = new.id;
END;
CREATE TRIGGER unlinked_member_shown AFTER UPDATE OF merged_into, removed_at ON member BEGIN
  DELETE FROM unlinked_member WHERE member_id IN (new.id, old.merged_into, new.merged_into);
  INSERT INTO unlinked_member SELECT member_id, last_presented_at FROM unlinked_now
    WHERE member_id IN (new.id, old.merged_into, new.merged_into);
END;
CREATE TRIGGER unlinked_member_linked AFTER INSERT ON auto_registration BEGIN
  DELETE FROM unlinked_member
    WHERE member_id = (SELECT coalesce(merged_into, id) FROM member WHERE id = new.member_id);
  INSERT INTO unlinked_member SELECT member_id, last_presented_at FROM unlinked_now
    WHERE member_id = (SELECT coalesce(merged_into, id) FROM member WHERE id = new.member_id);
END;
CREATE TRIGGER unlinked_member_link_ended AFTER UPDATE OF removed_at ON auto_registration BEGIN
  DELETE FROM unlinked_member
    WHERE member_id = (SELECT coalesce(merged_into, id) FROM member WHERE id = new.member_id);
  INSERT INTO unlinked_member SELECT member_id, last_presented_at FROM unlinked_now
    WHERE member_id = (SELECT coalesce(merged_into, id) FROM member WHERE id = new.member_id);
END;
CREATE TRIGGER unlinked_member_link_gone AFTER DELETE ON auto_registration BEGIN
  DELETE FROM unlinked_member
    WHERE member_id = (SELECT coalesce(merged_into, id) FROM member WHERE id = old.member_id);
  INSERT INTO unlinked_member SELECT member_id, last_presented_at FROM unlinked_now
    WHERE member_id = (SELECT coalesce(merged_into, id) FROM member WHERE id = old.member_id);
END;
CREATE TRIGGER unlinked_member_visit_new AFTER INSERT ON visit WHEN new.member_id IS NOT NULL BEGIN
  UPDATE unlinked_member SET last_presented_at = new.presented_at
    WHERE member_id = (SELECT coalesce(merged_into, id) FROM member WHERE id = new.member_id)
      AND last_presented_at < new.presented_at;
END;

-- Columns that came without a value for rows that were there: filled from the kept bytes, newest file first. Everything from inbound
-- row "before" on has been looked through; 0 all.
CREATE TABLE refill (
  name TEXT PRIMARY KEY,
  before INTEGER NOT NULL
) STRICT;
INSERT INTO refill SELECT 'phones', coalesce(max(seq), 0) + 1 FROM inbound;

-- What a person said of somebody whose files were put aside (docs/adr/0023). same: the patient joined known_id, and "before" says what
-- brings it back; other: it stays a patient of its own.
CREATE TABLE stray_decision (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  kind TEXT NOT NULL CHECK (kind IN ('same', 'other')),
  known_id TEXT REFERENCES patient (id),
  before TEXT,
  decided_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL REFERENCES staff (id),
  undone_at INTEGER,
  undone_by TEXT REFERENCES staff (id)
) STRICT;
CREATE UNIQUE INDEX stray_decision_open ON stray_decision (patient_id) WHERE undone_at IS NULL;
CREATE INDEX stray_decision_at ON stray_decision (decided_at);
CREATE INDEX stray_decision_known ON stray_decision (known_id) WHERE undone_at IS NULL;

-- Deleted prescriptions of one patient, so that a file finds the one it corrects wherever it is.
-- A patient's prescription outside the first receipt computer's numbers: looked for with each file, and nearly always there is none.
CREATE INDEX dispensing_elsewhere ON dispensing (patient_id, prescription_number) WHERE system <> '';
CREATE INDEX dispensing_gone ON dispensing (patient_id) WHERE removed_at IS NOT NULL;

-- Members are indexed before patients now: an index that was being built begins anew.
DELETE FROM search_state WHERE step <> 'done';

-- Whose a card's record is: also of a member that an issue meant to make, and was undone.
CREATE INDEX card_issue_member ON card_issue (member_id);
