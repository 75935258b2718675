-- What is left of an organisation whose deletion can no longer be undone is removed by a job, table by table, so that a
-- table added later is covered. Nothing is removed of one that is not due. The organisation's own row stays, so that its
-- id, slug and address are never given out again; its former slugs stay until their 90 days are over.
CREATE POLICY purge_tenants ON "tenant"."tenants" FOR SELECT TO connect_app
  USING ("tenant".current_job() = 'purge_tenants' AND purge_at <= now());

-- The audit log of a deleted organisation is kept for a year after the rest.
GRANT DELETE ON "tenant"."audit_events", "tenant"."tool_call_ledgers" TO connect_resolver;
CREATE POLICY resolver_forgets ON "tenant"."audit_events" FOR DELETE TO connect_resolver USING (EXISTS (
  SELECT FROM "tenant"."tenants" t WHERE t.id = tenant_id AND t.purged_at < now() - interval '1 year'));

-- At most so many rows of each table whoever runs this may delete from. Returns how many went.
CREATE FUNCTION "tenant"."purge_rows"(in_tenant uuid, at_most integer) RETURNS bigint LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  found record;
  gone bigint;
  total bigint := 0;
BEGIN
  PERFORM pg_catalog.set_config('app.tenant_id', in_tenant::text, true);
  IF NOT EXISTS (SELECT FROM tenant.tenants t WHERE t.id = in_tenant AND t.deleted_at IS NOT NULL AND t.purge_at <= now()) THEN
    RAISE 'this organisation is not to be removed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR found IN
    SELECT c.oid, c.relname FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'tenant'
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relname <> 'former_slugs' AND pg_catalog.has_table_privilege(c.oid, 'DELETE')
    ORDER BY c.relname
  LOOP
    -- The ledger takes its calls with it, so it goes when they have gone.
    CONTINUE WHEN found.relname = 'tool_call_ledgers'
      AND EXISTS (SELECT FROM tenant.tool_calls t WHERE t.tenant_id = in_tenant);
    -- Who may read no more than whose a row is takes them all at once; those tables are small.
    IF pg_catalog.has_table_privilege(found.oid, 'SELECT') THEN
      EXECUTE format(
        'DELETE FROM tenant.%I d WHERE d.ctid = ANY (ARRAY(SELECT s.ctid FROM tenant.%I s WHERE s.tenant_id = $1 LIMIT $2))',
        found.relname, found.relname) USING in_tenant, at_most;
    ELSE
      EXECUTE format('DELETE FROM tenant.%I d WHERE d.tenant_id = $1', found.relname) USING in_tenant;
    END IF;
    GET DIAGNOSTICS gone = ROW_COUNT;
    total := total + gone;
  END LOOP;
  RETURN total;
END
$$;

-- The same of what the login of the application cannot delete: the ledger of calls, and the audit log when its year is over.
CREATE FUNCTION "tenant"."purge_kept_rows"(in_tenant uuid, at_most integer) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT tenant.purge_rows($1, $2) $$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."purge_rows"(uuid, integer), "tenant"."purge_kept_rows"(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."purge_rows"(uuid, integer) TO connect_resolver;
ALTER FUNCTION "tenant"."purge_kept_rows"(uuid, integer) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
GRANT EXECUTE ON FUNCTION "tenant"."purge_rows"(uuid, integer), "tenant"."purge_kept_rows"(uuid, integer) TO connect_app;
