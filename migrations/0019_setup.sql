-- 初期設定 in the browser or by command: a box with a row here that has no end offers nothing else. A box made by `init` has no row.
CREATE TABLE setup (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  begun_at INTEGER NOT NULL,
  finished_at INTEGER,
  -- Of the code on the console, under the key of the box; NULL: none is good, such as after too many tries or the end.
  code_hash BLOB,
  tries_left INTEGER NOT NULL
) STRICT;

-- What was answered, a step a row, as JSON. Accounts and second factors have their own tables; a password here is sealed under the key of
-- the box.
CREATE TABLE setup_answer (
  step TEXT PRIMARY KEY,
  answer TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;
