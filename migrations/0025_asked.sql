-- Services that were asked to put something right, or for their view; who has seen that harm was reported; when a group reads.

CREATE TABLE service_asks (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  entry_id {uuid} NOT NULL REFERENCES directory_entries (id),
  kind {text} NOT NULL,
  question {text} NOT NULL,
  state {text} NOT NULL,
  asked_on {date} NOT NULL,
  reminded_on {date},
  answer {text},
  words {text} NOT NULL,
  by_when {date},
  answered_on {date}
);
CREATE INDEX service_asks_of_issue ON service_asks (issue_id, id);
CREATE INDEX service_asks_of_group ON service_asks (group_id, state, id);

CREATE TABLE asking_rules (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  remind_days {int} NOT NULL,
  wait_days {int} NOT NULL
);
