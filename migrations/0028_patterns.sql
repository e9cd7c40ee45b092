-- Emerging patterns: which reports speak of the same thing, what people call it, and how far the reading has come.

CREATE TABLE patterns (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  name {text} NOT NULL,
  named_by {uuid} REFERENCES people (id),
  named_on {date},
  fault {text} NOT NULL,
  telling {text} NOT NULL,
  first_on {date} NOT NULL,
  ended_on {date},
  n_open {int} NOT NULL,
  n_all {int} NOT NULL,
  lately {int} NOT NULL,
  before {int} NOT NULL,
  places {int} NOT NULL,
  n_primary {int} NOT NULL,
  n_secondary {int} NOT NULL,
  surge_from {date},
  surge_to {date},
  surge_reports {int} NOT NULL,
  surge_expected {float} NOT NULL,
  UNIQUE (group_id, number)
);

CREATE TABLE pattern_reports (
  issue_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  pattern_id {uuid} NOT NULL REFERENCES patterns (id),
  number {int} NOT NULL,
  near {int}
);
CREATE INDEX pattern_reports_of_pattern ON pattern_reports (group_id, pattern_id, number);

CREATE TABLE pattern_rounds (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  state {text} NOT NULL,
  done {int} NOT NULL,
  total {int} NOT NULL,
  stop {bool} NOT NULL,
  round_on {date},
  read_on {date},
  begins_on {date},
  watched {int} NOT NULL
);
