-- Reports up the line, letters of the group with an answer due, and what is awaited of either.

CREATE TABLE upward_rules (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  letter_keys {int} NOT NULL,
  remind_before {int} NOT NULL,
  remind_after {int} NOT NULL,
  paper_days {int} NOT NULL,
  months {int} NOT NULL
);

CREATE TABLE report_lines (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  level {int} NOT NULL,
  name {text} NOT NULL,
  secretary {text} NOT NULL,
  email {text} NOT NULL
);
CREATE UNIQUE INDEX report_lines_of_group ON report_lines (group_id, level);

CREATE TABLE report_meetings (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  line_id {uuid} NOT NULL REFERENCES report_lines (id),
  held_on {date} NOT NULL,
  papers_by {date} NOT NULL,
  reminded_on {date}
);
CREATE UNIQUE INDEX report_meetings_of_line ON report_meetings (line_id, held_on);
CREATE INDEX report_meetings_by_papers ON report_meetings (group_id, papers_by);
CREATE INDEX report_meetings_unreminded ON report_meetings (papers_by) WHERE reminded_on IS NULL;

CREATE TABLE reports (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  root_id {uuid} NOT NULL,
  number {int} NOT NULL,
  version {int} NOT NULL,
  revision {int} NOT NULL,
  state {text} NOT NULL,
  from_on {date} NOT NULL,
  to_on {date} NOT NULL,
  content {text} NOT NULL,
  content_hash {bytes} NOT NULL,
  drafted_on {date} NOT NULL,
  approved_on {date},
  UNIQUE (group_id, number, version)
);

CREATE TABLE report_approvals (
  report_id {uuid} NOT NULL REFERENCES reports (id),
  side {text} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  deputy {bool} NOT NULL,
  content_hash {bytes} NOT NULL,
  approved_at {time} NOT NULL,
  PRIMARY KEY (report_id, side)
);
CREATE INDEX report_approvals_of_group ON report_approvals (group_id, side);

CREATE TABLE letters (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  revision {int} NOT NULL,
  state {text} NOT NULL,
  entry_id {uuid} REFERENCES directory_entries (id),
  issue_id {uuid} REFERENCES issues (id),
  decision_id {uuid} REFERENCES decisions (id),
  content {text} NOT NULL,
  content_hash {bytes} NOT NULL,
  drafted_on {date} NOT NULL,
  sent_on {date},
  UNIQUE (group_id, number)
);
CREATE INDEX letters_to_entry ON letters (entry_id);
CREATE INDEX letters_about_issue ON letters (issue_id);
CREATE INDEX letters_from_decision ON letters (decision_id);
CREATE INDEX letters_by_state ON letters (group_id, state, number);

CREATE TABLE letter_approvals (
  letter_id {uuid} NOT NULL REFERENCES letters (id),
  side {text} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  deputy {bool} NOT NULL,
  content_hash {bytes} NOT NULL,
  approved_at {time} NOT NULL,
  PRIMARY KEY (letter_id, side)
);
CREATE INDEX letter_approvals_of_group ON letter_approvals (group_id, side);

CREATE TABLE sendings (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  kind {text} NOT NULL,
  about_id {uuid} NOT NULL,
  meeting_id {uuid} REFERENCES report_meetings (id),
  subject {text} NOT NULL,
  name {text} NOT NULL,
  email {text} NOT NULL,
  asked_on {date} NOT NULL,
  sent_at {time},
  reminded_on {date},
  chased_on {date}
);
CREATE INDEX sendings_about ON sendings (group_id, about_id, id);
CREATE INDEX sendings_for_meeting ON sendings (meeting_id);

CREATE TABLE awaited (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  kind {text} NOT NULL,
  about_id {uuid} NOT NULL,
  number {int} NOT NULL,
  place {int} NOT NULL,
  words {text} NOT NULL,
  wanted {text} NOT NULL,
  asked_on {date} NOT NULL,
  answer_by {date},
  to_agenda {bool} NOT NULL,
  answer {text} NOT NULL,
  answered_on {date},
  by_link {bool} NOT NULL,
  recorded_by {uuid} REFERENCES people (id),
  ended_on {date},
  item_id {uuid}
);
CREATE INDEX awaited_about ON awaited (group_id, about_id, place);
CREATE INDEX awaited_by_kind ON awaited (group_id, kind, asked_on);
CREATE INDEX awaited_open ON awaited (group_id) WHERE answered_on IS NULL AND ended_on IS NULL;
CREATE INDEX awaited_recorded_by ON awaited (recorded_by);

CREATE INDEX issues_by_day ON issues (group_id, raised_on);
