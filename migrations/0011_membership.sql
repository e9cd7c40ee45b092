-- Seats as terms of office and who sat when; what each person brings and what the group wants covered; vacancies.

ALTER TABLE seats ADD COLUMN kind {text} NOT NULL DEFAULT '';
ALTER TABLE seats ADD COLUMN from_on {date} NOT NULL DEFAULT '1970-01-01';
ALTER TABLE seats ADD COLUMN until_on {date};
ALTER TABLE seats ADD COLUMN away_from {date};
ALTER TABLE seats ADD COLUMN away_until {date};
ALTER TABLE seats ADD COLUMN acting_until {date};

CREATE TABLE seat_history (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  from_on {date} NOT NULL,
  last_on {date},
  role {text} NOT NULL,
  side {text} NOT NULL,
  core {bool} NOT NULL,
  kind {text} NOT NULL,
  post {text} NOT NULL,
  PRIMARY KEY (group_id, person_id, from_on)
);
CREATE INDEX seat_history_by_day ON seat_history (group_id, from_on);

CREATE TABLE seat_tags (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  kind {text} NOT NULL,
  name {text} NOT NULL,
  PRIMARY KEY (group_id, person_id, kind, name)
);

CREATE TABLE membership_rules (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  core_size {int},
  parity {bool} NOT NULL,
  ends_soon_days {int} NOT NULL,
  wants_said {bool} NOT NULL
);

CREATE TABLE coverage_wants (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  position {int} NOT NULL,
  kind {text} NOT NULL,
  name {text} NOT NULL,
  at_least {int} NOT NULL,
  helpful {bool} NOT NULL,
  PRIMARY KEY (group_id, position)
);

CREATE TABLE group_places (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  position {int} NOT NULL,
  kind {text} NOT NULL,
  name {text} NOT NULL,
  PRIMARY KEY (group_id, position)
);

CREATE TABLE vacancies (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  capacity {text} NOT NULL,
  wanted {text} NOT NULL,
  words {text} NOT NULL,
  opened_on {date} NOT NULL,
  closes_on {date} NOT NULL,
  closed_on {date},
  UNIQUE (group_id, number)
);

CREATE TABLE expressions (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  vacancy_id {uuid} NOT NULL REFERENCES vacancies (id),
  number {int} NOT NULL,
  form_hash {bytes} NOT NULL UNIQUE,
  name {text} NOT NULL,
  email {text} NOT NULL,
  workplace {text} NOT NULL,
  words {text} NOT NULL,
  state {text} NOT NULL,
  said_on {date} NOT NULL,
  UNIQUE (vacancy_id, number)
);
