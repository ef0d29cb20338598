-- 端末: a browser that an admin has let in. It holds a key that cannot be copied, and a cookie; beside a right password the two are the
-- second factor. Only digests of cookies and codes.
-- What the names of devices begin with, such as `kb7f-001`; NULL: none was chosen yet.
ALTER TABLE facility ADD COLUMN short_id TEXT;

CREATE TABLE device (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  -- A PC at a counter, or a tablet: they lock after different times.
  kind TEXT NOT NULL CHECK (kind IN ('pc', 'tablet')),
  counter_id TEXT REFERENCES counter (id) ON DELETE RESTRICT,
  token_hash BLOB NOT NULL,
  -- The cookie before the last renewal, until the new one was shown once: an answer may get lost.
  former_token_hash BLOB,
  -- P-256, SubjectPublicKeyInfo.
  public_key BLOB NOT NULL,
  -- What the browser says of itself, and nothing else.
  user_agent TEXT NOT NULL,
  enrolled_at INTEGER NOT NULL,
  -- Who made its code; NULL: the command line of the box.
  enrolled_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  -- It expires 397 days after this.
  renewed_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  revoked_at INTEGER,
  revoked_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX device_token ON device (token_hash);
CREATE INDEX device_former_token ON device (former_token_hash) WHERE former_token_hash IS NOT NULL;
CREATE UNIQUE INDEX device_name ON device (name) WHERE revoked_at IS NULL;

-- A one-time code, as an HMAC under the key of the box: eight digits would be found from a plain digest at once.
CREATE TABLE device_code (
  id TEXT PRIMARY KEY,
  code_hash BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  expires_at INTEGER NOT NULL,
  tries_left INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'used', 'dead', 'withdrawn')),
  device_id TEXT REFERENCES device (id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX device_code_open ON device_code (state, expires_at);

-- Who has signed in on a device with the password, and when last: for these the device is a second factor.
CREATE TABLE device_staff (
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  device_id TEXT NOT NULL REFERENCES device (id) ON DELETE RESTRICT,
  last_password_at INTEGER NOT NULL,
  PRIMARY KEY (staff_id, device_id)
) STRICT;
CREATE INDEX device_staff_device ON device_staff (device_id, last_password_at);

-- NULL: this session is on no enrolled device.
ALTER TABLE session ADD COLUMN device_id TEXT REFERENCES device (id) ON DELETE RESTRICT;
CREATE INDEX session_device ON session (device_id) WHERE device_id IS NOT NULL;

-- What a browser was trusted with that is a device: it goes when the device is revoked. NULL: no device.
ALTER TABLE factor_proof ADD COLUMN device_id TEXT REFERENCES device (id) ON DELETE RESTRICT;
CREATE INDEX factor_proof_device ON factor_proof (device_id) WHERE device_id IS NOT NULL;
