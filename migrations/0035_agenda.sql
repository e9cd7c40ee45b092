-- What is asked of the meeting with each item, who presents it, who may see it, and which item it goes on from.

ALTER TABLE items ADD COLUMN purpose {text} NOT NULL DEFAULT 'decide';
ALTER TABLE items ADD COLUMN presenter {text} NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN reserved {text} NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN consent {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE items ADD COLUMN kind {text} NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN follows {uuid} REFERENCES items (id);
CREATE INDEX items_following ON items (follows);

CREATE TABLE standing_items (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  position {int} NOT NULL,
  kind {text} NOT NULL,
  title {text} NOT NULL,
  minutes {int} NOT NULL,
  PRIMARY KEY (group_id, position)
);

CREATE TABLE backlog_topics (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  title {text} NOT NULL,
  purpose {text} NOT NULL,
  presenter {text} NOT NULL,
  minutes {int} NOT NULL,
  reserved {text} NOT NULL,
  consent {bool} NOT NULL,
  since_on {date} NOT NULL,
  carried {int} NOT NULL
);
CREATE INDEX backlog_of_group ON backlog_topics (group_id, since_on, id);
