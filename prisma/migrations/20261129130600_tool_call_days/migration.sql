-- CreateTable
CREATE TABLE "tenant"."tool_call_days" (
    "tenant_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "upstream_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "denied" INTEGER NOT NULL,

    CONSTRAINT "tool_call_days_pkey" PRIMARY KEY ("tenant_id","day","upstream_id","name")
);

-- CreateTable
CREATE TABLE "tenant"."tool_call_people" (
    "tenant_id" UUID NOT NULL,
    "upstream_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "person_id" UUID NOT NULL,
    "calls" INTEGER NOT NULL,
    "denied" INTEGER NOT NULL,

    CONSTRAINT "tool_call_people_pkey" PRIMARY KEY ("tenant_id","upstream_id","name","day","person_id")
);

-- CreateIndex
CREATE INDEX "tool_call_people_tenant_id_day_idx" ON "tenant"."tool_call_people"("tenant_id", "day");

-- AddForeignKey
ALTER TABLE "tenant"."tool_call_days" ADD CONSTRAINT "tool_call_days_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."tool_call_people" ADD CONSTRAINT "tool_call_people_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT ON "tenant"."tool_call_days", "tenant"."tool_call_people" TO connect_app;
GRANT UPDATE (calls, denied) ON "tenant"."tool_call_days", "tenant"."tool_call_people" TO connect_app;
GRANT SELECT, INSERT, DELETE ON "tenant"."tool_call_days", "tenant"."tool_call_people" TO connect_resolver;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['tool_call_days', 'tool_call_people']
  LOOP
    EXECUTE 'ALTER TABLE "tenant".' || name || ' ENABLE ROW LEVEL SECURITY';
    EXECUTE 'ALTER TABLE "tenant".' || name || ' FORCE ROW LEVEL SECURITY';
    EXECUTE 'CREATE POLICY in_tenant ON "tenant".' || name || ' TO connect_app'
      || ' USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant())';
    EXECUTE 'CREATE POLICY resolver ON "tenant".' || name || ' TO connect_resolver USING (true)';
  END LOOP;
END
$$;

-- Counts a batch of calls as it is written, so that nobody ever counts the calls themselves.
CREATE FUNCTION "tenant"."count_tool_uses"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO tenant.tool_call_days AS d (tenant_id, day, upstream_id, name, calls, denied)
    SELECT c.tenant_id, (c.at AT TIME ZONE 'UTC')::date, c.upstream_id, c.own_name,
           count(*) FILTER (WHERE c.outcome <> 'denied'), count(*) FILTER (WHERE c.outcome = 'denied')
    FROM tenant.tool_calls c
    WHERE c.tenant_id = new.tenant_id AND c.batch = new.seq
      AND c.method = 'tools/call' AND c.upstream_id IS NOT NULL AND c.own_name IS NOT NULL
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (tenant_id, day, upstream_id, name)
    DO UPDATE SET calls = d.calls + excluded.calls, denied = d.denied + excluded.denied;
  INSERT INTO tenant.tool_call_people AS p (tenant_id, upstream_id, name, day, person_id, calls, denied)
    SELECT c.tenant_id, c.upstream_id, c.own_name, (c.at AT TIME ZONE 'UTC')::date, c.person_id,
           count(*) FILTER (WHERE c.outcome <> 'denied'), count(*) FILTER (WHERE c.outcome = 'denied')
    FROM tenant.tool_calls c
    WHERE c.tenant_id = new.tenant_id AND c.batch = new.seq AND c.person_id IS NOT NULL
      AND c.method = 'tools/call' AND c.upstream_id IS NOT NULL AND c.own_name IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (tenant_id, upstream_id, name, day, person_id)
    DO UPDATE SET calls = p.calls + excluded.calls, denied = p.denied + excluded.denied;
  RETURN NULL;
END
$$;

-- What is forgotten is not counted any more: the days before those of the batches that went.
CREATE FUNCTION "tenant"."forget_tool_call_days"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM tenant.tool_call_days d
    USING (SELECT g.tenant_id, (max(g.at) AT TIME ZONE 'UTC')::date AS since FROM gone g GROUP BY g.tenant_id) o
    WHERE d.tenant_id = o.tenant_id AND d.day < o.since;
  DELETE FROM tenant.tool_call_people p
    USING (SELECT g.tenant_id, (max(g.at) AT TIME ZONE 'UTC')::date AS since FROM gone g GROUP BY g.tenant_id) o
    WHERE p.tenant_id = o.tenant_id AND p.day < o.since;
  RETURN NULL;
END
$$;

-- What was recorded of the last days before there were counts.
CREATE FUNCTION "tenant"."fill_tool_call_days"() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO tenant.tool_call_days (tenant_id, day, upstream_id, name, calls, denied)
    SELECT c.tenant_id, (c.at AT TIME ZONE 'UTC')::date, c.upstream_id, c.own_name,
           count(*) FILTER (WHERE c.outcome <> 'denied'), count(*) FILTER (WHERE c.outcome = 'denied')
    FROM tenant.tool_calls c JOIN tenant.tenants t ON t.id = c.tenant_id
    WHERE c.batch IS NOT NULL AND c.at > now() - interval '31 days'
      AND c.method = 'tools/call' AND c.upstream_id IS NOT NULL AND c.own_name IS NOT NULL GROUP BY 1, 2, 3, 4;
  INSERT INTO tenant.tool_call_people (tenant_id, upstream_id, name, day, person_id, calls, denied)
    SELECT c.tenant_id, c.upstream_id, c.own_name, (c.at AT TIME ZONE 'UTC')::date, c.person_id,
           count(*) FILTER (WHERE c.outcome <> 'denied'), count(*) FILTER (WHERE c.outcome = 'denied')
    FROM tenant.tool_calls c JOIN tenant.tenants t ON t.id = c.tenant_id
    WHERE c.batch IS NOT NULL AND c.at > now() - interval '31 days' AND c.person_id IS NOT NULL
      AND c.method = 'tools/call' AND c.upstream_id IS NOT NULL AND c.own_name IS NOT NULL GROUP BY 1, 2, 3, 4, 5
$$;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."fill_tool_call_days"() OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."forget_tool_call_days"() OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."count_tool_uses"(), "tenant"."forget_tool_call_days"(),
  "tenant"."fill_tool_call_days"() FROM PUBLIC;
SELECT "tenant"."fill_tool_call_days"();
DROP FUNCTION "tenant"."fill_tool_call_days"();
CREATE TRIGGER count_uses AFTER INSERT ON "tenant"."tool_call_batches"
  FOR EACH ROW EXECUTE FUNCTION "tenant"."count_tool_uses"();
CREATE TRIGGER forget_days AFTER DELETE ON "tenant"."tool_call_batches"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."forget_tool_call_days"();
