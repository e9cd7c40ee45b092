-- The administrator's pass: which way the work flows, which service it is about, what is prepared, and what the software proposes.

ALTER TABLE issues ADD COLUMN direction {text};
ALTER TABLE issues ADD COLUMN service_id {uuid};
ALTER TABLE issues ADD COLUMN prepared_on {date};

CREATE TABLE desk_proposals (
  issue_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  learnt {int} NOT NULL,
  direction {text},
  service_id {uuid},
  service_by {text} NOT NULL,
  title {text} NOT NULL,
  sentences {text} NOT NULL,
  others {text} NOT NULL
);
CREATE INDEX desk_proposals_of_group ON desk_proposals (group_id);

CREATE TABLE desk_themes (
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  place {int} NOT NULL,
  theme {text} NOT NULL,
  why {text} NOT NULL,
  PRIMARY KEY (issue_id, place)
);

CREATE TABLE desk_twins (
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  place {int} NOT NULL,
  twin {int} NOT NULL,
  why {text} NOT NULL,
  PRIMARY KEY (issue_id, place)
);

CREATE TABLE desk_agreements (
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  place {int} NOT NULL,
  agreement {int} NOT NULL,
  why {text} NOT NULL,
  PRIMARY KEY (issue_id, place)
);
