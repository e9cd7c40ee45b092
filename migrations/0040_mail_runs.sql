-- One letter to many recipients, kept once; how fast mail may leave; mails that came back.
CREATE TABLE mail_runs (
  id {uuid} PRIMARY KEY,
  scope_id {uuid} NOT NULL,
  cause_id {uuid} NOT NULL,
  kind {text} NOT NULL,
  job_key {text} NOT NULL,
  subject {text} NOT NULL,
  text_body {text} NOT NULL,
  html_body {text} NOT NULL,
  reply_to {text} NOT NULL,
  total {int} NOT NULL,
  created_at {time} NOT NULL,
  stopped_at {time},
  finished_at {time},
  UNIQUE (cause_id, kind)
);
CREATE INDEX mail_runs_of_scope ON mail_runs (scope_id, created_at, id);
CREATE INDEX mail_runs_under_way ON mail_runs (job_key) WHERE finished_at IS NULL;

-- A row each: waiting, sent, refused. What the server said is its code; 0 where it said nothing.
CREATE TABLE mail_run_recipients (
  scope_id {uuid} NOT NULL,
  run_id {uuid} NOT NULL REFERENCES mail_runs (id),
  place {int} NOT NULL,
  message_id {text} NOT NULL,
  to_address {text} NOT NULL,
  stop_url {text} NOT NULL,
  state {text} NOT NULL,
  tries {int} NOT NULL,
  due_at {time} NOT NULL,
  said {int} NOT NULL,
  settled_at {time},
  PRIMARY KEY (run_id, place),
  UNIQUE (run_id, to_address)
);
CREATE INDEX mail_run_recipients_due ON mail_run_recipients (run_id, state, due_at, place);
CREATE INDEX mail_run_recipients_message ON mail_run_recipients (message_id);

-- Until when mail is spoken for, in milliseconds since 1970: the next may leave after that.
CREATE TABLE mail_pace (
  name {text} PRIMARY KEY,
  free_at {int} NOT NULL
);

-- A mail that came back, or is late, by the Message-ID that we gave it. The address is not written down a second time.
CREATE TABLE mail_bounces (
  message_id {text} PRIMARY KEY,
  scope_id {uuid},
  cause_id {uuid} NOT NULL,
  kind {text} NOT NULL,
  mail_id {uuid},
  run_id {uuid},
  place {int},
  status {text} NOT NULL,
  permanent {bool} NOT NULL,
  at {time} NOT NULL
);
CREATE INDEX mail_bounces_of_scope ON mail_bounces (scope_id, at, message_id);
CREATE INDEX mail_bounces_of_cause ON mail_bounces (cause_id, at);
CREATE INDEX mails_by_message ON mails (message_id);
