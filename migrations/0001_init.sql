-- The first store: who works here, what came in, who the people are, what they were given, and what changed.
-- Instants (*_at) are integer milliseconds UTC, calendar dates (*_on) are YYYY-MM-DD text.

CREATE TABLE facility (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  has_second_factor INTEGER NOT NULL CHECK (has_second_factor IN (0, 1)),
  is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
  -- Card ids are stored only as HMAC-SHA-256 under this key.
  card_key BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('pharmacist', 'clerk', 'admin', 'maintainer')),
  password_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  token_hash BLOB PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_staff ON session (staff_id);
CREATE INDEX session_seen ON session (seen_at);

-- Every file that ever came in, with its bytes. The same bytes under the same name are one row.
CREATE TABLE inbound (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  folder TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  sent_at TEXT,
  received_at INTEGER NOT NULL,
  -- dismissed: was rejected; somebody has seen to it, or a later file of the same prescription was read.
  state TEXT NOT NULL CHECK (state IN ('queued', 'done', 'rejected', 'dismissed')),
  attempts INTEGER NOT NULL,
  issues TEXT,
  -- Digits of the file name without the revision: files of one prescription share it.
  stem TEXT NOT NULL,
  -- NULL only for a file refused for its size, which stays in its folder.
  bytes BLOB
) STRICT;
CREATE UNIQUE INDEX inbound_content ON inbound (name, sha256);
CREATE INDEX inbound_state ON inbound (state, seq);
CREATE INDEX inbound_rejected_stem ON inbound (stem) WHERE state = 'rejected';

CREATE TABLE patient (
  id TEXT PRIMARY KEY,
  pharmacy_code TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kana TEXT NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('male', 'female', 'unknown')),
  birth_on TEXT,
  -- Search keys: width, small and voiced kana, variant kanji folded.
  name_key TEXT NOT NULL,
  kana_key TEXT NOT NULL,
  -- Send time of the newest file these facts came from: an older file never overwrites them.
  sent_at TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX patient_foreign ON patient (pharmacy_code, code);
-- Codes are padded with zeros that nobody types.
CREATE INDEX patient_code ON patient (ltrim(code, '0'));
CREATE INDEX patient_name ON patient (name_key);
CREATE INDEX patient_kana ON patient (kana_key);
CREATE INDEX patient_birth ON patient (birth_on);

CREATE TABLE member (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kana TEXT NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('male', 'female', 'unknown')),
  birth_on TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- お薬自動登録: this patient's dispensings flow into this member's notebook.
CREATE TABLE auto_registration (
  id TEXT PRIMARY KEY,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  patient_id TEXT NOT NULL REFERENCES patient (id) ON DELETE RESTRICT,
  registered_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX auto_registration_patient ON auto_registration (patient_id) WHERE removed_at IS NULL;
CREATE INDEX auto_registration_member ON auto_registration (member_id) WHERE removed_at IS NULL;

CREATE TABLE card (
  id TEXT PRIMARY KEY,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  id_hash BLOB NOT NULL UNIQUE,
  issued_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX card_member ON card (member_id);

-- 手帳提示. A touch of an unknown card is a visit without a member.
CREATE TABLE visit (
  id TEXT PRIMARY KEY,
  member_id TEXT REFERENCES member (id) ON DELETE RESTRICT,
  card_hash BLOB,
  via TEXT NOT NULL CHECK (via IN ('card', 'code', 'qr', 'manual')),
  reader TEXT,
  presented_at INTEGER NOT NULL,
  presented_on TEXT NOT NULL
) STRICT;
CREATE INDEX visit_day ON visit (presented_on, id);
CREATE INDEX visit_member ON visit (member_id);

-- 調剤: the current state of one prescription number of one pharmacy. content is the whole record as JSON (contract/dispensing.ts).
CREATE TABLE dispensing (
  id TEXT PRIMARY KEY,
  pharmacy_code TEXT NOT NULL,
  prescription_number TEXT NOT NULL,
  patient_id TEXT REFERENCES patient (id) ON DELETE RESTRICT,
  inbound_seq INTEGER NOT NULL REFERENCES inbound (seq) ON DELETE RESTRICT,
  action TEXT NOT NULL CHECK (action IN ('new', 'update', 'delete')),
  revision INTEGER NOT NULL,
  sent_at TEXT,
  patient_code TEXT,
  dispensed_on TEXT,
  received_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  -- A deleted dispensing stays as a tombstone; a later file lifts it.
  removed_at INTEGER,
  -- NULL when a delete came for a number never seen before.
  content TEXT
) STRICT;
CREATE UNIQUE INDEX dispensing_foreign ON dispensing (pharmacy_code, prescription_number);
CREATE INDEX dispensing_day ON dispensing (dispensed_on, inbound_seq) WHERE removed_at IS NULL;
CREATE INDEX dispensing_patient ON dispensing (patient_id, dispensed_on, inbound_seq) WHERE removed_at IS NULL;

-- Every file a dispensing was made from; the bytes are in inbound.
CREATE TABLE dispensing_revision (
  inbound_seq INTEGER PRIMARY KEY REFERENCES inbound (seq) ON DELETE RESTRICT,
  dispensing_id TEXT NOT NULL REFERENCES dispensing (id) ON DELETE RESTRICT,
  action TEXT NOT NULL CHECK (action IN ('new', 'update', 'delete')),
  revision INTEGER NOT NULL,
  sent_at TEXT,
  -- What was odd about its place among the others, as JSON.
  warnings TEXT NOT NULL
) STRICT;
CREATE INDEX dispensing_revision_of ON dispensing_revision (dispensing_id, inbound_seq);

-- What changed, in the box's own order. Pages catch up by seq. No patient data.
CREATE TABLE change (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  noun TEXT NOT NULL,
  row_id TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
