-- What is put right in a published minute: it stands beside the frozen text, which stays as it was signed.

CREATE TABLE minute_mendings (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  reserved {bool} NOT NULL,
  block {int} NOT NULL,
  was {text} NOT NULL,
  words {text} NOT NULL,
  why {text} NOT NULL,
  proposed_by {uuid} NOT NULL REFERENCES people (id),
  proposed_at {time} NOT NULL,
  gp_by {uuid} REFERENCES people (id),
  consultant_by {uuid} REFERENCES people (id),
  corrected_on {date}
);
CREATE INDEX minute_mendings_of ON minute_mendings (meeting_id, id);
CREATE INDEX minute_mendings_waiting ON minute_mendings (group_id) WHERE corrected_on IS NULL;
CREATE INDEX minute_mendings_proposed_by ON minute_mendings (proposed_by);
CREATE INDEX minute_mendings_gp_by ON minute_mendings (gp_by);
CREATE INDEX minute_mendings_consultant_by ON minute_mendings (consultant_by);

-- Whom Brig has told of what waits for their word, and when: nobody hears of it more than once a day.
CREATE TABLE waiting_told (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  told_on {date} NOT NULL,
  keys {text} NOT NULL,
  PRIMARY KEY (group_id, person_id)
);
CREATE INDEX waiting_told_of_person ON waiting_told (person_id);
