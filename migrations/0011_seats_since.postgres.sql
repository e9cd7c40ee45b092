-- Who sits already has sat since their seat was given: PostgreSQL's own day of an instant.

UPDATE seats SET from_on = CAST(created_at AT TIME ZONE 'UTC' AS DATE);
INSERT INTO seat_history (group_id, person_id, from_on, role, side, core, kind, post)
  SELECT group_id, person_id, from_on, role, side, core, kind, post FROM seats;
