-- Counters, the readers that belong to them, what each reader went through, satellites, codes that were read.

CREATE TABLE counter (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX counter_name ON counter (name) WHERE removed_at IS NULL;

-- Every card reader and scanner ever seen, by its key: USB numbers with serial or port, never the name a service makes up.
CREATE TABLE reader (
  id TEXT PRIMARY KEY,
  device TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('virtual', 'pcsc', 'serial', 'hid')),
  label TEXT NOT NULL,
  satellite TEXT,
  counter_id TEXT REFERENCES counter (id) ON DELETE RESTRICT,
  -- カードリーダー設定 as a person left it.
  is_wanted INTEGER NOT NULL CHECK (is_wanted IN (0, 1)),
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  last_used_at INTEGER,
  -- Failures, and runs of them that were given up, since a card was last read.
  failures_in_row INTEGER NOT NULL,
  given_up_in_row INTEGER NOT NULL,
  -- How a scanner was set up: the ends of its codes, and what it puts before a part of a divided one.
  scan_framing TEXT NOT NULL CHECK (scan_framing IN ('idle', 'stx-etx')),
  scan_header TEXT NOT NULL CHECK (scan_header IN ('none', 'symbol', 'digits-from-0', 'digits-from-1')),
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX reader_counter ON reader (counter_id);

-- One day of one reader. latencies: touches by duration, a JSON array of counts (server/domain/latency.ts).
CREATE TABLE reader_day (
  reader_id TEXT NOT NULL REFERENCES reader (id) ON DELETE RESTRICT,
  day_on TEXT NOT NULL,
  connects INTEGER NOT NULL,
  disconnects INTEGER NOT NULL,
  flaps INTEGER NOT NULL,
  touches INTEGER NOT NULL,
  mute INTEGER NOT NULL,
  -- Runs of failures after which no card was read (server/domain/touch-runs.ts).
  given_up INTEGER NOT NULL,
  transmit_errors INTEGER NOT NULL,
  moved INTEGER NOT NULL,
  in_use INTEGER NOT NULL,
  wrong_cards INTEGER NOT NULL,
  scans INTEGER NOT NULL,
  scan_errors INTEGER NOT NULL,
  kernel_resets INTEGER NOT NULL,
  kernel_errors INTEGER NOT NULL,
  latencies TEXT NOT NULL,
  PRIMARY KEY (reader_id, day_on)
) STRICT;

-- What stood out, for the technician. Of each reader the newest few hundred are kept.
CREATE TABLE reader_event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  reader_id TEXT NOT NULL REFERENCES reader (id) ON DELETE RESTRICT,
  at INTEGER NOT NULL,
  code TEXT NOT NULL
) STRICT;
CREATE INDEX reader_event_of ON reader_event (reader_id, seq);

-- A small machine that holds readers for the box. Its key is stored only as a digest.
CREATE TABLE satellite (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  key_hash BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX satellite_name ON satellite (name) WHERE revoked_at IS NULL;

-- A code that was read whole, undecoded.
CREATE TABLE scan (
  id TEXT PRIMARY KEY,
  reader_id TEXT REFERENCES reader (id) ON DELETE RESTRICT,
  counter_id TEXT REFERENCES counter (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL,
  symbols INTEGER NOT NULL,
  scanned_at INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  -- A scan that a satellite may tell twice.
  touch_key TEXT
) STRICT;
CREATE INDEX scan_at ON scan (scanned_at);
CREATE UNIQUE INDEX scan_touch ON scan (touch_key) WHERE touch_key IS NOT NULL;

ALTER TABLE visit ADD COLUMN counter_id TEXT REFERENCES counter (id) ON DELETE RESTRICT;
-- A touch that a satellite may tell twice.
ALTER TABLE visit ADD COLUMN touch_key TEXT;
CREATE UNIQUE INDEX visit_touch ON visit (touch_key) WHERE touch_key IS NOT NULL;

-- What the box wrote on the card, as a keyed digest; NULL for a card known by its id alone.
ALTER TABLE card ADD COLUMN secret_hash BLOB;
