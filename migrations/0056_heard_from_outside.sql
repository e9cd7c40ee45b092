-- Whose words a draft of a letter or of a report holds: they need not be told that it waits.
ALTER TABLE letters ADD COLUMN put_by {uuid} REFERENCES people (id);
ALTER TABLE reports ADD COLUMN put_by {uuid} REFERENCES people (id);
CREATE INDEX letters_put_by ON letters (put_by);
CREATE INDEX reports_put_by ON reports (put_by);

-- What came in lately.
CREATE INDEX edition_outings_answered ON edition_outings (group_id, answered_at);
CREATE INDEX awaited_answered ON awaited (group_id, answered_on);
CREATE INDEX commissions_answered ON commissions (group_id, answered_on);
