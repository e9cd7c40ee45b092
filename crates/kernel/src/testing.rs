//! For tests: databases that are fresh for each test, made from a template that was migrated once.
