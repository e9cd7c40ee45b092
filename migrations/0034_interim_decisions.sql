-- Decisions between two meetings: what is asked, who has answered what, whose key is turned.

CREATE TABLE interims (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  version {int} NOT NULL,
  state {text} NOT NULL,
  issue_id {uuid} REFERENCES issues (id),
  opened_by {uuid} NOT NULL REFERENCES people (id),
  opened_on {date} NOT NULL,
  closes_on {date} NOT NULL,
  extended {bool} NOT NULL,
  reminded {bool} NOT NULL,
  told {bool} NOT NULL,
  title {text} NOT NULL,
  question {text} NOT NULL,
  options {text} NOT NULL,
  background {text} NOT NULL,
  link {text} NOT NULL,
  urgency {text} NOT NULL,
  sentence {text} NOT NULL,
  what_changes {text} NOT NULL,
  for_whom {text} NOT NULL,
  from_when {date},
  who_to_ask {text} NOT NULL,
  patients {text} NOT NULL,
  cascades {bool} NOT NULL,
  action_words {text} NOT NULL,
  action_owner {uuid} REFERENCES people (id),
  action_due {date},
  action_done {text} NOT NULL,
  went {text} NOT NULL,
  meeting_id {uuid} REFERENCES meetings (id),
  ratifying_item {uuid},
  refused {bool} NOT NULL,
  refused_on {date},
  ratified_by {uuid} REFERENCES meetings (id),
  UNIQUE (group_id, number)
);
CREATE INDEX interims_by_state ON interims (group_id, state, number);
CREATE INDEX interims_by_issue ON interims (issue_id);
CREATE INDEX interims_by_meeting ON interims (meeting_id);

CREATE TABLE interim_answers (
  interim_id {uuid} NOT NULL REFERENCES interims (id),
  position {int} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  stands_for {uuid} REFERENCES people (id),
  answer {text} NOT NULL,
  words {text} NOT NULL,
  given_on {date} NOT NULL,
  given_at {time} NOT NULL,
  PRIMARY KEY (interim_id, position)
);

CREATE TABLE interim_keys (
  interim_id {uuid} NOT NULL REFERENCES interims (id),
  side {text} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  deputy {bool} NOT NULL,
  content_hash {bytes} NOT NULL,
  turned_at {time} NOT NULL,
  PRIMARY KEY (interim_id, side)
);
