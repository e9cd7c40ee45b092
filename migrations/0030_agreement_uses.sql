-- What agreements do for those who raise issues: how often one answered, and who says that it still happens.

CREATE TABLE agreement_uses (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  agreement {int} NOT NULL,
  kind {text} NOT NULL,
  used_on {date} NOT NULL,
  n {int} NOT NULL,
  PRIMARY KEY (group_id, agreement, kind, used_on)
);

CREATE TABLE solved_visits (
  form_hash {bytes} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  solved_on {date} NOT NULL
);

CREATE TABLE reports_on_agreements (
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  agreement {int} NOT NULL,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  said_on {date} NOT NULL,
  PRIMARY KEY (issue_id, agreement)
);
CREATE INDEX reports_on_agreements_by_agreement ON reports_on_agreements (group_id, agreement);
