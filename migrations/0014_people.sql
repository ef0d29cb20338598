-- Who works here: an account has an end, a first password comes by a one-time code, and a second factor stands beside the password.
ALTER TABLE staff ADD COLUMN kana TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- NULL: the box's first account, made by the set-up.
ALTER TABLE staff ADD COLUMN created_by TEXT REFERENCES staff (id) ON DELETE RESTRICT;
-- The last day of a helper or a substitute; NULL: no end is known.
ALTER TABLE staff ADD COLUMN expires_on TEXT;
ALTER TABLE staff ADD COLUMN ended_at INTEGER;
ALTER TABLE staff ADD COLUMN last_seen_at INTEGER;
-- Whether the password is long enough to be the only thing that is asked. Accounts of before were held to that length.
ALTER TABLE staff ADD COLUMN password_stands_alone INTEGER NOT NULL DEFAULT 1 CHECK (password_stands_alone IN (0, 1));

-- What was shown beside the password when this session began.
ALTER TABLE session ADD COLUMN proof TEXT NOT NULL DEFAULT 'password' CHECK (proof IN ('password', 'totp', 'passkey', 'recovery-code', 'device', 'pin', 'card', 'break-glass'));

-- For the first password, or a new one after it was forgotten. Only the digest: the code is shown once.
CREATE TABLE start_code (
  staff_id TEXT PRIMARY KEY REFERENCES staff (id) ON DELETE RESTRICT,
  code_hash BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE earlier_password (
  id INTEGER PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  password_hash TEXT NOT NULL
) STRICT;
CREATE INDEX earlier_password_staff ON earlier_password (staff_id, id);

-- 認証アプリ: the shared secret, sealed under the key of the box, which is not in this file.
CREATE TABLE totp (
  staff_id TEXT PRIMARY KEY REFERENCES staff (id) ON DELETE RESTRICT,
  sealed_secret BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  -- The newest 30-second step a code was taken of: none is taken twice.
  last_step INTEGER NOT NULL
) STRICT;

CREATE TABLE passkey (
  -- Credential id as the browser names it, base64url.
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  -- The host name it was made for: it works on no other.
  host TEXT NOT NULL,
  label TEXT NOT NULL,
  public_key BLOB NOT NULL,
  sign_count INTEGER NOT NULL,
  -- JSON: how the browser reaches it.
  transports TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
) STRICT;
CREATE INDEX passkey_staff ON passkey (staff_id);

CREATE TABLE recovery_code (
  code_hash BLOB PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  used_at INTEGER
) STRICT;
CREATE INDEX recovery_code_staff ON recovery_code (staff_id);

-- A browser in which these people have shown a second factor today: until then the password is enough there. Only the digest of its
-- cookie.
CREATE TABLE factor_proof (
  token_hash BLOB NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  proof TEXT NOT NULL CHECK (proof IN ('totp', 'passkey', 'recovery-code')),
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (token_hash, staff_id)
) STRICT;
CREATE INDEX factor_proof_staff ON factor_proof (staff_id);
CREATE INDEX factor_proof_expiry ON factor_proof (expires_at);
