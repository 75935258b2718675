-- CreateTable
CREATE TABLE "auth"."operator_events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "person_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "outcome" TEXT NOT NULL DEFAULT 'asked',
    "network" TEXT,
    "request_id" TEXT,

    CONSTRAINT "operator_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."incidents" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "impact" TEXT NOT NULL,
    "components" TEXT[],
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "incidents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."incident_updates" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "incident_updates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."job_runs" (
    "name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ms" INTEGER,
    "failed_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "job_runs_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "operator_events_at_idx" ON "auth"."operator_events"("at");

-- CreateIndex
CREATE INDEX "incidents_started_at_idx" ON "auth"."incidents"("started_at");

-- CreateIndex
CREATE INDEX "incident_updates_incident_id_at_idx" ON "auth"."incident_updates"("incident_id", "at");

-- AddForeignKey
ALTER TABLE "auth"."incident_updates" ADD CONSTRAINT "incident_updates_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "auth"."incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The log of the operators can be added to, and a row's end be written once; what is old goes by the job.
GRANT SELECT, INSERT, DELETE ON "auth"."operator_events" TO connect_auth;
GRANT UPDATE (outcome) ON "auth"."operator_events" TO connect_auth;
GRANT USAGE ON SEQUENCE "auth"."operator_events_id_seq" TO connect_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON "auth"."incidents", "auth"."incident_updates", "auth"."job_runs" TO connect_auth;

-- What an operator sees of organisations: names, states and counts, and nothing that was said or called.
GRANT SELECT (name, problem_since) ON "tenant"."upstreams" TO connect_resolver;
GRANT SELECT (created_at) ON "tenant"."mails" TO connect_resolver;
GRANT SELECT (created_at) ON "tenant"."exports" TO connect_resolver;

CREATE FUNCTION "tenant"."list_for_operator"(search text, exact text, after text, at_most integer)
RETURNS TABLE (tenant_id uuid, slug text, name text, status text, is_sample boolean, is_sandbox boolean,
  created_at timestamptz, suspended_at timestamptz, deleted_at timestamptz, members bigint, connections bigint,
  instances bigint, failing bigint, calls bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT t.id, t.slug, t.name, t.status::text, t.is_sample, t.is_sandbox, t.created_at, t.suspended_at, t.deleted_at,
    (SELECT count(*) FROM tenant.memberships m WHERE m.tenant_id = t.id AND m.status = 'active'),
    (SELECT count(*) FROM tenant.grants g WHERE g.tenant_id = t.id AND g.connected_at IS NOT NULL AND g.ended_at IS NULL
       AND g.expires_at > now()),
    (SELECT count(*) FROM tenant.upstreams u WHERE u.tenant_id = t.id AND u.status <> 'draft'),
    (SELECT count(*) FROM tenant.upstreams u WHERE u.tenant_id = t.id AND u.status <> 'draft' AND u.paused_at IS NULL
       AND u.problem IS NOT NULL),
    (SELECT coalesce(sum(h.calls), 0) FROM tenant.tool_call_hours h WHERE h.tenant_id = t.id
       AND h.hour > now() - interval '7 days')
  FROM tenant.tenants t
  WHERE t.purged_at IS NULL AND ($2 IS NULL OR t.slug = $2) AND ($3 IS NULL OR t.slug > $3)
    AND ($1 IS NULL OR t.slug ILIKE $1 OR t.name ILIKE $1)
  ORDER BY t.slug LIMIT $4
$$;

-- Instances that fail now, those that do so longest first.
CREATE FUNCTION "tenant"."list_failing_for_operator"(at_most integer)
RETURNS TABLE (slug text, tenant_name text, instance text, problem text, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT t.slug, t.name, u.name, u.problem, u.problem_since
  FROM tenant.upstreams u JOIN tenant.tenants t ON t.id = u.tenant_id AND t.status = 'active'
  WHERE u.status <> 'draft' AND u.paused_at IS NULL AND u.problem IS NOT NULL
  ORDER BY u.problem_since NULLS LAST, t.slug LIMIT $1
$$;

-- What waits, and since when.
CREATE FUNCTION "tenant"."count_queues"()
RETURNS TABLE (queue text, waiting bigint, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'mails', count(*), min(m.created_at) FROM tenant.mails m WHERE m.state = 'waiting'
  UNION ALL
  SELECT 'exports', count(*), min(e.created_at) FROM tenant.exports e WHERE e.state = 'waiting'
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['list_for_operator(text, text, text, integer)', 'list_failing_for_operator(integer)', 'count_queues()']
  LOOP
    EXECUTE 'ALTER FUNCTION "tenant".' || name || ' OWNER TO connect_resolver';
  END LOOP;
END
$$;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['list_for_operator(text, text, text, integer)', 'list_failing_for_operator(integer)', 'count_queues()']
  LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION "tenant".' || name || ' FROM PUBLIC';
    EXECUTE 'GRANT EXECUTE ON FUNCTION "tenant".' || name || ' TO connect_app';
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
