-- What is told of a decision, the networks and groups it goes to, what has gone; answers held for a day; kept figures.

ALTER TABLE decisions ADD COLUMN what_changes {text} NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN for_whom {text} NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN from_when {date};
ALTER TABLE decisions ADD COLUMN who_to_ask {text} NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN cascades {bool} NOT NULL DEFAULT TRUE;

ALTER TABLE jobs ADD COLUMN stops {int} NOT NULL DEFAULT 0;

ALTER TABLE mails ADD COLUMN reply_to {text} NOT NULL DEFAULT '';
CREATE INDEX mails_of_scope ON mails (scope_id, sent_at, id);

ALTER TABLE groups ADD COLUMN contact {text} NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN post_from {text} NOT NULL DEFAULT '08:00';
ALTER TABLE groups ADD COLUMN copy_lead {int} NOT NULL DEFAULT 60;
ALTER TABLE meeting_rules ADD COLUMN remind_days {int} NOT NULL DEFAULT 7;

CREATE TABLE networks (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  version {int} NOT NULL,
  name {text} NOT NULL,
  address {text} NOT NULL,
  takes {text} NOT NULL,
  opening {text} NOT NULL,
  every {text} NOT NULL,
  copy_day {int} NOT NULL,
  copy_time {text} NOT NULL,
  out_day {int} NOT NULL,
  ended_on {date}
);
CREATE INDEX networks_of_group ON networks (group_id, ended_on);

CREATE TABLE editions (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  network_id {uuid} NOT NULL REFERENCES networks (id),
  closes_at {time} NOT NULL,
  out_on {date} NOT NULL,
  sent_at {time}
);
CREATE UNIQUE INDEX editions_waiting ON editions (network_id, closes_at) WHERE sent_at IS NULL;
CREATE INDEX editions_of_network ON editions (network_id, closes_at);
CREATE INDEX editions_open ON editions (closes_at) WHERE sent_at IS NULL;
CREATE INDEX editions_of_group ON editions (group_id, sent_at);

CREATE TABLE edition_entries (
  network_id {uuid} NOT NULL REFERENCES networks (id),
  decision_id {uuid} NOT NULL REFERENCES decisions (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  edition_id {uuid} NOT NULL REFERENCES editions (id),
  left_out {bool} NOT NULL,
  PRIMARY KEY (network_id, decision_id)
);
CREATE INDEX entries_of_edition ON edition_entries (edition_id);
CREATE INDEX entries_of_decision ON edition_entries (decision_id);

CREATE TABLE minute_copies (
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  network_id {uuid} NOT NULL REFERENCES networks (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  posted_at {time},
  PRIMARY KEY (meeting_id, network_id)
);
CREATE INDEX minute_copies_of_network ON minute_copies (network_id, posted_at);

ALTER TABLE replies ADD COLUMN held {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE replies ADD COLUMN mailed_on {date};
CREATE INDEX replies_held ON replies (group_id) WHERE held;
CREATE INDEX reporters_by_email ON reporters (group_id, LOWER(email));

CREATE TABLE action_reminders (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  reminded_on {date} NOT NULL,
  PRIMARY KEY (group_id, person_id)
);
CREATE INDEX actions_of_owner ON actions (group_id, owner_id, state, due);

CREATE TABLE issue_months (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  month {text} NOT NULL,
  n {int} NOT NULL,
  PRIMARY KEY (group_id, month)
);
INSERT INTO issue_months (group_id, month, n)
  SELECT group_id, SUBSTR(CAST(raised_on AS TEXT), 1, 7), COUNT(*) FROM issues GROUP BY 1, 2;

CREATE TABLE issue_waits (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  days {int} NOT NULL,
  n {int} NOT NULL,
  PRIMARY KEY (group_id, days)
);
