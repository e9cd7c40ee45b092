-- Mails that came back, where their purpose stands: by the mail that was sent last. Known are mails to addresses that the group keeps
-- openly, such as an editor's; of those it stays known that they came back.
ALTER TABLE mails ADD COLUMN known {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE mail_bounces ADD COLUMN known {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE mail_bounces ADD COLUMN left_on {date};

ALTER TABLE editions ADD COLUMN mail_cause {uuid};
ALTER TABLE minute_copies ADD COLUMN mail_cause {uuid};
ALTER TABLE sendings ADD COLUMN mail_cause {uuid};
ALTER TABLE commissions ADD COLUMN mail_cause {uuid};
UPDATE editions SET mail_cause = id WHERE sent_at IS NOT NULL;
UPDATE sendings SET mail_cause = id;
CREATE INDEX editions_by_mail ON editions (mail_cause);
CREATE INDEX minute_copies_by_mail ON minute_copies (mail_cause);
CREATE INDEX sendings_by_mail ON sendings (mail_cause);
CREATE INDEX commissions_by_mail ON commissions (mail_cause);

-- The deadline of one edition can be moved, with a reason: which one of its network's deadlines it is for stays known.
ALTER TABLE editions ADD COLUMN planned_at {time};
ALTER TABLE editions ADD COLUMN moved_why {text} NOT NULL DEFAULT '';
UPDATE editions SET planned_at = closes_at;
CREATE INDEX editions_planned ON editions (network_id, planned_at);

-- Actions can be searched for, those of before among them: the fourth kind of thing, by its place (3) in the index of each group.
INSERT INTO search_entries (id, scope_id, kind, thing_id, body)
  SELECT g.ordinal * 1099511627776 + 3 * 17179869184 + a.number, a.group_id, 'action', a.id, a.words || ' ' || a.done_means
  FROM actions a JOIN groups g ON g.id = a.group_id;
INSERT INTO search_entries (id, scope_id, kind, thing_id, body)
  SELECT g.ordinal * 1099511627776 + 3 * 17179869184 + a.number, a.group_id, 'action', a.id, a.words || ' ' || a.done_means
  FROM past_actions a JOIN groups g ON g.id = a.group_id;
