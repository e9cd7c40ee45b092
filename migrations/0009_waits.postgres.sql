-- How many days each issue waited for its first answer, counted from what is there already: PostgreSQL's own arithmetic of days.

INSERT INTO issue_waits (group_id, days, n)
  SELECT i.group_id, CAST(r.said_on - i.raised_on AS BIGINT), COUNT(*)
  FROM issues i JOIN (SELECT issue_id, MIN(said_on) AS said_on FROM replies GROUP BY issue_id) r ON r.issue_id = i.id GROUP BY 1, 2;
