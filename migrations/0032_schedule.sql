-- Kinds of meetings and their links; the days that a group avoids, and its themes in turn; who is invited for one item; the
-- theme calendar and its calls for issues.

ALTER TABLE meetings ADD COLUMN kind {text} NOT NULL DEFAULT 'ordinary';
ALTER TABLE meetings ADD COLUMN link {text} NOT NULL DEFAULT '';
ALTER TABLE meeting_rules ADD COLUMN usual_link {text} NOT NULL DEFAULT '';
UPDATE meetings SET link = place, place = '' WHERE place LIKE 'http%://%' AND place NOT LIKE '% %';
UPDATE meeting_rules SET usual_link = usual_place, usual_place = '' WHERE usual_place LIKE 'http%://%' AND usual_place NOT LIKE '% %';

CREATE TABLE days_off (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  from_on {date} NOT NULL,
  to_on {date} NOT NULL,
  name {text} NOT NULL,
  at_work {bool} NOT NULL
);
CREATE INDEX days_off_of_group ON days_off (group_id, to_on);

CREATE TABLE day_off_rules (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  worked {text} NOT NULL
);

CREATE TABLE year_rules (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  moves {text} NOT NULL,
  themes_public {bool} NOT NULL
);

CREATE TABLE theme_turns (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  theme {text} NOT NULL,
  position {int} NOT NULL,
  PRIMARY KEY (group_id, theme)
);

CREATE TABLE item_guests (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  item_id {uuid} NOT NULL REFERENCES items (id),
  name {text} NOT NULL,
  post {text} NOT NULL,
  email {text} NOT NULL
);
CREATE INDEX item_guests_of_item ON item_guests (item_id);
CREATE INDEX item_guests_of_group ON item_guests (group_id);

CREATE TABLE theme_calls (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  theme {text} NOT NULL,
  version {int} NOT NULL,
  title {text} NOT NULL,
  words {text} NOT NULL,
  until_on {date} NOT NULL,
  called_on {date}
);
CREATE INDEX theme_calls_of_meeting ON theme_calls (meeting_id);
CREATE INDEX theme_calls_of_theme ON theme_calls (group_id, theme, called_on);

CREATE TABLE theme_call_copies (
  call_id {uuid} NOT NULL REFERENCES theme_calls (id),
  network_id {uuid} NOT NULL REFERENCES networks (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  edition_id {uuid} REFERENCES editions (id),
  posted_on {date},
  PRIMARY KEY (call_id, network_id)
);
CREATE INDEX theme_call_copies_of_edition ON theme_call_copies (edition_id);
CREATE INDEX theme_call_copies_of_network ON theme_call_copies (network_id);
