-- Who has seen that harm was reported, and what was done; when somebody of the group reads; what was passed on to another board's group.

CREATE TABLE harm_alerts (
  issue_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  noticed_on {date} NOT NULL,
  told_on {date},
  reminded_on {date},
  seen_on {date},
  seen_by {uuid} REFERENCES people (id),
  words {text} NOT NULL,
  incident {text} NOT NULL
);
CREATE INDEX harm_alerts_open ON harm_alerts (group_id) WHERE seen_on IS NULL;

CREATE TABLE reading_hours (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  starts {text} NOT NULL,
  ends {text} NOT NULL
);

CREATE TABLE passings (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  to_group_id {uuid} REFERENCES groups (id),
  to_name {text} NOT NULL,
  state {text} NOT NULL,
  title {text} NOT NULL,
  text {text} NOT NULL,
  sent_on {date},
  answer {text} NOT NULL,
  answered_on {date}
);
CREATE INDEX passings_of_issue ON passings (issue_id, id);

CREATE TABLE passed_in (
  issue_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  passing_id {uuid} NOT NULL,
  from_name {text} NOT NULL,
  from_reference {text} NOT NULL,
  from_group_id {uuid} REFERENCES groups (id),
  answer_at {text} NOT NULL,
  answer {text} NOT NULL,
  UNIQUE (group_id, passing_id)
);
