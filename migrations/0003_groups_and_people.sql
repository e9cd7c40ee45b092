-- Groups, the people in them, and how they sign in.

CREATE TABLE groups (
  id {uuid} PRIMARY KEY,
  slug {text} NOT NULL UNIQUE,
  name {text} NOT NULL,
  board {text} NOT NULL,
  prefix {text} NOT NULL UNIQUE,
  ordinal {int} NOT NULL UNIQUE,
  time_zone {text} NOT NULL,
  triage_days {int} NOT NULL,
  created_at {time} NOT NULL
);

CREATE TABLE people (
  id {uuid} PRIMARY KEY,
  name {text} NOT NULL,
  email {text} NOT NULL UNIQUE,
  operator {bool} NOT NULL,
  created_at {time} NOT NULL
);

CREATE TABLE seats (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  role {text} NOT NULL,
  side {text} NOT NULL,
  core {bool} NOT NULL,
  post {text} NOT NULL,
  created_at {time} NOT NULL,
  PRIMARY KEY (group_id, person_id)
);
CREATE INDEX seats_of_person ON seats (person_id);

CREATE TABLE sessions (
  token_hash {bytes} PRIMARY KEY,
  person_id {uuid} NOT NULL REFERENCES people (id),
  created_at {time} NOT NULL,
  seen_at {time} NOT NULL,
  expires_at {time} NOT NULL
);
CREATE INDEX sessions_of_person ON sessions (person_id);

CREATE TABLE sign_ins (
  id {uuid} PRIMARY KEY,
  person_id {uuid} NOT NULL REFERENCES people (id),
  token_hash {bytes} NOT NULL UNIQUE,
  code_hash {bytes} NOT NULL,
  next_path {text} NOT NULL,
  created_at {time} NOT NULL,
  expires_at {time} NOT NULL
);

CREATE TABLE tokens (
  id {uuid} PRIMARY KEY,
  person_id {uuid} NOT NULL REFERENCES people (id),
  token_hash {bytes} NOT NULL UNIQUE,
  label {text} NOT NULL,
  scopes {text} NOT NULL,
  unlimited {bool} NOT NULL,
  created_at {time} NOT NULL
);
