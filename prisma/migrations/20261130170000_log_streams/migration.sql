-- AlterTable
ALTER TABLE "auth"."attempts" ADD COLUMN     "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "tenant"."log_streams" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "header_name" TEXT,
    "header_sealed" BYTEA,
    "header_last_four" TEXT,
    "secret_sealed" BYTEA NOT NULL,
    "secret_version" INTEGER NOT NULL DEFAULT 1,
    "previous_sealed" BYTEA,
    "previous_until" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'on',
    "failure" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),
    "is_slow" BOOLEAN NOT NULL DEFAULT false,
    "delivered_at" TIMESTAMPTZ(3),
    "rows" BIGINT NOT NULL DEFAULT 0,
    "tested_at" TIMESTAMPTZ(3),
    "test_failure" TEXT,
    "claim" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "log_streams_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."log_stream_parts" (
    "tenant_id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "cursor" JSONB NOT NULL,
    "pending" JSONB,
    "missed" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "log_stream_parts_pkey" PRIMARY KEY ("tenant_id","stream_id","kind")
);

-- CreateIndex
CREATE INDEX "log_streams_state_due_at_idx" ON "tenant"."log_streams"("state", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "log_streams_tenant_id_key" ON "tenant"."log_streams"("tenant_id");

-- AddForeignKey
ALTER TABLE "tenant"."log_streams" ADD CONSTRAINT "log_streams_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."log_stream_parts" ADD CONSTRAINT "log_stream_parts_tenant_id_stream_id_fkey" FOREIGN KEY ("tenant_id", "stream_id") REFERENCES "tenant"."log_streams"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['log_streams', 'log_stream_parts']
  LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE "tenant".%I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format(
      'CREATE POLICY in_tenant ON "tenant".%I TO connect_app USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant())',
      table_name);
    EXECUTE format('CREATE POLICY resolver ON "tenant".%I TO connect_resolver USING (true)', table_name);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."log_streams", "tenant"."log_stream_parts" TO connect_app;
GRANT SELECT (tenant_id, id, state, is_slow, claim, due_at), UPDATE (claim, due_at) ON "tenant"."log_streams" TO connect_resolver;
GRANT SELECT (tenant_id, stream_id, kind, cursor, missed), UPDATE (missed) ON "tenant"."log_stream_parts" TO connect_resolver;

-- When what is shown of an attempt changed, by this database's clock: late stages that change nothing shown are none.
CREATE FUNCTION "auth"."note_attempt_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := pg_catalog.clock_timestamp();
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION "auth"."note_attempt_change"() FROM PUBLIC;
CREATE TRIGGER note_begin BEFORE INSERT ON "auth"."attempts"
  FOR EACH ROW EXECUTE FUNCTION "auth"."note_attempt_change"();
CREATE TRIGGER note_change BEFORE UPDATE ON "auth"."attempts" FOR EACH ROW
  WHEN ((OLD.furthest, OLD.failed_stage, OLD.reason, OLD.client_id, OLD.client_name, OLD.redirect_host, OLD.resource,
         OLD.person_id, OLD.tenant_id, OLD.grant_id, OLD.reference) IS DISTINCT FROM
        (NEW.furthest, NEW.failed_stage, NEW.reason, NEW.client_id, NEW.client_name, NEW.redirect_host, NEW.resource,
         NEW.person_id, NEW.tenant_id, NEW.grant_id, NEW.reference))
  EXECUTE FUNCTION "auth"."note_attempt_change"();

-- Attempts of the transaction's own organisation in the order of their changes, after a place and up to another, once
-- nothing was added for so long that no change can appear before it any more.
CREATE FUNCTION "tenant"."list_changed_attempts"(after_at timestamptz, after_id uuid, until_at timestamptz, until_id uuid,
  at_most integer, quiet_for integer)
RETURNS TABLE (id uuid, number text, started_at timestamptz, changed_at timestamptz, furthest smallint,
               failed_stage smallint, reason text, quiet_seconds double precision, client_id text, client_name text,
               redirect_host text, resource text, person_id uuid, tenant_id uuid, grant_id uuid, reference text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT a.id, a.number, a.started_at, a.changed_at, a.furthest, a.failed_stage, a.reason,
         extract(epoch FROM now() - a.furthest_at)::float8, a.client_id, a.client_name, a.redirect_host, a.resource,
         a.person_id, a.tenant_id, a.grant_id, a.reference
  FROM auth.attempts a
  WHERE a.tenant_id = tenant.current_tenant() AND (a.changed_at, a.id) > ($1, $2)
    AND ($3 IS NULL OR (a.changed_at, a.id) <= ($3, $4))
    AND a.changed_at < clock_timestamp() - make_interval(secs => $6)
  ORDER BY a.changed_at, a.id LIMIT least($5, 20000)
$$;

-- Of all organisations' streams that are due and have something to deliver the one that waited longest: only ids pass
-- between them, to a job. Who takes one has it for a minute; several at once never take the same.
CREATE FUNCTION "tenant"."claim_log_stream"(slow boolean, quiet_for integer)
RETURNS TABLE (tenant_id uuid, id uuid, claim integer)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE tenant.log_streams s SET claim = s.claim + 1, due_at = clock_timestamp() + interval '1 minute'
  FROM (
    SELECT d.tenant_id, d.id FROM tenant.log_streams d
    JOIN tenant.tenants t ON t.id = d.tenant_id AND t.status = 'active'
    WHERE d.state = 'on' AND d.due_at <= clock_timestamp() AND d.is_slow = $1 AND EXISTS (
      SELECT FROM tenant.log_stream_parts p WHERE p.tenant_id = d.tenant_id AND p.stream_id = d.id AND CASE p.kind
        WHEN 'audit' THEN EXISTS (SELECT FROM tenant.audit_events a
          WHERE a.tenant_id = p.tenant_id AND a.seq > (p.cursor ->> 'seq')::bigint)
        WHEN 'activity' THEN EXISTS (SELECT FROM tenant.tool_calls c
          WHERE c.tenant_id = p.tenant_id
            AND (c.batch, c.place) > ((p.cursor ->> 'batch')::bigint, (p.cursor ->> 'place')::integer))
        WHEN 'attempts' THEN EXISTS (SELECT FROM auth.attempts a
          WHERE a.tenant_id = p.tenant_id AND a.changed_at < clock_timestamp() - make_interval(secs => $2)
            AND (a.changed_at, a.id) > ((p.cursor ->> 'at')::timestamptz, (p.cursor ->> 'id')::uuid))
        ELSE false END)
    ORDER BY d.due_at LIMIT 1 FOR UPDATE OF d SKIP LOCKED
  ) due
  WHERE s.tenant_id = due.tenant_id AND s.id = due.id
  RETURNING s.tenant_id, s.id, s.claim
$$;

-- What is forgotten for its age before a stream delivered it is counted with the stream.
CREATE FUNCTION "tenant"."count_missed_attempts"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE tenant.log_stream_parts p SET missed = p.missed + g.rows
  FROM (
    SELECT q.tenant_id, q.stream_id, count(*) AS rows
    FROM gone o JOIN tenant.log_stream_parts q ON q.tenant_id = o.tenant_id AND q.kind = 'attempts'
      AND (o.changed_at, o.id) > ((q.cursor ->> 'at')::timestamptz, (q.cursor ->> 'id')::uuid)
    GROUP BY 1, 2
  ) g
  WHERE p.tenant_id = g.tenant_id AND p.stream_id = g.stream_id AND p.kind = 'attempts';
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION "tenant"."purge_tool_calls"(batches_max integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  due record;
  last record;
BEGIN
  SELECT l.tenant_id, l.purged_seq, now() - make_interval(days => greatest(l.keep_days, 1)) AS since INTO due
  FROM tenant.tool_call_ledgers l
  CROSS JOIN LATERAL (SELECT b.at FROM tenant.tool_call_batches b
    WHERE b.tenant_id = l.tenant_id AND b.seq > l.purged_seq ORDER BY b.seq LIMIT 1) oldest
  WHERE oldest.at < now() - make_interval(days => greatest(l.keep_days, 1)) LIMIT 1;
  IF NOT FOUND THEN RETURN 0; END IF;
  SELECT b.seq, b.hash INTO last FROM (
    SELECT o.seq, o.hash, o.at FROM tenant.tool_call_batches o
    WHERE o.tenant_id = due.tenant_id AND o.seq > due.purged_seq ORDER BY o.seq LIMIT batches_max
  ) b WHERE b.at < due.since ORDER BY b.seq DESC LIMIT 1;
  UPDATE tenant.log_stream_parts p SET missed = p.missed + (
    SELECT count(*) FROM tenant.tool_calls c
    WHERE c.tenant_id = due.tenant_id AND c.batch <= last.seq
      AND (c.batch, c.place) > ((p.cursor ->> 'batch')::bigint, (p.cursor ->> 'place')::integer))
  WHERE p.tenant_id = due.tenant_id AND p.kind = 'activity' AND (p.cursor ->> 'batch')::bigint <= last.seq;
  DELETE FROM tenant.tool_calls c WHERE c.tenant_id = due.tenant_id AND c.batch > due.purged_seq AND c.batch <= last.seq;
  DELETE FROM tenant.tool_calls c WHERE c.tenant_id = due.tenant_id AND c.batch IS NULL AND c.at < due.since;
  DELETE FROM tenant.tool_call_batches b WHERE b.tenant_id = due.tenant_id AND b.seq <= last.seq;
  UPDATE tenant.tool_call_ledgers l SET purged_seq = last.seq, purged_hash = last.hash WHERE l.tenant_id = due.tenant_id;
  RETURN last.seq - due.purged_seq;
END
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."list_changed_attempts"(timestamptz, uuid, timestamptz, uuid, integer, integer) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."claim_log_stream"(boolean, integer) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."count_missed_attempts"() OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."list_changed_attempts"(timestamptz, uuid, timestamptz, uuid, integer, integer),
  "tenant"."claim_log_stream"(boolean, integer), "tenant"."count_missed_attempts"() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."list_changed_attempts"(timestamptz, uuid, timestamptz, uuid, integer, integer),
  "tenant"."claim_log_stream"(boolean, integer) TO connect_app;

CREATE TRIGGER count_missed AFTER DELETE ON "auth"."attempts"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."count_missed_attempts"();
