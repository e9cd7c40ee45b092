-- What the co-chairs write into the pack of a theme before a meeting.

CREATE TABLE theme_packs (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  theme {text} NOT NULL,
  version {int} NOT NULL,
  proposal {text} NOT NULL,
  room {text} NOT NULL,
  PRIMARY KEY (group_id, theme)
);
