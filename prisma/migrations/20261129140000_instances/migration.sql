-- AlterTable
ALTER TABLE "tenant"."upstream_keys" ADD COLUMN     "doubted_at" TIMESTAMPTZ(3),
ADD COLUMN     "previous_last_four" TEXT,
ADD COLUMN     "previous_sealed" BYTEA,
ADD COLUMN     "previous_until" TIMESTAMPTZ(3),
ADD COLUMN     "previous_version" INTEGER,
ADD COLUMN     "refused_at" TIMESTAMPTZ(3),
ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'active';

-- AlterTable
ALTER TABLE "tenant"."upstreams" ADD COLUMN     "checking_at" TIMESTAMPTZ(3),
ADD COLUMN     "key_mode" TEXT NOT NULL DEFAULT 'shared',
ADD COLUMN     "last_good_at" TIMESTAMPTZ(3),
ADD COLUMN     "latency_ms" INTEGER,
ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "problem_code" INTEGER,
ADD COLUMN     "problem_status" INTEGER,
ADD COLUMN     "report" JSONB,
ADD COLUMN     "revision" TEXT,
ADD COLUMN     "roles" "tenant"."member_role"[] DEFAULT ARRAY['owner', 'admin', 'member', 'auditor']::"tenant"."member_role"[],
ADD COLUMN     "setup" TEXT,
ADD COLUMN     "synced_at" TIMESTAMPTZ(3),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "tenant"."upstream_days" (
    "tenant_id" UUID NOT NULL,
    "upstream_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "checks" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "ms_total" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "upstream_days_pkey" PRIMARY KEY ("tenant_id","upstream_id","day")
);

-- CreateTable
CREATE TABLE "tenant"."upstream_events" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "upstream_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "problem" TEXT,
    "status" INTEGER,
    "code" INTEGER,

    CONSTRAINT "upstream_events_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "upstream_events_tenant_id_upstream_id_at_id_idx" ON "tenant"."upstream_events"("tenant_id", "upstream_id", "at", "id");

-- CreateIndex
CREATE INDEX "upstream_keys_tenant_id_owner_id_idx" ON "tenant"."upstream_keys"("tenant_id", "owner_id");

-- AddForeignKey
ALTER TABLE "tenant"."upstream_keys" ADD CONSTRAINT "upstream_keys_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "tenant"."memberships"("tenant_id", "person_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."upstream_days" ADD CONSTRAINT "upstream_days_tenant_id_upstream_id_fkey" FOREIGN KEY ("tenant_id", "upstream_id") REFERENCES "tenant"."upstreams"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."upstream_events" ADD CONSTRAINT "upstream_events_tenant_id_upstream_id_fkey" FOREIGN KEY ("tenant_id", "upstream_id") REFERENCES "tenant"."upstreams"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."upstream_days", "tenant"."upstream_events" TO connect_app;
ALTER TABLE "tenant"."upstream_days" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."upstream_days" FORCE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."upstream_events" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."upstream_events" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."upstream_days" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY in_tenant ON "tenant"."upstream_events" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());

