-- Who was invited to a meeting and what they answered; calendars that follow; meetings that a calendar outside invites to.

CREATE TABLE invitations (
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  email {text} NOT NULL,
  sequence {int} NOT NULL,
  slot {text} NOT NULL,
  slot_sequence {int} NOT NULL,
  stands {bool} NOT NULL,
  asked_on {date},
  PRIMARY KEY (meeting_id, person_id)
);
CREATE INDEX invitations_of_group ON invitations (group_id, person_id);
INSERT INTO invitations (meeting_id, person_id, group_id, email, sequence, slot, slot_sequence, stands)
  SELECT m.id, s.person_id, m.group_id, p.email, m.sequence, CAST(m.held_on AS TEXT) || ' ' || m.starts || ' ' || CAST(m.minutes AS TEXT), 0, TRUE
  FROM meetings m JOIN seats s ON s.group_id = m.group_id AND s.role <> 'reader' JOIN people p ON p.id = s.person_id
  WHERE m.invited AND m.state = 'planned';

CREATE TABLE attending (
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  answer {text} NOT NULL,
  deputy_id {uuid} REFERENCES people (id),
  way {text} NOT NULL,
  sequence {int} NOT NULL,
  answered_at {time} NOT NULL,
  words {text} NOT NULL,
  PRIMARY KEY (meeting_id, person_id)
);
CREATE INDEX attending_of_group ON attending (group_id, meeting_id);

CREATE TABLE calendar_feeds (
  person_id {uuid} PRIMARY KEY REFERENCES people (id),
  turn {int} NOT NULL,
  stands {bool} NOT NULL
);

CREATE TABLE meeting_inviters (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  inviter {text} NOT NULL
);

CREATE TABLE outside_entries (
  meeting_id {uuid} PRIMARY KEY REFERENCES meetings (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  uid {text} NOT NULL,
  sequence {int} NOT NULL,
  stamped_at {time} NOT NULL,
  UNIQUE (group_id, uid)
);
