-- お薬自動登録 and 統合: who set a link, and members that turned out to be one person.

-- This member's record is shown as another's: the id of the one that is kept, never of one that is itself merged. Nothing of the record
-- is rewritten, so that taking it back is exact.
ALTER TABLE member ADD COLUMN merged_into TEXT REFERENCES member (id) ON DELETE RESTRICT;
CREATE INDEX member_merged ON member (merged_into) WHERE merged_into IS NOT NULL;

-- Who set a link and who took it back; NULL: the box by itself, or a link older than this column.
ALTER TABLE auto_registration ADD COLUMN registered_by TEXT REFERENCES staff (id) ON DELETE RESTRICT;
ALTER TABLE auto_registration ADD COLUMN removed_by TEXT REFERENCES staff (id) ON DELETE RESTRICT;
-- Every link a member ever had, also those that were taken back.
CREATE INDEX auto_registration_history ON auto_registration (member_id, registered_at);

-- One act of merging, as JSON: the kept member's facts as they were before, and those that were chosen.
CREATE TABLE merge (
  id TEXT PRIMARY KEY,
  kept_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  gone_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  merged_at INTEGER NOT NULL,
  merged_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  kept_facts TEXT NOT NULL,
  chosen_facts TEXT NOT NULL,
  undone_at INTEGER,
  undone_by TEXT REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX merge_gone ON merge (gone_id) WHERE undone_at IS NULL;
CREATE INDEX merge_kept ON merge (kept_id, merged_at);
CREATE INDEX merge_gone_history ON merge (gone_id, merged_at);
