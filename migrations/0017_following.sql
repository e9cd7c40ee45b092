-- What passes between the group and a reporter after an issue is raised: news by mail and its end, questions and answers,
-- whether an outcome held; and the page of what was said and done.

CREATE TABLE notices (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  kind {text} NOT NULL,
  about {uuid} NOT NULL,
  month {int} NOT NULL,
  held {bool} NOT NULL,
  mailed_on {date},
  mailed_with {uuid},
  UNIQUE (issue_id, kind, about, month)
);
CREATE INDEX notices_held ON notices (group_id) WHERE held;
CREATE INDEX notices_mailed_with ON notices (group_id, mailed_with);
INSERT INTO notices (id, group_id, issue_id, kind, about, month, held, mailed_on, mailed_with)
  SELECT id, group_id, issue_id, 'outcome', id, 0, held, mailed_on, NULL FROM replies WHERE held OR mailed_on IS NOT NULL;
DROP INDEX replies_held;
ALTER TABLE replies DROP COLUMN held;
ALTER TABLE replies DROP COLUMN mailed_on;
CREATE INDEX replies_by_day ON replies (group_id, said_on);

ALTER TABLE mails ADD COLUMN unsubscribe {text} NOT NULL DEFAULT '';
ALTER TABLE reporters ADD COLUMN mail_stopped {bool} NOT NULL DEFAULT FALSE;

CREATE TABLE mailed_addresses (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  address_hash {bytes} NOT NULL,
  mailed_on {date},
  stopped_on {date},
  PRIMARY KEY (group_id, address_hash)
);

CREATE TABLE exchange (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  place {int} NOT NULL,
  kind {text} NOT NULL,
  words {text} NOT NULL,
  person_id {uuid} REFERENCES people (id),
  said_on {date} NOT NULL,
  UNIQUE (issue_id, place)
);

CREATE TABLE checking_rules (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  first_month {int} NOT NULL,
  second_month {int} NOT NULL
);

CREATE TABLE outcome_answers (
  reply_id {uuid} NOT NULL REFERENCES replies (id),
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  answer {text} NOT NULL,
  said_on {date} NOT NULL,
  PRIMARY KEY (reply_id, issue_id)
);
CREATE INDEX outcome_answers_of_group ON outcome_answers (group_id, reply_id);

CREATE TABLE public_pages (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  said_and_done {bool} NOT NULL
);

CREATE TABLE could_nots (
  decision_id {uuid} PRIMARY KEY REFERENCES decisions (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  words {text} NOT NULL
);
