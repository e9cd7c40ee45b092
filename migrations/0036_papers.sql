-- Papers of agenda items, the pack that both co-chairs freeze and that is sent, what members flag on items, interests that
-- people declare, and topics that members propose.

CREATE TABLE paper_rules (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  days_before {int} NOT NULL
);

CREATE TABLE papers (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  item_id {uuid} NOT NULL REFERENCES items (id),
  letter {int} NOT NULL,
  version {int} NOT NULL,
  state {text} NOT NULL,
  title {text} NOT NULL,
  content {text} NOT NULL,
  pages {int} NOT NULL,
  vouched {bool} NOT NULL,
  late {bool} NOT NULL,
  brought_by {uuid} NOT NULL REFERENCES people (id),
  brought_at {time} NOT NULL,
  file_name {text} NOT NULL,
  file_kind {text} NOT NULL,
  file {bytes} NOT NULL
);
CREATE UNIQUE INDEX papers_by_item ON papers (item_id, letter, version);
CREATE INDEX papers_by_group ON papers (group_id);

CREATE TABLE pack_approvals (
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  side {text} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  deputy {bool} NOT NULL,
  content_hash {bytes} NOT NULL,
  approved_at {time} NOT NULL,
  PRIMARY KEY (meeting_id, side)
);

CREATE TABLE packs (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  number {int} NOT NULL,
  state {text} NOT NULL,
  listing {text} NOT NULL,
  content_hash {bytes} NOT NULL,
  frozen_on {date} NOT NULL,
  done {int} NOT NULL,
  steps {int} NOT NULL
);
CREATE UNIQUE INDEX packs_by_meeting ON packs (meeting_id, number);
CREATE INDEX packs_by_group ON packs (group_id);

CREATE TABLE pack_files (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  pack_id {uuid} NOT NULL REFERENCES packs (id),
  everything {bool} NOT NULL,
  file_name {text} NOT NULL,
  file_kind {text} NOT NULL,
  file {bytes} NOT NULL
);
CREATE UNIQUE INDEX pack_files_by_pack ON pack_files (pack_id, everything);
CREATE INDEX pack_files_by_group ON pack_files (group_id);

CREATE TABLE item_flags (
  item_id {uuid} NOT NULL REFERENCES items (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  kind {text} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  said_at {time} NOT NULL,
  PRIMARY KEY (item_id, person_id, kind)
);

CREATE TABLE interests (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  item_id {uuid} REFERENCES items (id),
  words {text} NOT NULL,
  no_part {bool} NOT NULL,
  from_on {date} NOT NULL,
  until_on {date},
  declared_at {time} NOT NULL
);
CREATE INDEX interests_by_group ON interests (group_id, person_id);
CREATE INDEX interests_by_item ON interests (item_id);

CREATE TABLE proposals (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  title {text} NOT NULL,
  why {text} NOT NULL,
  state {text} NOT NULL,
  answer {text} NOT NULL,
  item_id {uuid} REFERENCES items (id),
  proposed_at {time} NOT NULL
);
CREATE INDEX proposals_by_meeting ON proposals (meeting_id, proposed_at);
