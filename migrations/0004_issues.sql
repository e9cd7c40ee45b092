-- Themes, issues, and who raised them (kept apart from what they wrote).

CREATE TABLE themes (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  key {text} NOT NULL,
  name {text} NOT NULL,
  position {int} NOT NULL,
  PRIMARY KEY (group_id, key)
);

CREATE TABLE issues (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  version {int} NOT NULL,
  state {text} NOT NULL,
  known {text} NOT NULL,
  words {text} NOT NULL,
  service {text},
  post {text},
  sector {text},
  happened {text},
  harm {text},
  remedy {text},
  theme {text},
  group_title {text},
  group_text {text},
  raised_on {date} NOT NULL,
  raised_at {time},
  form_hash {bytes} NOT NULL UNIQUE,
  follow_hash {bytes} NOT NULL UNIQUE,
  UNIQUE (group_id, number)
);
CREATE INDEX issues_by_state ON issues (group_id, state, number);
CREATE INDEX issues_by_theme ON issues (group_id, theme, number);
CREATE INDEX issues_by_state_and_theme ON issues (group_id, state, theme, number);

CREATE TABLE issue_counts (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  state {text} NOT NULL,
  n {int} NOT NULL,
  PRIMARY KEY (group_id, state)
);

CREATE TABLE reporters (
  issue_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  name {text} NOT NULL,
  email {text} NOT NULL,
  person_id {uuid} REFERENCES people (id)
);
