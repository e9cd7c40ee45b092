-- What each side's co-chair thinks should be done with an issue.

CREATE TABLE triage_views (
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  side {text} NOT NULL,
  person_id {uuid} NOT NULL REFERENCES people (id),
  outcome {text} NOT NULL,
  theme {text} NOT NULL,
  given_at {time} NOT NULL,
  PRIMARY KEY (issue_id, side)
);
