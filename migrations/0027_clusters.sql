-- Which reports are dealt with together, what each was before, who heard of which outcome, and which report was made of another.

CREATE TABLE merged_reports (
  report_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  into_id {uuid} NOT NULL REFERENCES issues (id),
  lead_id {uuid} NOT NULL REFERENCES issues (id),
  state {text} NOT NULL,
  merged_on {date} NOT NULL
);
CREATE INDEX merged_reports_by_lead ON merged_reports (lead_id, report_id);
CREATE INDEX merged_reports_by_into ON merged_reports (into_id);

CREATE TABLE hearings (
  reply_id {uuid} NOT NULL REFERENCES replies (id),
  issue_id {uuid} NOT NULL REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  kind {text} NOT NULL,
  PRIMARY KEY (reply_id, issue_id)
);
CREATE INDEX hearings_by_issue ON hearings (issue_id);

CREATE TABLE split_reports (
  report_id {uuid} PRIMARY KEY REFERENCES issues (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  from_id {uuid} NOT NULL REFERENCES issues (id),
  split_on {date} NOT NULL
);
CREATE INDEX split_reports_by_from ON split_reports (from_id);
