-- Who sits already has sat since their seat was given: SQLite's own day of an instant.

UPDATE seats SET from_on = SUBSTR(created_at, 1, 10);
INSERT INTO seat_history (group_id, person_id, from_on, role, side, core, kind, post)
  SELECT group_id, person_id, from_on, role, side, core, kind, post FROM seats;
