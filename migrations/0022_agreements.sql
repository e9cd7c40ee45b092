-- Agreements: who does what between the two sides. A row is a version; the versions of one agreement have its number.

CREATE TABLE agreements (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  year {int} NOT NULL,
  version {int} NOT NULL,
  revision {int} NOT NULL,
  state {text} NOT NULL,
  content {text} NOT NULL,
  content_hash {bytes} NOT NULL,
  drafted_on {date} NOT NULL,
  in_force_on {date},
  ended_on {date},
  reason {text} NOT NULL,
  UNIQUE (group_id, number, version)
);
CREATE INDEX agreements_by_state ON agreements (group_id, state, number);

CREATE TABLE agreement_approvals (
  agreement_id {uuid} NOT NULL REFERENCES agreements (id),
  side {text} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  deputy {bool} NOT NULL,
  content_hash {bytes} NOT NULL,
  approved_at {time} NOT NULL,
  PRIMARY KEY (agreement_id, side)
);

CREATE TABLE agreement_settings (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  public {bool} NOT NULL
);

CREATE TABLE agreement_reminders (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  reminded_on {date} NOT NULL,
  PRIMARY KEY (group_id, person_id)
);

CREATE TABLE agreement_vectors (
  agreement_id {uuid} NOT NULL REFERENCES agreements (id),
  position {int} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  engine {text} NOT NULL,
  vector {bytes} NOT NULL,
  PRIMARY KEY (agreement_id, position)
);
CREATE INDEX agreement_vectors_of_group ON agreement_vectors (group_id, engine);
