-- CreateTable
CREATE TABLE "tenant"."argument_limits" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "argument" TEXT NOT NULL,
    "allowed" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "argument_limits_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "argument_limits_tenant_id_tool_argument_role_key" ON "tenant"."argument_limits"("tenant_id", "tool", "argument", "role");

-- AddForeignKey
ALTER TABLE "tenant"."argument_limits" ADD CONSTRAINT "argument_limits_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."argument_limits" TO connect_app;
ALTER TABLE "tenant"."argument_limits" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."argument_limits" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."argument_limits" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());

-- As find_called_tool, which the release before this one still asks, with what the gateway needs to speak to the
-- instance, the tool's schema and the limits on its arguments: its own, and for a chat_with_<slug> tool those of
-- chat_with_agent, whose agent it names.
CREATE FUNCTION "tenant"."find_call_target"(in_tenant uuid, in_person uuid, in_role "tenant"."member_role", in_name text)
RETURNS TABLE (upstream_id uuid, upstream_name text, url text, transport text, key_header text, features text[],
               problem text, problem_since timestamptz, tool_name text, state text, key_id uuid, key_version integer,
               allowed text[], denied text[], limits jsonb, input_schema jsonb)
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM set_config('app.tenant_id', in_tenant::text, true);
  RETURN QUERY
    WITH instances AS (
      SELECT u.id, u.slug, u.name, u.url, u.transport, u.key_header, u.features, u.problem, u.problem_since,
             row_number() OVER (ORDER BY u.slug <> '', u.created_at, u.id) AS place
      FROM tenant.upstreams u WHERE u.tenant_id = in_tenant AND u.status <> 'draft'
    ), found AS (
      SELECT i.*, t.name AS found_name, t.state AS found_state, t.definition
      FROM instances i JOIN tenant.upstream_tools t
        ON t.tenant_id = in_tenant AND t.upstream_id = i.id AND t.name = in_name
      WHERE i.slug = ''
      UNION ALL
      SELECT i.*, t.name, t.state, t.definition
      FROM instances i JOIN tenant.upstream_tools t ON t.tenant_id = in_tenant AND t.upstream_id = i.id
      WHERE i.slug <> '' AND left(in_name, least(length(i.slug) + 1, 55)) = left(i.slug || '_', 55)
        AND tenant.expose_tool(i.slug, t.name) = in_name
    ), called AS (
      SELECT * FROM found ORDER BY place LIMIT 1
    )
    SELECT c.id, c.name, c.url, c.transport, c.key_header, c.features, c.problem, c.problem_since, c.found_name,
      c.found_state::text, k.id, k.version,
      ARRAY(SELECT p.subject || ':' || p.name FROM tenant.tool_policies p
            WHERE p.tenant_id = in_tenant AND p.role = in_role AND p.allowed),
      ARRAY(SELECT p.subject || ':' || p.name FROM tenant.tool_policies p
            WHERE p.tenant_id = in_tenant AND p.role = in_role AND NOT p.allowed),
      l.limits, c.definition -> 'inputSchema'
    FROM called c LEFT JOIN LATERAL (
      SELECT uk.id, uk.version FROM tenant.upstream_keys uk
      WHERE uk.tenant_id = in_tenant AND uk.upstream_id = c.id AND (uk.owner_id = in_person OR uk.owner_id IS NULL)
      ORDER BY uk.owner_id NULLS LAST LIMIT 1
    ) k ON true
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('tool', a.tool, 'argument', a.argument, 'allowed', a.allowed) ORDER BY a.argument, a.role) AS limits
      FROM tenant.argument_limits a
      WHERE a.tenant_id = in_tenant AND a.role IN ('all', in_role::text)
        AND (a.tool = c.found_name OR a.tool = 'chat_with_agent' AND starts_with(c.found_name, 'chat_with_'))
    ) l;
END
$$;
REVOKE ALL ON FUNCTION "tenant"."find_call_target"(uuid, uuid, "tenant"."member_role", text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."find_call_target"(uuid, uuid, "tenant"."member_role", text) TO connect_app;

-- What may be called and with what: any change of it is one row of kind "access" a transaction and organisation. A row
-- is compared whole but for what calls and checks write, so that a column added later is covered.
CREATE FUNCTION "tenant"."note_access"(tenants uuid[])
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO auth.revocations (kind, subject)
    SELECT DISTINCT 'access', changed.id::text FROM unnest($1) AS changed(id)
    WHERE NOT EXISTS (
      SELECT FROM auth.revocations r
      WHERE r.xid = pg_current_xact_id()::text::bigint AND r.kind = 'access' AND r.subject = changed.id::text)
$$;
CREATE FUNCTION "tenant"."watched"(changed jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT changed - ARRAY['problem', 'problem_since', 'checked_at', 'seen_at', 'status']
    || jsonb_build_object('isDraft', changed ->> 'status' = 'draft')
$$;
CREATE FUNCTION "tenant"."note_added_access"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM tenant.note_access(ARRAY(SELECT DISTINCT k.tenant_id FROM kept k));
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."note_removed_access"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM tenant.note_access(ARRAY(SELECT DISTINCT g.tenant_id FROM gone g));
  RETURN NULL;
END
$$;
-- Both ways: a row that was moved to another organisation changed two.
CREATE FUNCTION "tenant"."note_changed_access"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM tenant.note_access(ARRAY(
    SELECT c.tenant_id FROM (
      SELECT g.tenant_id, tenant.watched(to_jsonb(g)) FROM gone g
      EXCEPT SELECT k.tenant_id, tenant.watched(to_jsonb(k)) FROM kept k
    ) c
    UNION
    SELECT c.tenant_id FROM (
      SELECT k.tenant_id, tenant.watched(to_jsonb(k)) FROM kept k
      EXCEPT SELECT g.tenant_id, tenant.watched(to_jsonb(g)) FROM gone g
    ) c));
  RETURN NULL;
END
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['note_access(uuid[])', 'watched(jsonb)', 'note_added_access()', 'note_removed_access()', 'note_changed_access()']
  LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION "tenant".' || name || ' FROM PUBLIC';
    EXECUTE 'ALTER FUNCTION "tenant".' || name || ' OWNER TO connect_resolver';
  END LOOP;
  FOREACH name IN ARRAY ARRAY['upstreams', 'upstream_keys', 'upstream_tools', 'tool_policies', 'argument_limits']
  LOOP
    EXECUTE 'CREATE TRIGGER note_added AFTER INSERT ON "tenant".' || name
      || ' REFERENCING NEW TABLE AS kept FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."note_added_access"()';
    EXECUTE 'CREATE TRIGGER note_removed AFTER DELETE ON "tenant".' || name
      || ' REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."note_removed_access"()';
    EXECUTE 'CREATE TRIGGER note_changed AFTER UPDATE ON "tenant".' || name
      || ' REFERENCING OLD TABLE AS gone NEW TABLE AS kept FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."note_changed_access"()';
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
