-- What guests of one item were sent and answered; and meetings that are one of a series in the group's own calendar.

CREATE TABLE guest_invitations (
  guest_id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  name {text} NOT NULL,
  email {text} NOT NULL,
  sequence {int} NOT NULL,
  starts_at {time} NOT NULL,
  ends_at {time} NOT NULL,
  title {text} NOT NULL,
  place {text} NOT NULL,
  link {text} NOT NULL,
  stands {bool} NOT NULL,
  answer {text} NOT NULL,
  answered_at {time}
);
CREATE INDEX guest_invitations_standing ON guest_invitations (group_id, ends_at) WHERE stands;
CREATE INDEX guest_invitations_of_meeting ON guest_invitations (meeting_id);

ALTER TABLE outside_entries ADD COLUMN series {text} NOT NULL DEFAULT '';
ALTER TABLE outside_entries ADD COLUMN apart {bool} NOT NULL DEFAULT FALSE;
CREATE INDEX outside_entries_of_series ON outside_entries (group_id, series) WHERE series <> '';
ALTER TABLE meeting_inviters ADD COLUMN most_meetings {int} NOT NULL DEFAULT 24;
ALTER TABLE meeting_inviters ADD COLUMN months_ahead {int} NOT NULL DEFAULT 12;

-- From when and until when somebody who comes can be there; empty for the whole meeting.
ALTER TABLE attending ADD COLUMN comes {text} NOT NULL DEFAULT '';
ALTER TABLE attending ADD COLUMN leaves {text} NOT NULL DEFAULT '';

-- Items for which a paper is to come.
CREATE TABLE awaited_papers (
  item_id {uuid} PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  group_id {uuid} NOT NULL REFERENCES groups (id)
);
CREATE INDEX awaited_papers_of_group ON awaited_papers (group_id);
