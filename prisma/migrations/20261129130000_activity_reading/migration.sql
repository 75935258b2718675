-- AlterTable
ALTER TABLE "auth"."attempts" ADD COLUMN     "reference" TEXT;

-- CreateTable
CREATE TABLE "tenant"."tool_call_hours" (
    "tenant_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "result" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,

    CONSTRAINT "tool_call_hours_pkey" PRIMARY KEY ("tenant_id","hour","result")
);

-- CreateIndex
CREATE INDEX "tool_calls_tenant_id_name_at_idx" ON "tenant"."tool_calls"("tenant_id", "name", "at");

-- CreateIndex
CREATE INDEX "tool_calls_tenant_id_client_id_at_idx" ON "tenant"."tool_calls"("tenant_id", "client_id", "at");

-- AddForeignKey
ALTER TABLE "tenant"."tool_call_hours" ADD CONSTRAINT "tool_call_hours_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What did not end well is rare, and what people look for.
CREATE INDEX "tool_calls_unwell_idx" ON "tenant"."tool_calls" ("tenant_id", "at") WHERE outcome NOT IN ('ok', 'asked');

ALTER TABLE "tenant"."tool_call_hours" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."tool_call_hours" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."tool_call_hours" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY resolver ON "tenant"."tool_call_hours" TO connect_resolver USING (true);
GRANT SELECT, INSERT ON "tenant"."tool_call_hours" TO connect_app;
GRANT UPDATE (calls) ON "tenant"."tool_call_hours" TO connect_app;
GRANT SELECT, INSERT, DELETE ON "tenant"."tool_call_hours" TO connect_resolver;

-- What a call came to, in the words of the pages (activity/schema.ts has the same rule).
CREATE FUNCTION "tenant"."call_result"(outcome text, reason text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN outcome IN ('ok', 'asked') THEN 'done' WHEN outcome IN ('denied', 'limited') THEN 'denied'
    WHEN outcome = 'upstream_failed' AND reason = 'timeout' THEN 'timed_out' WHEN outcome = 'cancelled' THEN 'cancelled'
    WHEN outcome = 'started' THEN 'running' ELSE 'failed' END
$$;

-- Counts by the hour what enters an organisation's chain, as its writer does: in its context, and in turns.
CREATE FUNCTION "tenant"."count_tool_calls"() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO tenant.tool_call_hours AS h (tenant_id, hour, result, calls)
    SELECT new.tenant_id, date_trunc('hour', c.at, 'UTC'), tenant.call_result(c.outcome, c.reason), count(*)
    FROM tenant.tool_calls c WHERE c.tenant_id = new.tenant_id AND c.batch = new.seq GROUP BY 2, 3
    ON CONFLICT (tenant_id, hour, result) DO UPDATE SET calls = h.calls + excluded.calls;
  RETURN NULL;
END
$$;

-- What was recorded before there were counts.
CREATE FUNCTION "tenant"."fill_tool_call_hours"() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO tenant.tool_call_hours (tenant_id, hour, result, calls)
    SELECT c.tenant_id, date_trunc('hour', c.at, 'UTC'), tenant.call_result(c.outcome, c.reason), count(*)
    FROM tenant.tool_calls c JOIN tenant.tenants t ON t.id = c.tenant_id WHERE c.batch IS NOT NULL GROUP BY 1, 2, 3
$$;

-- Counts go with the calls they are of.
CREATE FUNCTION "tenant"."purge_tool_call_hours"() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM tenant.tool_call_hours h USING tenant.tool_call_ledgers l
    WHERE l.tenant_id = h.tenant_id AND h.hour < now() - make_interval(days => greatest(l.keep_days, 1)) RETURNING 1
  ) SELECT count(*) FROM gone
$$;

-- Why an attempt stands where it does: a reason, or "connected" or "going". `silences` says for each stage how long it
-- may be quiet and what more than that means; activity/policy.ts judges by the same rule.
CREATE FUNCTION "tenant"."attempt_cause"(furthest smallint, failed_stage smallint, reason text, quiet double precision,
  silences jsonb) RETURNS text LANGUAGE sql IMMUTABLE
AS $$
  SELECT CASE WHEN failed_stage = 11 THEN 'connected' WHEN failed_stage IS NOT NULL THEN coalesce(reason, 'request_incomplete')
    WHEN furthest >= 10 THEN 'connected'
    WHEN quiet > (silences -> furthest::text ->> 'seconds')::float8 THEN silences -> furthest::text ->> 'reason'
    ELSE 'going' END
$$;

CREATE FUNCTION "tenant"."list_attempt_page"(of_number text, of_cause text, of_person uuid, of_client text,
  since timestamptz, before_at timestamptz, before_id uuid, at_most integer, silences jsonb)
