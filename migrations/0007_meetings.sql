-- Meetings, what is decided and done, the minute; who deputises; and what the group says to those who raised issues.

ALTER TABLE seats ADD COLUMN deputy {bool} NOT NULL DEFAULT FALSE;

CREATE TABLE replies (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  decision {text} NOT NULL,
  words {text} NOT NULL,
  next_steps {text} NOT NULL,
  said_on {date} NOT NULL
);
CREATE INDEX replies_of_issue ON replies (issue_id, id);

CREATE TABLE meeting_rules (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  quorum_gps {int} NOT NULL,
  quorum_consultants {int} NOT NULL,
  usual_start {text} NOT NULL,
  usual_minutes {int} NOT NULL,
  usual_place {text} NOT NULL,
  item_minutes {int} NOT NULL
);

CREATE TABLE meetings (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  year {int} NOT NULL,
  version {int} NOT NULL,
  state {text} NOT NULL,
  held_on {date} NOT NULL,
  starts {text} NOT NULL,
  minutes {int} NOT NULL,
  theme {text} NOT NULL,
  place {text} NOT NULL,
  guests {text} NOT NULL,
  invited {bool} NOT NULL,
  sequence {int} NOT NULL,
  UNIQUE (group_id, number)
);
CREATE INDEX meetings_by_day ON meetings (group_id, held_on, number);

CREATE TABLE items (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  issue_id {uuid} REFERENCES issues (id),
  year {int} NOT NULL,
  number {int} NOT NULL,
  position {int} NOT NULL,
  minutes {int} NOT NULL,
  title {text} NOT NULL,
  note {text} NOT NULL,
  UNIQUE (group_id, year, number)
);
CREATE INDEX items_of_meeting ON items (meeting_id, position);
CREATE INDEX items_of_issue ON items (issue_id);

CREATE TABLE attendances (
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  presence {text} NOT NULL,
  role {text} NOT NULL,
  side {text} NOT NULL,
  core {bool} NOT NULL,
  PRIMARY KEY (meeting_id, person_id)
);

CREATE TABLE decisions (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  item_id {uuid} NOT NULL UNIQUE REFERENCES items (id),
  year {int} NOT NULL,
  number {int} NOT NULL,
  words {text} NOT NULL,
  decided_on {date} NOT NULL,
  gps {int} NOT NULL,
  consultants {int} NOT NULL,
  quorum_gps {int} NOT NULL,
  quorum_consultants {int} NOT NULL,
  confirmed {bool} NOT NULL,
  UNIQUE (group_id, year, number)
);
CREATE INDEX decisions_of_meeting ON decisions (meeting_id);

CREATE TABLE actions (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  item_id {uuid} NOT NULL REFERENCES items (id),
  owner_id {uuid} NOT NULL REFERENCES people (id),
  number {int} NOT NULL,
  words {text} NOT NULL,
  due {date} NOT NULL,
  done_means {text} NOT NULL,
  state {text} NOT NULL,
  set_on {date} NOT NULL,
  closed_on {date},
  evidence {text} NOT NULL,
  UNIQUE (group_id, number)
);
CREATE INDEX actions_of_item ON actions (item_id, number);
CREATE INDEX actions_by_state ON actions (group_id, state, due, number);

CREATE TABLE confirmations (
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  side {text} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  deputy {bool} NOT NULL,
  confirmed_at {time} NOT NULL,
  PRIMARY KEY (meeting_id, side)
);

CREATE TABLE minutes (
  meeting_id {uuid} PRIMARY KEY REFERENCES meetings (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  state {text} NOT NULL,
  content {text} NOT NULL,
  content_hash {bytes} NOT NULL,
  drafted_on {date} NOT NULL,
  published_on {date},
  confirmed_by {uuid} REFERENCES meetings (id),
  corrections {text} NOT NULL
);
CREATE INDEX minutes_confirmed_by ON minutes (confirmed_by);

CREATE TABLE minute_sections (
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  position {int} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  item_id {uuid} REFERENCES items (id),
  heading {text} NOT NULL,
  words {text} NOT NULL,
  PRIMARY KEY (meeting_id, position)
);

CREATE TABLE approvals (
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  side {text} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  deputy {bool} NOT NULL,
  content_hash {bytes} NOT NULL,
  approved_at {time} NOT NULL,
  PRIMARY KEY (meeting_id, side)
);