-- As find_labelled_target, with who may use the instance, whether it is
-- paused, and whose key the call goes with: a person's own where the organisation wants that, else its shared one.
CREATE FUNCTION "tenant"."find_call_route"(in_tenant uuid, in_person uuid, in_role "tenant"."member_role", in_name text)
RETURNS TABLE (upstream_id uuid, upstream_name text, url text, transport text, key_header text, features text[],
               problem text, problem_since timestamptz, tool_name text, state text, key_id uuid, key_version integer,
               is_own_key boolean, key_refused_at timestamptz, own_key_state text, key_mode text, is_paused boolean, roles text[],
               allowed text[], denied text[], limits jsonb, input_schema jsonb, hints jsonb)
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM set_config('app.tenant_id', in_tenant::text, true);
  RETURN QUERY
    WITH instances AS (
      SELECT u.id, u.slug, u.name, u.url, u.transport, u.key_header, u.features, u.problem, u.problem_since, u.key_mode,
             u.paused_at, u.roles, row_number() OVER (ORDER BY u.slug <> '', u.created_at, u.id) AS place
      FROM tenant.upstreams u WHERE u.tenant_id = in_tenant AND u.status <> 'draft'
    ), found AS (
      SELECT i.*, t.name AS found_name, t.state AS found_state, t.definition, t.hints AS found_hints
      FROM instances i JOIN tenant.upstream_tools t
        ON t.tenant_id = in_tenant AND t.upstream_id = i.id AND t.name = in_name
      WHERE i.slug = ''
      UNION ALL
      SELECT i.*, t.name, t.state, t.definition, t.hints
      FROM instances i JOIN tenant.upstream_tools t ON t.tenant_id = in_tenant AND t.upstream_id = i.id
      WHERE i.slug <> '' AND left(in_name, least(length(i.slug) + 1, 55)) = left(i.slug || '_', 55)
        AND tenant.expose_tool(i.slug, t.name) = in_name
    ), called AS (
      SELECT * FROM found ORDER BY place LIMIT 1
    )
    SELECT c.id, c.name, c.url, c.transport, c.key_header, c.features, c.problem, c.problem_since, c.found_name,
      c.found_state::text, k.id, k.version, k.is_own, k.refused_at, o.state, c.key_mode, c.paused_at IS NOT NULL, c.roles::text[],
      ARRAY(SELECT p.subject || ':' || p.name FROM tenant.tool_policies p
            WHERE p.tenant_id = in_tenant AND p.role = in_role AND p.allowed),
      ARRAY(SELECT p.subject || ':' || p.name FROM tenant.tool_policies p
            WHERE p.tenant_id = in_tenant AND p.role = in_role AND NOT p.allowed),
      l.limits, c.definition -> 'inputSchema', c.found_hints
    FROM called c
    LEFT JOIN tenant.upstream_keys o ON o.tenant_id = in_tenant AND o.upstream_id = c.id AND o.owner_id = in_person
    LEFT JOIN LATERAL (
      SELECT uk.id, uk.version, uk.owner_id IS NOT NULL AS is_own, uk.refused_at FROM tenant.upstream_keys uk
      WHERE uk.tenant_id = in_tenant AND uk.upstream_id = c.id
        AND (uk.owner_id = in_person AND uk.state = 'active' AND c.key_mode <> 'shared'
          OR uk.owner_id IS NULL AND c.key_mode <> 'personal')
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
REVOKE ALL ON FUNCTION "tenant"."find_call_route"(uuid, uuid, "tenant"."member_role", text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."find_call_route"(uuid, uuid, "tenant"."member_role", text) TO connect_app;

-- As before, and without what checks write since this release.
CREATE OR REPLACE FUNCTION "tenant"."watched"(changed jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT changed - ARRAY['problem', 'problem_since', 'problem_status', 'problem_code', 'checked_at', 'checking_at', 'synced_at',
      'last_good_at', 'latency_ms', 'revision', 'report', 'setup', 'version', 'seen_at', 'status']
    || jsonb_build_object('isDraft', changed ->> 'status' = 'draft')
    || CASE WHEN changed ? 'sealed' THEN jsonb_build_object('version', changed -> 'version') ELSE '{}' END
$$;

-- Whose list of tools is to be read again: instances in use that were not looked at for ten to twelve minutes, those that
-- failed for more than one. And which keys are to be looked at: refused in a call, or with one before that has had its time.
GRANT SELECT (problem, paused_at) ON "tenant"."upstreams" TO connect_resolver;
GRANT SELECT (tenant_id, upstream_id, id, owner_id, doubted_at, refused_at, previous_until) ON "tenant"."upstream_keys" TO connect_resolver;
CREATE POLICY resolver ON "tenant"."upstream_keys" FOR SELECT TO connect_resolver USING (true);
CREATE INDEX "upstream_keys_doubted_at_idx" ON "tenant"."upstream_keys"("doubted_at");
CREATE INDEX "upstream_keys_previous_until_idx" ON "tenant"."upstream_keys"("previous_until");

CREATE FUNCTION "tenant"."list_upstreams_to_look_at"(at_most integer)
RETURNS TABLE (tenant_id uuid, id uuid, checked_at timestamptz)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT u.tenant_id, u.id, u.checked_at
  FROM tenant.upstreams u
  WHERE u.status <> 'draft' AND u.paused_at IS NULL
    AND (u.checked_at IS NULL OR u.checked_at < now() - interval '10 minutes' - random() * interval '2 minutes'
      OR (u.problem IS NOT NULL OR u.status = 'error') AND u.checked_at < now() - interval '75 seconds')
  ORDER BY u.checked_at NULLS FIRST LIMIT $1
$$;
CREATE FUNCTION "tenant"."list_keys_to_look_at"(at_most integer)
RETURNS TABLE (tenant_id uuid, upstream_id uuid, id uuid, is_settling boolean)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT k.tenant_id, k.upstream_id, k.id, coalesce(k.previous_until < now(), false)
  FROM tenant.upstream_keys k
  WHERE k.previous_until < now() OR k.doubted_at < now() - interval '60 seconds'
  ORDER BY coalesce(k.previous_until, k.doubted_at) LIMIT $1
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['list_upstreams_to_look_at(integer)', 'list_keys_to_look_at(integer)']
  LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION "tenant".' || name || ' FROM PUBLIC';
    EXECUTE 'ALTER FUNCTION "tenant".' || name || ' OWNER TO connect_resolver';
    EXECUTE 'GRANT EXECUTE ON FUNCTION "tenant".' || name || ' TO connect_app';
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
