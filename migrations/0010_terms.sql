-- Terms of reference: versions, what a draft is made of, who approved; and where the version in force says each rule.

CREATE TABLE terms (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  state {text} NOT NULL,
  source {text} NOT NULL,
  from_on {date},
  review_on {date},
  is_public {bool} NOT NULL,
  content {text} NOT NULL,
  content_hash {bytes} NOT NULL,
  in_force_on {date},
  ended_on {date},
  reminded_on {date},
  UNIQUE (group_id, number)
);
CREATE UNIQUE INDEX terms_open ON terms (group_id) WHERE state IN ('draft', 'agreed');
CREATE UNIQUE INDEX terms_in_force ON terms (group_id) WHERE state = 'in-force';
CREATE INDEX terms_coming ON terms (from_on) WHERE state = 'agreed';
CREATE INDEX terms_to_review ON terms (review_on) WHERE state = 'in-force';

CREATE TABLE terms_clauses (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  terms_id {uuid} NOT NULL REFERENCES terms (id),
  position {int} NOT NULL,
  kind {text} NOT NULL,
  words {text} NOT NULL,
  lineage {uuid} NOT NULL
);
CREATE INDEX clauses_of_terms ON terms_clauses (terms_id, position);

CREATE TABLE terms_marks (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  terms_id {uuid} NOT NULL REFERENCES terms (id),
  clause_id {uuid} NOT NULL REFERENCES terms_clauses (id),
  position {int} NOT NULL,
  kind {text} NOT NULL,
  literal {text} NOT NULL,
  asked {text} NOT NULL,
  rule {text} NOT NULL,
  decided {text} NOT NULL,
  answer {text} NOT NULL
);
CREATE INDEX marks_of_terms ON terms_marks (terms_id, clause_id, position);

CREATE TABLE terms_answers (
  terms_id {uuid} NOT NULL REFERENCES terms (id),
  rule {text} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  value {text} NOT NULL,
  PRIMARY KEY (terms_id, rule)
);

CREATE TABLE terms_approvals (
  terms_id {uuid} NOT NULL REFERENCES terms (id),
  side {text} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  deputy {bool} NOT NULL,
  content_hash {bytes} NOT NULL,
  approved_at {time} NOT NULL,
  PRIMARY KEY (terms_id, side)
);

CREATE TABLE rule_traces (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  rule {text} NOT NULL,
  version {int} NOT NULL,
  paragraphs {text} NOT NULL,
  PRIMARY KEY (group_id, rule)
);

ALTER TABLE networks ADD COLUMN by_terms {bool} NOT NULL DEFAULT FALSE;