RETURNS TABLE (id uuid, number text, started_at timestamptz, furthest smallint, failed_stage smallint, reason text,
               quiet_seconds double precision, client_id text, client_name text, redirect_host text, resource text,
               person_id uuid, tenant_id uuid, grant_id uuid, reference text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT a.id, a.number, a.started_at, a.furthest, a.failed_stage, a.reason,
         extract(epoch FROM now() - a.furthest_at)::float8, a.client_id, a.client_name, a.redirect_host, a.resource,
         a.person_id, a.tenant_id, a.grant_id, a.reference
  FROM auth.attempts a
  WHERE a.tenant_id = tenant.current_tenant()
    AND ($1 IS NULL OR a.number = $1) AND ($3 IS NULL OR a.person_id = $3) AND ($4 IS NULL OR a.client_id = $4)
    AND ($5 IS NULL OR a.started_at >= $5) AND ($6 IS NULL OR (a.started_at, a.id) < ($6, $7))
    AND ($2 IS NULL OR $2 = tenant.attempt_cause(a.furthest, a.failed_stage, a.reason,
          extract(epoch FROM now() - a.furthest_at)::float8, $9))
  ORDER BY a.started_at DESC, a.id DESC LIMIT least($8, 500)
$$;

CREATE FUNCTION "tenant"."count_attempt_causes"(since timestamptz, silences jsonb)
RETURNS TABLE (cause text, attempts bigint, last_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT tenant.attempt_cause(a.furthest, a.failed_stage, a.reason, extract(epoch FROM now() - a.furthest_at)::float8, $2),
         count(*), max(a.started_at)
  FROM auth.attempts a WHERE a.tenant_id = tenant.current_tenant() AND a.started_at >= $1 GROUP BY 1 ORDER BY 2 DESC, 1
$$;

-- What began since then and may be that person's: theirs, whatever organisation it is for yet, and nobody's at this
-- organisation's own address.
CREATE FUNCTION "tenant"."watch_attempts"(of_person uuid, since timestamptz)
RETURNS TABLE (id uuid, number text, started_at timestamptz, furthest smallint, failed_stage smallint, reason text,
               quiet_seconds double precision, client_id text, client_name text, redirect_host text, resource text,
               person_id uuid, tenant_id uuid, grant_id uuid, reference text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT a.id, a.number, a.started_at, a.furthest, a.failed_stage, a.reason,
         extract(epoch FROM now() - a.furthest_at)::float8, a.client_id, a.client_name, a.redirect_host, a.resource,
         a.person_id, a.tenant_id, a.grant_id, a.reference
  FROM auth.attempts a
  WHERE a.started_at >= greatest($2, now() - interval '30 minutes')
    AND ((a.person_id = $1 AND (a.tenant_id IS NULL OR a.tenant_id = tenant.current_tenant()))
      OR (a.person_id IS NULL AND a.tenant_id = tenant.current_tenant()))
  ORDER BY a.started_at DESC LIMIT 5
$$;

-- The reference an app showed somebody, kept with the attempt. Answers the one before; no row: no such attempt here.
CREATE FUNCTION "tenant"."note_attempt_reference"(of_attempt uuid, new_reference text)
RETURNS TABLE (before text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE auth.attempts a SET reference = $2
  FROM (SELECT o.id, o.reference FROM auth.attempts o WHERE o.id = $1 FOR UPDATE) old
  WHERE a.id = old.id AND a.tenant_id = tenant.current_tenant() RETURNING old.reference
$$;

GRANT UPDATE (reference) ON "auth"."attempts" TO connect_resolver;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."fill_tool_call_hours"() OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."purge_tool_call_hours"() OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."list_attempt_page"(text, text, uuid, text, timestamptz, timestamptz, uuid, integer, jsonb) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."count_attempt_causes"(timestamptz, jsonb) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."watch_attempts"(uuid, timestamptz) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."note_attempt_reference"(uuid, text) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."count_tool_calls"(), "tenant"."purge_tool_call_hours"(),
  "tenant"."call_result"(text, text), "tenant"."attempt_cause"(smallint, smallint, text, double precision, jsonb),
  "tenant"."list_attempt_page"(text, text, uuid, text, timestamptz, timestamptz, uuid, integer, jsonb),
  "tenant"."count_attempt_causes"(timestamptz, jsonb), "tenant"."watch_attempts"(uuid, timestamptz),
  "tenant"."note_attempt_reference"(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."call_result"(text, text),
  "tenant"."attempt_cause"(smallint, smallint, text, double precision, jsonb) TO connect_resolver, connect_app;
GRANT EXECUTE ON FUNCTION "tenant"."purge_tool_call_hours"(),
  "tenant"."list_attempt_page"(text, text, uuid, text, timestamptz, timestamptz, uuid, integer, jsonb),
  "tenant"."count_attempt_causes"(timestamptz, jsonb), "tenant"."watch_attempts"(uuid, timestamptz),
  "tenant"."note_attempt_reference"(uuid, text) TO connect_app;

SELECT "tenant"."fill_tool_call_hours"();
DROP FUNCTION "tenant"."fill_tool_call_hours"();
CREATE TRIGGER count_calls AFTER INSERT ON "tenant"."tool_call_batches"
  FOR EACH ROW EXECUTE FUNCTION "tenant"."count_tool_calls"();
