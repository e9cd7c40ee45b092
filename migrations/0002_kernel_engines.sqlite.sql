-- SQLite's own: the full-text index and the triggers that keep the ledger as it was written.

CREATE VIRTUAL TABLE search_words USING fts5 (body, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2');

CREATE TRIGGER search_added AFTER INSERT ON search_entries BEGIN
  INSERT INTO search_words (rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER search_changed AFTER UPDATE ON search_entries BEGIN
  DELETE FROM search_words WHERE rowid = old.id;
  INSERT INTO search_words (rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER search_removed AFTER DELETE ON search_entries BEGIN
  DELETE FROM search_words WHERE rowid = old.id;
END;

CREATE TRIGGER ledger_never_changes BEFORE UPDATE ON ledger BEGIN
  SELECT RAISE(ABORT, 'the ledger is only ever added to');
END;
CREATE TRIGGER ledger_never_shrinks BEFORE DELETE ON ledger BEGIN
  SELECT RAISE(ABORT, 'the ledger is only ever added to');
END;
