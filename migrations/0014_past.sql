-- What was before Brig: issues and actions of an older log, past minutes with their files, past decisions.

CREATE TABLE past_issues (
  issue_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  reference {text} NOT NULL,
  reference_key {text} NOT NULL,
  outcome {text} NOT NULL
);
CREATE INDEX past_issues_by_reference ON past_issues (group_id, reference_key);

CREATE TABLE past_actions (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  reference {text} NOT NULL,
  reference_key {text} NOT NULL,
  row_hash {bytes} NOT NULL,
  words {text} NOT NULL,
  owner_id {uuid} REFERENCES people (id),
  owner_name {text} NOT NULL,
  due {date} NOT NULL,
  done_means {text} NOT NULL,
  source {text} NOT NULL,
  state {text} NOT NULL,
  closed_on {date},
  evidence {text} NOT NULL,
  UNIQUE (group_id, number),
  UNIQUE (group_id, row_hash)
);
CREATE INDEX past_actions_by_state ON past_actions (group_id, state, due, number);
CREATE INDEX past_actions_of_owner ON past_actions (group_id, owner_id, state, due);
CREATE INDEX past_actions_by_reference ON past_actions (group_id, reference_key);

CREATE TABLE past_minutes (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  held_on {date} NOT NULL,
  title {text} NOT NULL,
  content {text} NOT NULL,
  content_hash {bytes} NOT NULL,
  file_name {text} NOT NULL,
  file_kind {text} NOT NULL,
  file {bytes} NOT NULL,
  brought_on {date} NOT NULL,
  UNIQUE (group_id, number),
  UNIQUE (group_id, content_hash)
);
CREATE INDEX past_minutes_by_day ON past_minutes (group_id, held_on, number);

CREATE TABLE past_decisions (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  reference {text} NOT NULL,
  words {text} NOT NULL,
  words_hash {bytes} NOT NULL,
  decided_on {date} NOT NULL,
  lasting {bool} NOT NULL,
  review_on {date},
  minute_id {uuid} REFERENCES past_minutes (id),
  UNIQUE (group_id, number),
  UNIQUE (group_id, words_hash)
);
CREATE INDEX past_decisions_by_day ON past_decisions (group_id, decided_on, number);
CREATE INDEX past_decisions_of_minute ON past_decisions (minute_id);
