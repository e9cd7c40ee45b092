-- A group's own list of themes: what stands for a shared one, what is no longer used, and how it came to be as it is.

ALTER TABLE themes ADD COLUMN shared {text};
ALTER TABLE themes ADD COLUMN version {int} NOT NULL DEFAULT 1;
ALTER TABLE themes ADD COLUMN retired_on {date};
ALTER TABLE themes ADD COLUMN merged_into {text};
UPDATE themes SET shared = key WHERE key IN ('discharge', 'outpatient_letters', 'results', 'phlebotomy_monitoring',
  'onward_referral', 'referral_triage', 'referral_quality', 'prescribing', 'fit_notes', 'recall', 'contacts', 'it', 'unscheduled',
  'ooh', 'mental_health', 'community', 'maternity_child', 'palliative_acp', 'private_cross_border', 'patient_messages', 'culture',
  'workload_new_process');

CREATE TABLE theme_changes (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  theme {text} NOT NULL,
  kind {text} NOT NULL,
  words {text} NOT NULL,
  person_id {uuid} NOT NULL REFERENCES people (id),
  changed_at {time} NOT NULL
);
CREATE INDEX theme_changes_by_theme ON theme_changes (group_id, theme, changed_at);

CREATE TABLE issues_themed_before (
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  theme {text} NOT NULL,
  PRIMARY KEY (issue_id, theme)
);
CREATE INDEX issues_themed_before_by_theme ON issues_themed_before (group_id, theme);
