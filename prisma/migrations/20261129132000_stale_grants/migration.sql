-- The connections of all organisations that are past their time, or that nothing used for as long as their organisation
-- allows: only ids and times pass to a job. Those of one person stand together, so that they are told once.
CREATE FUNCTION "tenant"."find_stale_grants"(at_most integer)
RETURNS TABLE (tenant_id uuid, id uuid, reason text, idle_days_max integer, last_used_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.tenant_id, g.id,
    CASE WHEN least(g.expires_at, g.created_at + make_interval(days => coalesce(s.connection_days_max, 180))) <= now()
         THEN 'expired' ELSE 'idle' END,
    coalesce(s.idle_days_max, 30), g.last_used_at
  FROM tenant.grants g LEFT JOIN tenant.tenant_settings s ON s.tenant_id = g.tenant_id
  WHERE g.ended_at IS NULL AND g.connected_at IS NOT NULL
    AND (least(g.expires_at, g.created_at + make_interval(days => coalesce(s.connection_days_max, 180))) <= now()
      OR greatest(g.connected_at, g.last_used_at) <= now() - make_interval(days => coalesce(s.idle_days_max, 30)))
  ORDER BY g.tenant_id, g.person_id, g.id LIMIT $1
$$;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."find_stale_grants"(integer) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."find_stale_grants"(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."find_stale_grants"(integer) TO connect_app;
