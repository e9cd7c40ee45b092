-- Where the terms of reference say each rule.

CREATE TABLE rule_traces (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  rule {text} NOT NULL,
  version {int} NOT NULL,
  paragraphs {text} NOT NULL,
  PRIMARY KEY (group_id, rule)
);
