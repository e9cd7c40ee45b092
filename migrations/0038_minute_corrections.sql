-- A minute on its way: the window in which attendees propose corrections, what a side sent back, and every text it had.

ALTER TABLE minutes ADD COLUMN corrections_until {date};
ALTER TABLE minutes ADD COLUMN sent_back_side {text} NOT NULL DEFAULT '';
ALTER TABLE minutes ADD COLUMN sent_back_by {uuid} REFERENCES people (id);
ALTER TABLE minutes ADD COLUMN sent_back_why {text} NOT NULL DEFAULT '';
CREATE INDEX minutes_sent_back_by ON minutes (sent_back_by);

CREATE TABLE minute_versions (
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  number {int} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  kind {text} NOT NULL,
  content {text} NOT NULL,
  content_hash {bytes} NOT NULL,
  person_id {uuid} REFERENCES people (id),
  why {text} NOT NULL,
  kept_at {time} NOT NULL,
  PRIMARY KEY (meeting_id, number)
);
CREATE INDEX minute_versions_group ON minute_versions (group_id);
CREATE INDEX minute_versions_hash ON minute_versions (content_hash);
CREATE INDEX minute_versions_person ON minute_versions (person_id);

CREATE TABLE minute_corrections (
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  number {int} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  position {int} NOT NULL,
  was {text} NOT NULL,
  words {text} NOT NULL,
  why {text} NOT NULL,
  author {text} NOT NULL,
  proposer_id {uuid} REFERENCES people (id),
  brought_by {uuid} NOT NULL REFERENCES people (id),
  proposed_at {time} NOT NULL,
  state {text} NOT NULL,
  reason {text} NOT NULL,
  answered_by {uuid} REFERENCES people (id),
  told {bool} NOT NULL,
  PRIMARY KEY (meeting_id, number)
);
CREATE INDEX minute_corrections_group ON minute_corrections (group_id, state);
CREATE INDEX minute_corrections_proposer ON minute_corrections (proposer_id);
CREATE INDEX minute_corrections_brought_by ON minute_corrections (brought_by);
CREATE INDEX minute_corrections_answered_by ON minute_corrections (answered_by);
