-- CreateTable
CREATE TABLE "auth"."attempts" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "furthest" SMALLINT NOT NULL,
    "furthest_at" TIMESTAMPTZ(3) NOT NULL,
    "failed_stage" SMALLINT,
    "failed_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "client_id" TEXT,
    "client_name" TEXT,
    "redirect_host" TEXT,
    "resource" TEXT,
    "family" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "person_id" UUID,
    "tenant_id" UUID,
    "grant_id" UUID,
    "event_count" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."attempt_events" (
    "id" BIGSERIAL NOT NULL,
    "attempt_id" UUID,
    "link" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "stage" SMALLINT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "agent" TEXT NOT NULL,
    "product" TEXT,
    "network" TEXT NOT NULL,
    "status" SMALLINT,
    "ms" INTEGER,
    "client_id" TEXT,
    "resource" TEXT,
    "facts" TEXT[],

    CONSTRAINT "attempt_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "attempts_number_idx" ON "auth"."attempts"("number");

-- CreateIndex
CREATE INDEX "attempts_started_at_idx" ON "auth"."attempts"("started_at");

-- CreateIndex
CREATE INDEX "attempts_grant_id_idx" ON "auth"."attempts"("grant_id");

-- CreateIndex
CREATE INDEX "attempts_tenant_id_started_at_idx" ON "auth"."attempts"("tenant_id", "started_at");

-- CreateIndex
CREATE INDEX "attempt_events_attempt_id_id_idx" ON "auth"."attempt_events"("attempt_id", "id");

-- CreateIndex
CREATE INDEX "attempt_events_at_idx" ON "auth"."attempt_events"("at");

-- AddForeignKey
ALTER TABLE "auth"."attempt_events" ADD CONSTRAINT "attempt_events_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "auth"."attempts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "auth"."attempts", "auth"."attempt_events" TO connect_auth;
GRANT USAGE ON SEQUENCE "auth"."attempt_events_id_seq" TO connect_auth;
GRANT SELECT ON "auth"."attempts", "auth"."attempt_events" TO connect_resolver;

-- An organisation reads the attempts that are its own, newest first; all of them, or those of one number. The tenant is
-- the transaction's and nobody's argument. How long it has been quiet is measured by this clock.
CREATE FUNCTION "tenant"."list_attempts"(of_number text, at_most integer)
RETURNS TABLE (id uuid, number text, started_at timestamptz, last_at timestamptz, furthest smallint, failed_stage smallint,
               reason text, is_failed boolean, quiet_seconds double precision, client_id text, client_name text,
               redirect_host text, resource text, person_id uuid, tenant_id uuid, grant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT a.id, a.number, a.started_at, a.last_at, a.furthest, a.failed_stage, a.reason,
         coalesce(a.failed_at >= a.furthest_at, false), extract(epoch FROM now() - a.furthest_at)::float8,
         a.client_id, a.client_name, a.redirect_host, a.resource, a.person_id, a.tenant_id, a.grant_id
  FROM auth.attempts a
  WHERE a.tenant_id = tenant.current_tenant() AND ($1 IS NULL OR a.number = $1)
  ORDER BY a.started_at DESC LIMIT least($2, 500)
$$;

CREATE FUNCTION "tenant"."list_attempt_events"(of_attempt uuid)
RETURNS TABLE (at timestamptz, link text, stage smallint, outcome text, reason text, agent text, product text,
               network text, status smallint, ms integer, facts text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT e.at, e.link, e.stage, e.outcome, e.reason, e.agent, e.product, e.network, e.status, e.ms, e.facts
  FROM auth.attempt_events e JOIN auth.attempts a ON a.id = e.attempt_id
  WHERE a.id = $1 AND a.tenant_id = tenant.current_tenant()
  ORDER BY e.at, e.id
$$;

-- The names of organisations, for the operator's list; nothing else of them.
CREATE FUNCTION "tenant"."list_tenant_names"(ids uuid[])
RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT t.id, t.name FROM tenant.tenants t WHERE t.id = ANY ($1) $$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."list_attempts"(text, integer) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."list_attempt_events"(uuid) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."list_tenant_names"(uuid[]) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."list_attempts"(text, integer), "tenant"."list_attempt_events"(uuid),
  "tenant"."list_tenant_names"(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."list_attempts"(text, integer), "tenant"."list_attempt_events"(uuid) TO connect_app;
GRANT EXECUTE ON FUNCTION "tenant"."list_tenant_names"(uuid[]) TO connect_auth;
