-- Whose list of tools is to be read again: instances in use that were not looked at for ten to twelve minutes, the ones
-- waiting longest first. Only ids and times pass between organisations, to a job.
GRANT SELECT (tenant_id, id, status, checked_at) ON "tenant"."upstreams" TO connect_resolver;
CREATE POLICY resolver ON "tenant"."upstreams" FOR SELECT TO connect_resolver USING (true);

CREATE FUNCTION "tenant"."list_due_upstreams"(at_most integer)
RETURNS TABLE (tenant_id uuid, id uuid, checked_at timestamptz)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT u.tenant_id, u.id, u.checked_at
  FROM tenant.upstreams u
  WHERE u.status = 'ready'
    AND (u.checked_at IS NULL OR u.checked_at < now() - interval '10 minutes' - random() * interval '2 minutes')
  ORDER BY u.checked_at NULLS FIRST LIMIT $1
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."list_due_upstreams"(integer) FROM PUBLIC;
ALTER FUNCTION "tenant"."list_due_upstreams"(integer) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
GRANT EXECUTE ON FUNCTION "tenant"."list_due_upstreams"(integer) TO connect_app;
