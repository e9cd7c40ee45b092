-- What reporters bring beside their words; who opened what; what was put aside of a mailbox.

CREATE TABLE issue_files (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  number {int} NOT NULL,
  kind {text} NOT NULL,
  words {text} NOT NULL,
  added_on {date} NOT NULL,
  UNIQUE (issue_id, number)
);
CREATE INDEX issue_files_of_group ON issue_files (group_id, issue_id, number);

CREATE TABLE mailboxes (
  place {bytes} PRIMARY KEY,
  validity {int} NOT NULL,
  read_to {int} NOT NULL
);

CREATE TABLE mailbox_tries (
  place {bytes} NOT NULL REFERENCES mailboxes (place),
  number {int} NOT NULL,
  tries {int} NOT NULL,
  PRIMARY KEY (place, number)
);

ALTER TABLE exchange ADD COLUMN told {bool} NOT NULL DEFAULT TRUE;
CREATE INDEX exchange_untold ON exchange (said_on) WHERE NOT told;

CREATE TABLE looks (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  thing_id {uuid} NOT NULL,
  person_id {uuid} NOT NULL REFERENCES people (id),
  kind {text} NOT NULL,
  day {date} NOT NULL,
  PRIMARY KEY (group_id, thing_id, person_id, kind, day)
);
CREATE INDEX looks_by_day ON looks (day);

CREATE TABLE removal_looks (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  removal {int} NOT NULL,
  position {int} NOT NULL,
  name {text} NOT NULL,
  place {text} NOT NULL,
  reference {text} NOT NULL,
  first_on {date},
  last_on {date},
  PRIMARY KEY (group_id, removal, position)
);
