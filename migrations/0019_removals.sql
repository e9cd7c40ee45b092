-- Words that were taken out because they could identify a patient: how to know them again, never the words themselves.

CREATE TABLE removals (
  id {uuid} PRIMARY KEY,
  scope_id {uuid} NOT NULL,
  number {int} NOT NULL,
  letters {int} NOT NULL,
  seal {bytes} NOT NULL,
  removed_at {time} NOT NULL,
  places {int} NOT NULL,
  UNIQUE (scope_id, number, seal)
);

CREATE TABLE tombstones (
  scope_id {uuid} NOT NULL,
  sealed_hash {bytes} NOT NULL,
  now_hash {bytes} NOT NULL,
  PRIMARY KEY (scope_id, sealed_hash)
);

CREATE TABLE removal_places (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  removal {int} NOT NULL,
  position {int} NOT NULL,
  place {text} NOT NULL,
  reference {text} NOT NULL,
  times {int} NOT NULL,
  PRIMARY KEY (group_id, removal, position)
);

CREATE TABLE removal_mails (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  removal {int} NOT NULL,
  mail_id {uuid} NOT NULL,
  to_address {text} NOT NULL,
  kind {text} NOT NULL,
  sent_at {time},
  PRIMARY KEY (group_id, removal, mail_id)
);

CREATE TABLE flags (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  flagged_on {date} NOT NULL,
  told {bool} NOT NULL,
  state {text} NOT NULL,
  UNIQUE (group_id, number)
);
CREATE INDEX flags_of_issue ON flags (issue_id, state);

CREATE TABLE set_aside (
  flag_id {uuid} NOT NULL REFERENCES flags (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  field {text} NOT NULL,
  words {text} NOT NULL,
  PRIMARY KEY (flag_id, field)
);
