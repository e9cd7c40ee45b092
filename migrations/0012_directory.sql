-- Whom the group writes to: services, hospitals, practices and committees, each with a contact who has agreed to it.

CREATE TABLE directory_rules (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  months {int} NOT NULL
);

CREATE TABLE directory_entries (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  version {int} NOT NULL,
  name {text} NOT NULL,
  kind {text} NOT NULL,
  sector {text} NOT NULL,
  note {text} NOT NULL,
  contact_name {text} NOT NULL,
  contact_post {text} NOT NULL,
  contact_email {text} NOT NULL,
  deputy_name {text} NOT NULL,
  deputy_email {text} NOT NULL,
  above_id {uuid},
  above_name {text} NOT NULL,
  above_email {text} NOT NULL,
  agreed_on {date},
  confirmed_on {date},
  asked_on {date},
  reminded_on {date},
  retired_on {date}
);
CREATE INDEX directory_of_group ON directory_entries (group_id, retired_on);
CREATE INDEX directory_of_contact ON directory_entries (group_id, contact_email);
