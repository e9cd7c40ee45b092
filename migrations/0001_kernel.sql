-- What the kernel keeps: the installation's secret, jobs, mail, the ledger, tries, search.

CREATE TABLE installation (
  name {text} PRIMARY KEY,
  value {bytes} NOT NULL
);

CREATE TABLE jobs (
  id {uuid} PRIMARY KEY,
  scope_id {uuid},
  kind {text} NOT NULL,
  payload {json} NOT NULL,
  job_key {text} UNIQUE,
  state {text} NOT NULL,
  run_at {time} NOT NULL,
  lease_until {time},
  tries {int} NOT NULL,
  error {text},
  done {int} NOT NULL,
  total {int} NOT NULL,
  created_at {time} NOT NULL
);
CREATE INDEX jobs_due ON jobs (state, run_at);

CREATE TABLE schedules (
  name {text} PRIMARY KEY,
  next_at {time} NOT NULL
);

CREATE TABLE mails (
  id {uuid} PRIMARY KEY,
  scope_id {uuid},
  cause_id {uuid} NOT NULL,
  kind {text} NOT NULL,
  job_key {text} NOT NULL,
  message_id {text} NOT NULL,
  to_address {text} NOT NULL,
  subject {text} NOT NULL,
  text_body {text} NOT NULL,
  html_body {text} NOT NULL,
  created_at {time} NOT NULL,
  sent_at {time},
  UNIQUE (cause_id, to_address, kind)
);
CREATE INDEX mails_newest ON mails (created_at);
CREATE INDEX mails_unsent ON mails (job_key) WHERE sent_at IS NULL;

CREATE TABLE ledger_heads (
  scope_id {uuid} PRIMARY KEY,
  seq {int} NOT NULL,
  hash {bytes} NOT NULL
);

CREATE TABLE ledger (
  scope_id {uuid} NOT NULL,
  seq {int} NOT NULL,
  at {time} NOT NULL,
  actor_kind {text} NOT NULL,
  actor_id {uuid},
  verb {text} NOT NULL,
  thing_id {uuid} NOT NULL,
  facts {json} NOT NULL,
  prev_hash {bytes} NOT NULL,
  hash {bytes} NOT NULL,
  PRIMARY KEY (scope_id, seq)
);
CREATE INDEX ledger_of_thing ON ledger (scope_id, thing_id, seq);

CREATE TABLE tries (
  name {text} NOT NULL,
  who {bytes} NOT NULL,
  since {time} NOT NULL,
  n {int} NOT NULL,
  PRIMARY KEY (name, who)
);

CREATE TABLE counters (
  scope_id {uuid} NOT NULL,
  name {text} NOT NULL,
  n {int} NOT NULL,
  PRIMARY KEY (scope_id, name)
);

CREATE TABLE search_entries (
  id {int} PRIMARY KEY,
  scope_id {uuid} NOT NULL,
  kind {text} NOT NULL,
  thing_id {uuid} NOT NULL,
  body {text} NOT NULL,
  UNIQUE (kind, thing_id)
);
