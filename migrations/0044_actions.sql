-- What happens to an action after it was set; owners outside the group, and what they answer; a private list of tasks.

ALTER TABLE actions ADD COLUMN carried {int} NOT NULL DEFAULT 0;
ALTER TABLE actions ADD COLUMN first_due {date};
ALTER TABLE actions ADD COLUMN handed_on {date};
ALTER TABLE actions ADD COLUMN said_on {date};
ALTER TABLE actions ADD COLUMN said {text} NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN successor {int};
ALTER TABLE actions ADD COLUMN outside_role {text} NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN version {int} NOT NULL DEFAULT 0;
ALTER TABLE actions ADD COLUMN changed_at {time};

ALTER TABLE past_actions ADD COLUMN carried {int} NOT NULL DEFAULT 0;
ALTER TABLE past_actions ADD COLUMN first_due {date};
ALTER TABLE past_actions ADD COLUMN handed_on {date};
ALTER TABLE past_actions ADD COLUMN said_on {date};
ALTER TABLE past_actions ADD COLUMN said {text} NOT NULL DEFAULT '';
ALTER TABLE past_actions ADD COLUMN successor {int};
ALTER TABLE past_actions ADD COLUMN version {int} NOT NULL DEFAULT 0;
ALTER TABLE past_actions ADD COLUMN changed_at {time};

CREATE TABLE action_moves (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  number {int} NOT NULL,
  position {int} NOT NULL,
  kind {text} NOT NULL,
  happened_on {date} NOT NULL,
  person_id {uuid} REFERENCES people (id),
  outside_role {text} NOT NULL,
  to_id {uuid} REFERENCES people (id),
  words {text} NOT NULL,
  due {date},
  successor {int},
  UNIQUE (group_id, number, position)
);
CREATE INDEX action_moves_since ON action_moves (group_id, happened_on);

CREATE TABLE commissions (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  action_id {uuid} NOT NULL REFERENCES actions (id),
  entry_id {uuid} REFERENCES directory_entries (id),
  version {int} NOT NULL,
  stands {bool} NOT NULL,
  state {text} NOT NULL,
  name {text} NOT NULL,
  post {text} NOT NULL,
  organisation {text} NOT NULL,
  email {text} NOT NULL,
  why {text} NOT NULL,
  asked {text} NOT NULL,
  set_on {date} NOT NULL,
  sent_on {date},
  reminded_on {date},
  answered_on {date},
  words {text} NOT NULL
);
CREATE INDEX commissions_of_action ON commissions (group_id, action_id, set_on);
CREATE UNIQUE INDEX commissions_that_stand ON commissions (action_id) WHERE stands;
CREATE INDEX commissions_to_chase ON commissions (group_id, state) WHERE stands;

CREATE TABLE task_feeds (
  person_id {uuid} PRIMARY KEY REFERENCES people (id),
  turn {int} NOT NULL,
  stands {bool} NOT NULL
);
