-- What each network is told of a decision, in its own length; how long what is approved waits; the order of an edition.

CREATE TABLE network_versions (
  network_id {uuid} NOT NULL REFERENCES networks (id),
  decision_id {uuid} NOT NULL REFERENCES decisions (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  version {int} NOT NULL,
  state {text} NOT NULL,
  headline {text} NOT NULL,
  body {text} NOT NULL,
  core {text} NOT NULL,
  approved_by {uuid} REFERENCES people (id),
  approved_at {time},
  sent_at {time},
  headline_words {int} NOT NULL DEFAULT 0,
  body_words {int} NOT NULL DEFAULT 0,
  PRIMARY KEY (network_id, decision_id)
);
CREATE INDEX network_versions_of_decision ON network_versions (decision_id);
CREATE INDEX network_versions_of_group ON network_versions (group_id, sent_at);

CREATE TABLE version_rules (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  hold_minutes {int} NOT NULL,
  by_hand {bool} NOT NULL,
  tell_days {int} NOT NULL
);
CREATE TABLE version_notices (
  group_id {uuid} PRIMARY KEY REFERENCES groups (id),
  told_on {date} NOT NULL
);

ALTER TABLE editions ADD COLUMN early {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE editions ADD COLUMN note {text} NOT NULL DEFAULT '';
ALTER TABLE edition_entries ADD COLUMN position {int};
ALTER TABLE edition_entries ADD COLUMN good_news {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE edition_corrections ADD COLUMN approved_at {time};

-- What waits for an edition already was approved when both sides had confirmed its meeting.
INSERT INTO network_versions (network_id, decision_id, group_id, version, state, headline, body, core, approved_at)
  SELECT x.network_id, x.decision_id, x.group_id, 1, 'draft', '', '', '',
         (SELECT MAX(c.confirmed_at) FROM confirmations c WHERE c.meeting_id = COALESCE(d.ratified_in, d.meeting_id))
  FROM edition_entries x JOIN editions e ON e.id = x.edition_id JOIN decisions d ON d.id = x.decision_id WHERE e.sent_at IS NULL;
UPDATE edition_corrections SET approved_at = (SELECT MAX(c.confirmed_at) FROM decision_corrections k JOIN decisions d ON d.id = k.decision_id
  JOIN confirmations c ON c.meeting_id = d.meeting_id WHERE k.id = edition_corrections.correction_id)
  WHERE edition_id IN (SELECT id FROM editions WHERE sent_at IS NULL);
