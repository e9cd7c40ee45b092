-- What reports are compared by, and which of them people say are the same.

CREATE TABLE issue_vectors (
  issue_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  version {int} NOT NULL,
  engine {text} NOT NULL,
  stamp {int} NOT NULL,
  vector {bytes} NOT NULL
);
CREATE INDEX issue_vectors_by_stamp ON issue_vectors (group_id, stamp);

CREATE TABLE issue_links (
  report_id {uuid} NOT NULL REFERENCES issues (id),
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  by_reporter {bool} NOT NULL,
  how {text} NOT NULL,
  person_id {uuid} REFERENCES people (id),
  given_on {date} NOT NULL,
  meaning {float},
  fault {float},
  words {float},
  PRIMARY KEY (report_id, issue_id, by_reporter)
);
CREATE INDEX issue_links_by_issue ON issue_links (issue_id);
CREATE INDEX issue_links_by_group ON issue_links (group_id, given_on);
