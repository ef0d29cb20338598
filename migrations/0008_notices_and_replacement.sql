-- お知らせ, what the box knows of the receipt computers that send files, and レセコン入替.

CREATE TABLE notice (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('facility', 'known-issue', 'box')),
  origin TEXT NOT NULL CHECK (origin IN ('desk', 'file', 'box')),
  -- What it is called where it came from, so that a later word on the same thing finds it. NULL: written here.
  source_key TEXT,
  source_version INTEGER,
  -- Of the newest edition.
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT CHECK (status IN ('resolved', 'new-in-progress', 'watching', 'new-watching', 'paused')),
  affects TEXT NOT NULL,
  dated_on TEXT NOT NULL,
  edition INTEGER NOT NULL,
  -- Who acknowledged this edition or a later one has nothing unread.
  raised_edition INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
CREATE INDEX notice_newest ON notice (published_at, id) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX notice_source ON notice (source_key) WHERE source_key IS NOT NULL;

CREATE TABLE notice_edition (
  notice_id TEXT NOT NULL REFERENCES notice (id) ON DELETE RESTRICT,
  edition INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT,
  affects TEXT NOT NULL,
  dated_on TEXT NOT NULL,
  is_raised INTEGER NOT NULL CHECK (is_raised IN (0, 1)),
  -- NULL: the box by itself.
  staff_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  at INTEGER NOT NULL,
  PRIMARY KEY (notice_id, edition)
) STRICT;

-- 確認しました: the newest edition that this person acknowledged.
CREATE TABLE notice_acknowledgement (
  notice_id TEXT NOT NULL REFERENCES notice (id) ON DELETE RESTRICT,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  edition INTEGER NOT NULL,
  acknowledged_at INTEGER NOT NULL,
  PRIMARY KEY (notice_id, staff_id)
) STRICT;

-- Whose signed notice files are taken: Ed25519 public keys, 32 bytes.
CREATE TABLE notice_key (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  public_key BLOB NOT NULL,
  added_at INTEGER NOT NULL,
  added_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX notice_key_bytes ON notice_key (public_key) WHERE removed_at IS NULL;

-- Which receipt computer of its pharmacy code knows the patient by this code, gave the prescription this number: codes and numbers begin
-- anew with a new one. '' is the first.
ALTER TABLE patient ADD COLUMN system TEXT NOT NULL DEFAULT '';
DROP INDEX patient_foreign;
CREATE UNIQUE INDEX patient_foreign ON patient (pharmacy_code, system, code);
ALTER TABLE dispensing ADD COLUMN system TEXT NOT NULL DEFAULT '';
DROP INDEX dispensing_foreign;
CREATE UNIQUE INDEX dispensing_foreign ON dispensing (pharmacy_code, system, prescription_number);

-- What was learnt of the files of one pharmacy code, as JSON (server/domain/feed-profile.ts).
CREATE TABLE feed_profile (
  pharmacy_code TEXT PRIMARY KEY,
  profile TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE replacement (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('draft', 'applied', 'rolled-back', 'removed')),
  -- The six items, as far as they are filled in.
  facility_name TEXT NOT NULL,
  planned_on TEXT,
  old_maker TEXT NOT NULL,
  new_maker TEXT NOT NULL,
  contact_name TEXT NOT NULL,
  contact_phone TEXT NOT NULL,
  contact_mail TEXT NOT NULL,
  ids_change TEXT CHECK (ids_change IN ('yes', 'no')),
  pharmacy_code TEXT NOT NULL,
  -- Where the pairs came from, and when they were made; NULL: no dry run yet.
  matched_from TEXT CHECK (matched_from IN ('files', 'csv')),
  matched_at INTEGER,
  -- The feed's profile as it was before the change was applied: JSON.
  profile_before TEXT,
  applied_at INTEGER,
  applied_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  rolled_back_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX replacement_newest ON replacement (created_at, id);

-- One patient of the old receipt computer, and who that is in the new one.
CREATE TABLE replacement_pair (
  replacement_id TEXT NOT NULL REFERENCES replacement (id) ON DELETE RESTRICT,
  position INTEGER NOT NULL,
  old_patient_id TEXT NOT NULL REFERENCES patient (id) ON DELETE RESTRICT,
  list TEXT NOT NULL CHECK (list IN ('exact', 'probable', 'unmatched')),
  -- JSON array of codes.
  reasons TEXT NOT NULL,
  -- In the receipt computer that comes: the patient, if a file has come, and the code.
  new_patient_id TEXT,
  new_code TEXT,
  decision TEXT NOT NULL CHECK (decision IN ('open', 'confirmed', 'refused')),
  -- What applying made: a patient that no file had brought yet, the link.
  made_patient_id TEXT,
  registration_id TEXT,
  PRIMARY KEY (replacement_id, position)
) STRICT;
CREATE INDEX replacement_pair_list ON replacement_pair (replacement_id, list, decision, position);
-- Who was promised a code, and whether two were.
CREATE INDEX replacement_pair_code ON replacement_pair (new_code, replacement_id);
