-- 会員設定: corrected facts, stopped cards, codes that hand a notebook to a phone. 処方箋: images as they were re-encoded.

-- A member's facts before each correction. Rows are only ever added.
CREATE TABLE member_revision (
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  -- The version these facts were.
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  kana TEXT NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('male', 'female', 'unknown')),
  birth_on TEXT,
  replaced_at INTEGER NOT NULL,
  replaced_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  PRIMARY KEY (member_id, version)
) STRICT;

-- Why a card is stopped; the row goes when the card is taken into use again, the trail keeps both.
CREATE TABLE card_revocation (
  card_id TEXT PRIMARY KEY REFERENCES card (id) ON DELETE RESTRICT,
  reason TEXT NOT NULL CHECK (reason IN ('lost', 'broken', 'returned', 'other')),
  revoked_by TEXT REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;

-- アプリ会員登録用QRコード. Of the code itself only the digest is kept. One touch of a card gives one code.
CREATE TABLE registration_code (
  id TEXT PRIMARY KEY,
  code_hash BLOB NOT NULL UNIQUE,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  visit_id TEXT NOT NULL UNIQUE REFERENCES visit (id) ON DELETE RESTRICT,
  medium TEXT NOT NULL CHECK (medium IN ('spot', 'paper')),
  given_by TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  given_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  -- Digest of what the phone was given, so that the same phone may ask twice.
  used_phone BLOB,
  revoked_at INTEGER,
  revoked_by TEXT REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX registration_code_member ON registration_code (member_id, id);
CREATE INDEX visit_counter ON visit (counter_id, presented_at, id);

-- A phone on the LAN may send images with this code, until it says that it is done. Only the digest is kept.
CREATE TABLE upload_ticket (
  id TEXT PRIMARY KEY,
  code_hash BLOB NOT NULL UNIQUE,
  member_id TEXT REFERENCES member (id) ON DELETE RESTRICT,
  given_by TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  given_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  -- The phone that sent the first image; no other may send with the same code.
  phone BLOB,
  closed_at INTEGER
) STRICT;

-- 処方箋. A deleted image keeps its row, without the image and without whose it was.
CREATE TABLE image (
  id TEXT PRIMARY KEY,
  received_at INTEGER NOT NULL,
  received_on TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('phone', 'file')),
  -- Made by the sender for each image, so that one that is sent twice is one row.
  upload_key TEXT NOT NULL UNIQUE,
  ticket_id TEXT REFERENCES upload_ticket (id) ON DELETE RESTRICT,
  received_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  member_id TEXT REFERENCES member (id) ON DELETE RESTRICT,
  patient_id TEXT REFERENCES patient (id) ON DELETE RESTRICT,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  -- Quarter turns to the right for whoever looks at it; the stored image stays as it is.
  turns INTEGER NOT NULL CHECK (turns BETWEEN 0 AND 3),
  done_at INTEGER,
  done_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  deleted_at INTEGER,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX image_open ON image (id) WHERE deleted_at IS NULL AND done_at IS NULL;
CREATE INDEX image_done ON image (done_at, id) WHERE deleted_at IS NULL AND done_at IS NOT NULL;
CREATE INDEX image_of_member ON image (member_id, id) WHERE deleted_at IS NULL;
CREATE INDEX image_of_patient ON image (patient_id, id) WHERE deleted_at IS NULL;
CREATE INDEX image_of_ticket ON image (ticket_id);

CREATE TABLE image_bytes (
  image_id TEXT PRIMARY KEY REFERENCES image (id) ON DELETE RESTRICT,
  jpeg BLOB NOT NULL,
  thumbnail BLOB NOT NULL
) STRICT;

-- Days an image is kept after it was marked as done; 0: for ever.
CREATE TABLE image_setting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  kept_days INTEGER NOT NULL CHECK (kept_days BETWEEN 0 AND 3660),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO image_setting (id, kept_days, version) VALUES (1, 90, 1);
