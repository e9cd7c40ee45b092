-- A group's own words: abbreviations beside the field's, and how its hospitals number patients (the shape, never a number).

CREATE TABLE own_abbreviations (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  short {text} NOT NULL,
  meaning {text} NOT NULL,
  PRIMARY KEY (group_id, short)
);

CREATE TABLE hospital_numbers (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  shape {text} NOT NULL,
  PRIMARY KEY (group_id, shape)
);
