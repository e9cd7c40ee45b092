-- How a report came in: thanks beside trouble, where its reporter works, the door it came through, how long the form took.

ALTER TABLE issues ADD COLUMN kind {text} NOT NULL DEFAULT 'trouble';
ALTER TABLE issues ADD COLUMN workplace {text};
ALTER TABLE issues ADD COLUMN door {text};
CREATE INDEX issues_by_door ON issues (group_id, door);
CREATE INDEX issues_by_workplace ON issues (group_id, workplace);
CREATE INDEX replies_of_group ON replies (group_id, id);

CREATE TABLE doors (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  key {text} NOT NULL,
  kind {text} NOT NULL,
  label {text} NOT NULL,
  place {text} NOT NULL,
  closed_on {date},
  UNIQUE (group_id, key)
);

CREATE TABLE raise_times (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  bucket {int} NOT NULL,
  n {int} NOT NULL,
  PRIMARY KEY (group_id, bucket)
);

CREATE TABLE signposts (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  version {int} NOT NULL,
  urgent {text} NOT NULL,
  incident {text} NOT NULL,
  complaint {text} NOT NULL,
  patient {text} NOT NULL,
  conduct {text} NOT NULL
);

CREATE TABLE thanks (
  issue_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  to_whom {text} NOT NULL,
  words {text} NOT NULL,
  mailed {bool} NOT NULL,
  passed_on {date} NOT NULL
);
