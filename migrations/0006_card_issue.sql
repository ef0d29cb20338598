-- カード発行: terms of use with their versions, consents, the drafts of issues, and which cards a draft has tried to write on.

-- A member made by an issue that was undone: kept for the trail, shown nowhere.
ALTER TABLE member ADD COLUMN removed_at INTEGER;
-- People with the same birth date are compared when a card is issued.
CREATE INDEX member_born ON member (birth_on) WHERE removed_at IS NULL;

-- 利用規約, as the pharmacy words it. A version is never changed: a consent is to one version.
CREATE TABLE terms (
  version INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  -- NULL: came with the box.
  staff_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  saved_at INTEGER NOT NULL
) STRICT;

INSERT INTO terms (version, body, staff_id, saved_at) VALUES (1, '電子お薬手帳の利用について

1. このカードは、当薬局の電子お薬手帳をお使いいただくためのものです。カードを提示すると、当薬局の職員がお薬の記録を確認できます。
2. 手帳には、お名前、生年月日、性別、調剤されたお薬の内容、お知らせいただいた体質や副作用などを記録します。
3. 記録は、お薬を安全にお使いいただくための確認と説明に使います。法令に定めがある場合を除き、ご本人の同意なく他に提供しません。
4. 記録は当薬局の中の機器に保管します。カードにはお名前やお薬の内容は書き込みません。
5. カードをなくしたときは、すぐに当薬局へお知らせください。そのカードを停止し、新しいカードを発行します。
6. 利用はいつでもやめることができます。記録の確認、訂正、利用の停止は、当薬局の窓口へお申し出ください。', NULL, 0);

-- One issue of a card, from the first entry to the hand-over. What it lacks first is its step (server/domain/card-issue.ts).
CREATE TABLE card_issue (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('new', 'reissue')),
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'undone')),
  -- The person as entered; emptied when an issue is undone before there was a member.
  name TEXT,
  kana TEXT,
  sex TEXT CHECK (sex IN ('male', 'female', 'unknown')),
  birth_on TEXT,
  patient_id TEXT REFERENCES patient (id) ON DELETE RESTRICT,
  -- What is written on the card: of a new member the id it will have, hence no reference.
  member_id TEXT,
  reason TEXT CHECK (reason IN ('lost', 'damaged', 'other')),
  -- Members of whom somebody said that this is another person: a JSON array of ids.
  others TEXT NOT NULL,
  consent_via TEXT CHECK (consent_via IN ('screen', 'paper')),
  terms_version INTEGER REFERENCES terms (version) ON DELETE RESTRICT,
  consented_at INTEGER,
  consent_staff_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  card_id TEXT REFERENCES card (id) ON DELETE RESTRICT,
  -- When the card was proven: written, read back and kept.
  proven_at INTEGER,
  -- Cards that were revoked at that moment: a JSON array of ids.
  revoked TEXT NOT NULL,
  -- お薬自動登録: decided to be set or to be set later; the link that this issue made.
  link_decided_at INTEGER,
  linked_patient_id TEXT REFERENCES patient (id) ON DELETE RESTRICT,
  counter_id TEXT REFERENCES counter (id) ON DELETE RESTRICT,
  staff_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX card_issue_open ON card_issue (created_at, id) WHERE state = 'open';
-- For the checks of references alone.
CREATE INDEX card_issue_patient ON card_issue (patient_id);
CREATE INDEX card_issue_linked ON card_issue (linked_patient_id);

-- Noted before a card is written on: a card that says more than the store knows is told by its digest.
CREATE TABLE card_write (
  id_hash BLOB PRIMARY KEY,
  card_issue_id TEXT NOT NULL REFERENCES card_issue (id) ON DELETE RESTRICT,
  began_at INTEGER NOT NULL
) STRICT;

CREATE TABLE consent (
  id TEXT PRIMARY KEY,
  member_id TEXT NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
  card_issue_id TEXT REFERENCES card_issue (id) ON DELETE RESTRICT,
  terms_version INTEGER NOT NULL REFERENCES terms (version) ON DELETE RESTRICT,
  via TEXT NOT NULL CHECK (via IN ('screen', 'paper')),
  staff_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  consented_at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_member ON consent (member_id, consented_at);
