-- What is kept in the room: who comes and goes, when each item was taken, texts as they grow, questions that are parked;
-- and how a matter was decided, by whom it was counted, and what was corrected of it.

CREATE TABLE item_times (
  item_id {uuid} PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  began_at {time} NOT NULL,
  ended_at {time},
  minutes {int} NOT NULL
);
CREATE INDEX item_times_of_group ON item_times (group_id);

CREATE TABLE comings (
  item_id {uuid} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  person_id {uuid} NOT NULL REFERENCES people (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  here {bool} NOT NULL,
  PRIMARY KEY (item_id, person_id)
);

CREATE TABLE note_keepers (
  item_id {uuid} PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  noted_at {time} NOT NULL
);

CREATE TABLE drafted_decisions (
  item_id {uuid} PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  words {text} NOT NULL
);

CREATE TABLE parked_questions (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  words {text} NOT NULL,
  state {text} NOT NULL,
  parked_at {time} NOT NULL
);
CREATE INDEX parked_questions_waiting ON parked_questions (group_id, id) WHERE state = 'waiting';

ALTER TABLE decisions ADD COLUMN manner {text} NOT NULL DEFAULT 'agreed';
ALTER TABLE decisions ADD COLUMN aside {text} NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN gp_view {text} NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN consultant_view {text} NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN views_told {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE decisions ADD COLUMN comes_back_on {date};
ALTER TABLE decisions ADD COLUMN review_on {date};
ALTER TABLE decisions ADD COLUMN patients {text} NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN ratified_in {uuid};

CREATE TABLE counted (
  decision_id {uuid} NOT NULL REFERENCES decisions (id) ON DELETE CASCADE,
  person_id {uuid} NOT NULL REFERENCES people (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  side {text} NOT NULL,
  PRIMARY KEY (decision_id, person_id)
);
INSERT INTO counted (decision_id, person_id, group_id, side)
  SELECT d.id, a.person_id, d.group_id, a.side FROM decisions d JOIN attendances a ON a.meeting_id = d.meeting_id
  WHERE a.core AND a.presence = 'present' AND a.side IN ('gp', 'consultant');

CREATE TABLE decision_corrections (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  decision_id {uuid} NOT NULL REFERENCES decisions (id),
  words_before {text} NOT NULL,
  words_after {text} NOT NULL,
  why {text} NOT NULL,
  proposed_by {uuid} NOT NULL REFERENCES people (id),
  proposed_at {time} NOT NULL,
  gp_by {uuid} REFERENCES people (id),
  consultant_by {uuid} REFERENCES people (id),
  corrected_on {date}
);
CREATE INDEX decision_corrections_of ON decision_corrections (decision_id, id);
CREATE TABLE edition_corrections (
  network_id {uuid} NOT NULL REFERENCES networks (id),
  correction_id {uuid} NOT NULL REFERENCES decision_corrections (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  edition_id {uuid} NOT NULL REFERENCES editions (id),
  PRIMARY KEY (network_id, correction_id)
);
CREATE INDEX corrections_of_edition ON edition_corrections (edition_id);

CREATE INDEX decisions_waiting ON decisions (group_id) WHERE NOT confirmed;
CREATE INDEX decisions_ratified ON decisions (ratified_in) WHERE ratified_in IS NOT NULL;
