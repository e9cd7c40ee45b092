-- Who has seen that harm was reported, and what was done; when somebody of the group reads; what was passed on to another board's group.

CREATE TABLE harm_alerts (
  issue_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  noticed_on {date} NOT NULL,
  told_on {date},
  reminded_on {date},
  seen_on {date},
  seen_by {uuid} REFERENCES people (id),
  words {text} NOT NULL,
  incident {text} NOT NULL
);
CREATE INDEX harm_alerts_open ON harm_alerts (group_id) WHERE seen_on IS NULL;

CREATE TABLE reading_hours (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  starts {text} NOT NULL,
  ends {text} NOT NULL
);
