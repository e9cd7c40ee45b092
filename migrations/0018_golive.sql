-- Going live: what a group answers before its form opens to the public; custodians, and what they opened; issues that somebody
-- handed in for another, or that came by mail.

CREATE TABLE go_live (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  controller {text} NOT NULL,
  protection {text} NOT NULL,
  safety {text} NOT NULL,
  years {int},
  hosting {text} NOT NULL,
  raise_address {text},
  opened_on {date},
  closed_on {date},
  closed_words {text} NOT NULL
);
CREATE UNIQUE INDEX go_live_by_raise_address ON go_live (raise_address);

ALTER TABLE seats ADD COLUMN custodian {bool} NOT NULL DEFAULT FALSE;

CREATE TABLE reporter_openings (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  person_id {uuid} NOT NULL REFERENCES people (id),
  opened_as {text} NOT NULL,
  reason {text} NOT NULL,
  opened_at {time} NOT NULL
);
CREATE INDEX reporter_openings_of_group ON reporter_openings (group_id, opened_at);
CREATE INDEX reporter_openings_of_issue ON reporter_openings (issue_id, opened_at);

CREATE TABLE handed_in (
  issue_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  how {text} NOT NULL,
  said_on {date}
);

CREATE TABLE mails_in (
  message_hash {bytes} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  outcome {text} NOT NULL,
  came_on {date} NOT NULL
);

-- Where people raise issues already, nobody's form closes by an update.
INSERT INTO go_live (group_id, controller, protection, safety, hosting, opened_on, closed_words)
  SELECT group_id, '', '', '', '', MIN(raised_on), '' FROM issues GROUP BY group_id;
