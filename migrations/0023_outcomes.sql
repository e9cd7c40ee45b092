-- What each side would do with an issue, with all that belongs to it, also of rounds that are over; what reporters read then.

CREATE TABLE side_views (
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  side {text} NOT NULL,
  past {int} NOT NULL,
  person_id {uuid} NOT NULL REFERENCES people (id),
  outcome {text} NOT NULL,
  theme {text} NOT NULL,
  contact_id {uuid} REFERENCES directory_entries (id),
  forum {text},
  question {text},
  due_on {date},
  agreement {int},
  signpost {text},
  out_reason {text},
  reason {text} NOT NULL,
  words {text} NOT NULL,
  to_meeting {bool} NOT NULL,
  harm_n {int},
  reach_n {int},
  fixable_n {int},
  both_n {int},
  given_at {time} NOT NULL,
  PRIMARY KEY (issue_id, side, past)
);
CREATE INDEX side_views_of_group ON side_views (group_id, past);
INSERT INTO side_views (issue_id, group_id, side, past, person_id, outcome, theme, reason, words, to_meeting, given_at)
  SELECT issue_id, group_id, side, 0, person_id, outcome, theme, '', '', FALSE, given_at FROM triage_views;
DROP TABLE triage_views;

ALTER TABLE replies ADD COLUMN outcome {text} NOT NULL DEFAULT '';
ALTER TABLE replies ADD COLUMN answers {bool} NOT NULL DEFAULT TRUE;

CREATE TABLE triage_settings (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  version {int} NOT NULL,
  in_use {text} NOT NULL,
  watch_reports {int} NOT NULL,
  watch_places {int} NOT NULL,
  out_reasons {text} NOT NULL,
  fix_now {text} NOT NULL,
  to_group {text} NOT NULL,
  interim {text} NOT NULL,
  delegated {text} NOT NULL,
  watched {text} NOT NULL,
  answered {text} NOT NULL,
  sent_out {text} NOT NULL
);
