-- A forum that owns an issue answers by a link too, by a day; harm that grows is told again; a decision from before
-- may have a theme.

ALTER TABLE service_asks ADD COLUMN due_on {date};

ALTER TABLE harm_alerts ADD COLUMN level {int} NOT NULL DEFAULT 1;
ALTER TABLE harm_alerts ADD COLUMN rose_on {date};
UPDATE harm_alerts SET level = 2 WHERE issue_id IN (SELECT id FROM issues WHERE harm = 'yes');

ALTER TABLE past_decisions ADD COLUMN theme {text};
CREATE INDEX past_decisions_by_theme ON past_decisions (group_id, theme, decided_on) WHERE theme IS NOT NULL;

-- Why a mail of the mailbox could not be taken, a word and nothing of it; those that were put aside for a person.
ALTER TABLE mailbox_tries ADD COLUMN why {text} NOT NULL DEFAULT 'stopped';

CREATE TABLE mails_aside (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  why {text} NOT NULL,
  aside_on {date} NOT NULL
);
CREATE INDEX mails_aside_of_group ON mails_aside (group_id, aside_on);
