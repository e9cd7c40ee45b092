-- An account can be ended: the name stays where it stands in what the group keeps, the address does not.
ALTER TABLE people ADD COLUMN ended_at {time};

-- A table that was brought in, so that it can be taken back as a whole before anything hangs on it; and when a row of it was put right.
CREATE TABLE imports (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  kind {text} NOT NULL,
  person_id {uuid} NOT NULL REFERENCES people (id),
  n_rows {int} NOT NULL,
  brought_on {date} NOT NULL,
  taken_back_on {date}
);
CREATE INDEX imports_of_group ON imports (group_id, kind, brought_on);

ALTER TABLE past_decisions ADD COLUMN import_id {uuid};
ALTER TABLE past_decisions ADD COLUMN corrected_on {date};
CREATE INDEX past_decisions_of_import ON past_decisions (import_id);
