-- Surveys: the same questions before the first meeting and then yearly. Of an answer only its link is kept, and no time.

CREATE TABLE survey_rounds (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  opened_on {date} NOT NULL,
  closes_on {date} NOT NULL,
  closed_on {date},
  shown {bool} NOT NULL
);
CREATE UNIQUE INDEX survey_rounds_of_group ON survey_rounds (group_id, number);

CREATE TABLE survey_links (
  id {uuid} PRIMARY KEY,
  round_id {uuid} NOT NULL REFERENCES survey_rounds (id),
  network_id {uuid} REFERENCES networks (id),
  code {text} NOT NULL
);
CREATE INDEX survey_links_of_round ON survey_links (round_id);
CREATE UNIQUE INDEX survey_links_by_code ON survey_links (code);

CREATE TABLE survey_answers (
  id {uuid} PRIMARY KEY,
  link_id {uuid} NOT NULL REFERENCES survey_links (id),
  form_hash {bytes} NOT NULL,
  sector {text},
  works {text},
  change {text},
  knows {text},
  hears {text},
  words {text}
);
CREATE INDEX survey_answers_of_link ON survey_answers (link_id, sector);
CREATE UNIQUE INDEX survey_answers_by_form ON survey_answers (form_hash);
