-- Series of the group's own calendar go on by themselves; whom Brig has told that a minute was put right; and indexes for long logs
-- of actions.

-- The rule of a series as its calendar wrote it, without anything that people typed but where it is.
CREATE TABLE outside_series (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  uid {text} NOT NULL,
  rule {text} NOT NULL,
  place {text} NOT NULL,
  link {text} NOT NULL,
  sequence {int} NOT NULL,
  taken_by {uuid} NOT NULL REFERENCES people (id),
  PRIMARY KEY (group_id, uid)
);
CREATE INDEX outside_series_taken_by ON outside_series (taken_by);

-- Times of a series that were moved or taken out by themselves, also those that lie too far ahead to be meetings yet.
CREATE TABLE outside_apart (
  group_id {uuid} NOT NULL,
  uid {text} NOT NULL,
  instead_of {time} NOT NULL,
  starts_at {time},
  ends_at {time},
  cancelled {bool} NOT NULL,
  place {text} NOT NULL,
  link {text} NOT NULL,
  sequence {int} NOT NULL,
  stamped_at {time},
  PRIMARY KEY (group_id, uid, instead_of),
  FOREIGN KEY (group_id, uid) REFERENCES outside_series (group_id, uid) ON DELETE CASCADE
);

-- Which groups that have a minute were told what was put right in it: in its lines, or in the words of a decision.
CREATE TABLE minute_mending_copies (
  mending_id {uuid} NOT NULL,
  network_id {uuid} NOT NULL REFERENCES networks (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  meeting_id {uuid} NOT NULL REFERENCES meetings (id),
  posted_at {time} NOT NULL,
  mail_cause {uuid} NOT NULL,
  PRIMARY KEY (mending_id, network_id)
);
CREATE INDEX minute_mending_copies_of_meeting ON minute_mending_copies (group_id, meeting_id);
CREATE INDEX minute_mending_copies_of_network ON minute_mending_copies (network_id);
CREATE INDEX minute_mending_copies_meeting ON minute_mending_copies (meeting_id);

-- The open ones in the order of their days; counts by item, meeting and theme; what was closed lately, of all and of one person.
CREATE INDEX actions_open_by_day ON actions (group_id, due, number) WHERE state IN ('open', 'in-progress');
CREATE INDEX actions_counted ON actions (group_id, item_id, state);
CREATE INDEX actions_closed ON actions (group_id, closed_on) WHERE closed_on IS NOT NULL;
CREATE INDEX actions_of_owner_closed ON actions (group_id, owner_id, closed_on) WHERE closed_on IS NOT NULL;
