-- A row restored from a dump carries a number of another server's, which may be yet to come here. What is visible now has
-- a number below the next one, so such rows are left out: they would be told at every look for a day.
CREATE OR REPLACE FUNCTION "tenant"."read_revocations"(since pg_snapshot)
RETURNS TABLE (snapshot text, kind text, subject text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT pg_current_snapshot()::text, r.kind, r.subject
  FROM (SELECT) AS one
  LEFT JOIN auth.revocations r
    ON r.xid >= pg_snapshot_xmin($1)::text::bigint
      AND r.xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
      AND NOT pg_visible_in_snapshot(r.xid::text::xid8, $1)
$$;
