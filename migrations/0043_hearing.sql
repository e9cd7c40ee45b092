-- What groups and editors say they received and ask back; whether an edition came out; a cover and a note for each group.
ALTER TABLE networks ADD COLUMN cover {text} NOT NULL DEFAULT '';
ALTER TABLE networks ADD COLUMN asked_out {bool} NOT NULL DEFAULT TRUE;

ALTER TABLE minute_copies ADD COLUMN token_hash {bytes};
CREATE UNIQUE INDEX minute_copies_token ON minute_copies (token_hash);
CREATE INDEX minute_copies_of_group ON minute_copies (group_id, meeting_id);

CREATE TABLE minute_notes (
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  network_id {uuid} NOT NULL REFERENCES networks (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  words {text} NOT NULL,
  PRIMARY KEY (meeting_id, network_id)
);
CREATE INDEX minute_notes_of_network ON minute_notes (network_id);
CREATE INDEX minute_notes_of_group ON minute_notes (group_id);

CREATE TABLE acknowledgements (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  network_id {uuid} NOT NULL REFERENCES networks (id),
  said {text} NOT NULL,
  meets_on {date},
  said_at {time} NOT NULL
);
CREATE INDEX acknowledgements_of_copy ON acknowledgements (network_id, meeting_id, id);
CREATE INDEX acknowledgements_of_meeting ON acknowledgements (group_id, meeting_id);

CREATE TABLE committee_questions (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  network_id {uuid} NOT NULL REFERENCES networks (id),
  words {text} NOT NULL,
  asked_by {text} NOT NULL,
  reply_to {text} NOT NULL,
  asked_at {time} NOT NULL,
  item_id {uuid} REFERENCES items (id),
  answer {text} NOT NULL DEFAULT '',
  answered_at {time},
  answered_by {uuid} REFERENCES people (id)
);
CREATE INDEX committee_questions_of_copy ON committee_questions (network_id, meeting_id, id);
CREATE INDEX committee_questions_of_group ON committee_questions (group_id, answered_at, id);
CREATE INDEX committee_questions_item ON committee_questions (item_id);
CREATE INDEX committee_questions_by ON committee_questions (answered_by);

CREATE TABLE edition_outings (
  edition_id {uuid} PRIMARY KEY REFERENCES editions (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  network_id {uuid} NOT NULL REFERENCES networks (id),
  token_hash {bytes} NOT NULL,
  asked_on {date} NOT NULL,
  reminded_on {date},
  answer {text} NOT NULL DEFAULT '',
  comes_on {date},
  answered_at {time},
  again_on {date},
  again {int} NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX edition_outings_token ON edition_outings (token_hash);
CREATE INDEX edition_outings_open ON edition_outings (asked_on) WHERE answer = '' AND reminded_on IS NULL;
CREATE INDEX edition_outings_of_group ON edition_outings (group_id, answer);
CREATE INDEX edition_outings_of_network ON edition_outings (network_id);

CREATE INDEX decisions_by_day ON decisions (group_id, decided_on);
CREATE INDEX editions_by_day ON editions (out_on);
