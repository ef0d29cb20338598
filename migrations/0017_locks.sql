-- 画面ロック: how long a page may be left alone before the box answers it nothing of patients.
ALTER TABLE session ADD COLUMN active_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN locked_at INTEGER;
-- What the page said it stands on; NULL: a program, which nobody sits before.
ALTER TABLE session ADD COLUMN page TEXT CHECK (page IN ('counter', 'tablet'));
UPDATE session SET active_at = seen_at;
CREATE INDEX session_idle ON session (page, active_at) WHERE locked_at IS NULL AND page IS NOT NULL;

CREATE TABLE lock_setting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  counter_minutes INTEGER NOT NULL CHECK (counter_minutes BETWEEN 1 AND 30),
  tablet_minutes INTEGER NOT NULL CHECK (tablet_minutes BETWEEN 1 AND 30),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO lock_setting (id, counter_minutes, tablet_minutes, version) VALUES (1, 5, 2, 1);

-- A number by which one person is known on one enrolled device, for twelve hours after the password was typed there (device_staff).
CREATE TABLE staff_pin (
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  device_id TEXT NOT NULL REFERENCES device (id) ON DELETE RESTRICT,
  pin_hash TEXT NOT NULL,
  -- Wrong ones in a row; at five the password is asked.
  failures INTEGER NOT NULL,
  set_at INTEGER NOT NULL,
  PRIMARY KEY (device_id, staff_id)
) STRICT;
CREATE INDEX staff_pin_staff ON staff_pin (staff_id);

-- 職員カード, only as an HMAC of its id, as members' cards are. Beside the PIN, never in its place.
CREATE TABLE staff_card (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  id_hash BLOB NOT NULL,
  registered_at INTEGER NOT NULL,
  removed_at INTEGER,
  -- The last touch, and the counter of the reader it came from.
  touched_at INTEGER,
  counter_id TEXT REFERENCES counter (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX staff_card_hash ON staff_card (id_hash) WHERE removed_at IS NULL;
CREATE INDEX staff_card_staff ON staff_card (staff_id);
CREATE INDEX staff_card_touch ON staff_card (counter_id, touched_at);

-- 緊急用アカウント: a code in a sealed envelope. Each has an account of its own, under which everything is audited.
CREATE TABLE break_glass (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  code_hash BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  -- NULL: the command line of the box.
  made_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  -- When the envelope was opened, and until when the code works.
  opened_at INTEGER,
  ends_at INTEGER,
  closed_at INTEGER,
  closed_by TEXT REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX break_glass_code ON break_glass (code_hash);
CREATE UNIQUE INDEX break_glass_staff ON break_glass (staff_id);
CREATE INDEX break_glass_open ON break_glass (opened_at) WHERE opened_at IS NOT NULL AND closed_at IS NULL;

-- Who took it, in their own words.
CREATE TABLE break_glass_use (
  id TEXT PRIMARY KEY,
  break_glass_id TEXT NOT NULL REFERENCES break_glass (id) ON DELETE RESTRICT,
  at INTEGER NOT NULL,
  name TEXT NOT NULL,
  reason TEXT NOT NULL,
  address TEXT NOT NULL
) STRICT;
CREATE INDEX break_glass_use_of ON break_glass_use (break_glass_id, at);

-- 保守: when somebody who looks after the box may sign in, and why.
CREATE TABLE maintenance_window (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  opened_at INTEGER NOT NULL,
  -- NULL: the command line of the box.
  opened_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  reason TEXT NOT NULL,
  ends_at INTEGER NOT NULL,
  closed_at INTEGER,
  closed_by TEXT REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX maintenance_window_staff ON maintenance_window (staff_id, ends_at);
CREATE INDEX maintenance_window_opened ON maintenance_window (opened_at);
