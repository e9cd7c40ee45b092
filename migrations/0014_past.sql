-- What was before Brig: issues of an older log, past minutes with their files, past decisions.

CREATE TABLE past_issues (
  issue_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  reference {text} NOT NULL,
  reference_key {text} NOT NULL,
  outcome {text} NOT NULL
);
CREATE INDEX past_issues_by_reference ON past_issues (group_id, reference_key);

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
