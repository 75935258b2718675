-- An operator's removal of an app ends its connections too, and is not the app saying goodbye.
CREATE OR REPLACE FUNCTION "tenant"."end_grant"(grant_id uuid, reason text)
RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH ended AS (
    UPDATE tenant.grants g SET ended_at = now(), ended_by = 'oauth', ended_reason = $2
    WHERE g.id = $1 AND g.ended_at IS NULL AND $2 IN ('client', 'reuse', 'operator') RETURNING 1
  ) SELECT EXISTS (SELECT FROM ended)
$$;
