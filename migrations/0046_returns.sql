-- Which day of a decision has brought it back to what waits for a meeting: a day does so once.
CREATE TABLE decision_returns (
  decision_id {uuid} NOT NULL REFERENCES decisions (id),
  due_on {date} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  back_on {date} NOT NULL,
  PRIMARY KEY (decision_id, due_on)
);
CREATE INDEX corrections_waiting ON decision_corrections (group_id) WHERE corrected_on IS NULL;
