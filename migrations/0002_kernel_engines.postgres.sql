-- PostgreSQL's own: the full-text index and the triggers that keep the ledger as it was written.

ALTER TABLE search_entries ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED;
CREATE INDEX search_entries_words ON search_entries USING gin (words);

CREATE FUNCTION ledger_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is only ever added to';
END
$$;
CREATE TRIGGER ledger_never_changes BEFORE UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_stands();
