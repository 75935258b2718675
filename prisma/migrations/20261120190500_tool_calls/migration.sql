-- CreateTable
CREATE TABLE "tenant"."tool_calls" (
    "tenant_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID,
    "grant_id" UUID,
    "key_id" UUID,
    "client_id" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "upstream_id" UUID,
    "method" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "own_name" TEXT,
    "tool_group" TEXT,
    "effect" TEXT,
    "era" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "layer" TEXT,
    "reason" TEXT,
    "ms" INTEGER,
    "bytes_in" INTEGER NOT NULL,
    "bytes_out" INTEGER,
    "arguments" BYTEA,
    "batch" BIGINT,
    "place" INTEGER,

    CONSTRAINT "tool_calls_pkey" PRIMARY KEY ("tenant_id","at","id")
);

-- CreateTable
CREATE TABLE "tenant"."tool_call_batches" (
    "tenant_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,
    "lost" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "tool_call_batches_pkey" PRIMARY KEY ("tenant_id","seq")
);

-- CreateTable
CREATE TABLE "tenant"."tool_call_ledgers" (
    "tenant_id" UUID NOT NULL,
    "purged_seq" BIGINT NOT NULL DEFAULT 0,
    "purged_hash" TEXT NOT NULL DEFAULT '',
    "seq" BIGINT NOT NULL DEFAULT 0,
    "hash" TEXT NOT NULL DEFAULT '',
    "record_arguments" BOOLEAN NOT NULL DEFAULT false,
    "keep_days" INTEGER NOT NULL DEFAULT 90,

    CONSTRAINT "tool_call_ledgers_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateIndex
CREATE INDEX "tool_calls_tenant_id_person_id_at_idx" ON "tenant"."tool_calls"("tenant_id", "person_id", "at");

-- CreateIndex
CREATE INDEX "tool_calls_tenant_id_grant_id_at_idx" ON "tenant"."tool_calls"("tenant_id", "grant_id", "at");

-- CreateIndex
CREATE INDEX "tool_calls_tenant_id_batch_place_idx" ON "tenant"."tool_calls"("tenant_id", "batch", "place");

-- AddForeignKey
ALTER TABLE "tenant"."tool_call_batches" ADD CONSTRAINT "tool_call_batches_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."tool_call_ledgers" ADD CONSTRAINT "tool_call_ledgers_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "tenant"."tool_calls" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."tool_calls" FORCE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."tool_call_batches" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."tool_call_batches" FORCE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."tool_call_ledgers" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."tool_call_ledgers" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."tool_calls" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY in_tenant ON "tenant"."tool_call_batches" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY in_tenant ON "tenant"."tool_call_ledgers" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());

-- The ledger can be added to and read. What may be changed is how a running call ended, once.
GRANT SELECT, INSERT ON "tenant"."tool_calls", "tenant"."tool_call_batches", "tenant"."tool_call_ledgers" TO connect_app;
GRANT UPDATE (outcome, layer, reason, ms, bytes_out, arguments, batch, place) ON "tenant"."tool_calls" TO connect_app;
GRANT UPDATE (seq, hash, record_arguments, keep_days) ON "tenant"."tool_call_ledgers" TO connect_app;
CREATE POLICY unchained ON "tenant"."tool_calls" AS RESTRICTIVE FOR UPDATE TO connect_app
  USING (batch IS NULL) WITH CHECK (true);

-- What is too old is forgotten by a function alone.
GRANT SELECT, DELETE ON "tenant"."tool_calls", "tenant"."tool_call_batches" TO connect_resolver;
GRANT SELECT, UPDATE (purged_seq, purged_hash) ON "tenant"."tool_call_ledgers" TO connect_resolver;
CREATE POLICY resolver ON "tenant"."tool_calls" TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."tool_call_batches" TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."tool_call_ledgers" TO connect_resolver USING (true);

-- The row of a call that must be known of before it is made. Row-level security applies as everywhere.
CREATE FUNCTION "tenant"."begin_tool_call"(in_tenant uuid, call json) RETURNS void LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM pg_catalog.set_config('app.tenant_id', in_tenant::text, true);
  IF NOT EXISTS (SELECT FROM tenant.tool_call_ledgers l WHERE l.tenant_id = in_tenant) THEN
    INSERT INTO tenant.tool_call_ledgers (tenant_id) VALUES (in_tenant) ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO tenant.tool_calls (tenant_id, at, id, person_id, grant_id, key_id, client_id, network, upstream_id, method,
      name, own_name, tool_group, effect, era, outcome, bytes_in)
    SELECT in_tenant, c.at, c.id, c.person_id, c.grant_id, c.key_id, c.client_id, c.network, c.upstream_id, c.method,
           c.name, c.own_name, c.tool_group, c.effect, c.era, 'started', c.bytes_in
    FROM json_to_record(call) c (at timestamptz, id uuid, person_id uuid, grant_id uuid, key_id uuid, client_id text,
      network text, upstream_id uuid, method text, name text, own_name text, tool_group text, effect text, era text,
      bytes_in integer);
END
$$;

-- One batch more at the end of the organisation's chain: its writers take turns by the ledger's row. `calls` is kept as
-- the text that came, because that is what the hash is of. False, and nothing is written, when the organisation thinks
-- otherwise about arguments than the writer. `is_again`: the first try may have been committed.
CREATE FUNCTION "tenant"."append_tool_calls"(in_tenant uuid, calls text, call_count integer, call_lost integer,
  with_arguments boolean, is_again boolean) RETURNS boolean LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  ledger record;
  written timestamptz(3);
  taken integer;
  hashed text;
BEGIN
  PERFORM pg_catalog.set_config('app.tenant_id', in_tenant::text, true);
  SELECT l.seq, l.hash, l.record_arguments INTO ledger FROM tenant.tool_call_ledgers l
    WHERE l.tenant_id = in_tenant FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO tenant.tool_call_ledgers (tenant_id) VALUES (in_tenant) ON CONFLICT DO NOTHING;
    SELECT l.seq, l.hash, l.record_arguments INTO ledger FROM tenant.tool_call_ledgers l
      WHERE l.tenant_id = in_tenant FOR UPDATE;
  END IF;
  IF ledger.record_arguments <> with_arguments THEN RETURN false; END IF;
  IF is_again AND EXISTS (
    SELECT FROM json_to_recordset(calls::json) c (at timestamptz, id uuid)
    JOIN tenant.tool_calls t ON t.tenant_id = in_tenant AND t.at = c.at AND t.id = c.id
    WHERE t.batch IS NOT NULL
  ) THEN RETURN true; END IF;
  written := date_trunc('milliseconds', clock_timestamp());
  hashed := encode(sha256(convert_to(concat_ws(E'\n', ledger.hash, ledger.seq + 1,
    (extract(epoch FROM written) * 1000)::bigint, call_count, call_lost, calls), 'UTF8')), 'hex');
  INSERT INTO tenant.tool_calls AS t (tenant_id, at, id, person_id, grant_id, key_id, client_id, network, upstream_id,
      method, name, own_name, tool_group, effect, era, outcome, layer, reason, ms, bytes_in, bytes_out, arguments, batch,
      place)
    SELECT in_tenant, c.at, c.id, c.person_id, c.grant_id, c.key_id, c.client_id, c.network, c.upstream_id, c.method,
           c.name, c.own_name, c.tool_group, c.effect, c.era, c.outcome, c.layer, c.reason, c.ms, c.bytes_in,
           c.bytes_out, decode(c.arguments, 'base64'), ledger.seq + 1, c.place
    FROM ROWS FROM (json_to_recordset(calls::json) AS (at timestamptz, id uuid, person_id uuid, grant_id uuid,
      key_id uuid, client_id text, network text, upstream_id uuid, method text, name text, own_name text,
      tool_group text, effect text, era text, outcome text, layer text, reason text, ms integer, bytes_in integer,
      bytes_out integer, arguments text)) WITH ORDINALITY AS c (at, id, person_id, grant_id, key_id, client_id, network,
      upstream_id, method, name, own_name, tool_group, effect, era, outcome, layer, reason, ms, bytes_in, bytes_out,
      arguments, place)
    ON CONFLICT (tenant_id, at, id) DO UPDATE SET outcome = excluded.outcome, layer = excluded.layer,
      reason = excluded.reason, ms = excluded.ms, bytes_out = excluded.bytes_out, arguments = excluded.arguments,
      batch = excluded.batch, place = excluded.place
    WHERE t.batch IS NULL;
  GET DIAGNOSTICS taken = ROW_COUNT;
  IF taken <> call_count THEN RAISE 'a call is in the chain already' USING ERRCODE = 'unique_violation'; END IF;
  INSERT INTO tenant.tool_call_batches (tenant_id, seq, at, count, lost, hash)
    VALUES (in_tenant, ledger.seq + 1, written, call_count, call_lost, hashed);
  UPDATE tenant.tool_call_ledgers l SET seq = ledger.seq + 1, hash = hashed WHERE l.tenant_id = in_tenant;
  RETURN true;
END
$$;

-- Batches of several organisations in one round trip, each in its own organisation's context. In the order of their ids,
-- so that two writers never wait for each other in a circle.
CREATE FUNCTION "tenant"."append_tool_call_batches"(batches json) RETURNS boolean[] LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  b record;
  written boolean[] := '{}';
BEGIN
  FOR b IN SELECT * FROM json_to_recordset(batches) AS (tenant_id uuid, calls text, count integer, lost integer,
    with_arguments boolean, is_again boolean)
  LOOP
    written := written || tenant.append_tool_calls(b.tenant_id, b.calls, b.count, b.lost, b.with_arguments, b.is_again);
  END LOOP;
  RETURN written;
END
$$;

-- Forgets the oldest batches of one organisation whose time is over, at most so many, and what never ended; its ledger
-- remembers where the chain begins now. Answers how many batches went: none means that nothing is left to do.
CREATE FUNCTION "tenant"."purge_tool_calls"(batches_max integer) RETURNS bigint
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
  DELETE FROM tenant.tool_calls c WHERE c.tenant_id = due.tenant_id AND c.batch > due.purged_seq AND c.batch <= last.seq;
  DELETE FROM tenant.tool_calls c WHERE c.tenant_id = due.tenant_id AND c.batch IS NULL AND c.at < due.since;
  DELETE FROM tenant.tool_call_batches b WHERE b.tenant_id = due.tenant_id AND b.seq <= last.seq;
  UPDATE tenant.tool_call_ledgers l SET purged_seq = last.seq, purged_hash = last.hash WHERE l.tenant_id = due.tenant_id;
  RETURN last.seq - due.purged_seq;
END
$$;

-- The organisations that have calls which began over three hours ago and never ended: their process was cut.
CREATE FUNCTION "tenant"."find_cut_tool_calls"() RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT l.tenant_id FROM tenant.tool_call_ledgers l WHERE EXISTS (
    SELECT FROM tenant.tool_calls c
    WHERE c.tenant_id = l.tenant_id AND c.batch IS NULL AND c.at < now() - interval '3 hours')
$$;

CREATE FUNCTION "tenant"."forget_tool_calls"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM tenant.tool_calls c WHERE c.tenant_id = old.tenant_id;
  RETURN NULL;
END
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."purge_tool_calls"(integer) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."find_cut_tool_calls"() OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."forget_tool_calls"() OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."begin_tool_call"(uuid, json),
  "tenant"."append_tool_calls"(uuid, text, integer, integer, boolean, boolean),
  "tenant"."append_tool_call_batches"(json), "tenant"."purge_tool_calls"(integer), "tenant"."find_cut_tool_calls"(),
  "tenant"."forget_tool_calls"() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."begin_tool_call"(uuid, json),
  "tenant"."append_tool_calls"(uuid, text, integer, integer, boolean, boolean),
  "tenant"."append_tool_call_batches"(json), "tenant"."purge_tool_calls"(integer), "tenant"."find_cut_tool_calls"()
  TO connect_app;
CREATE TRIGGER forget AFTER DELETE ON "tenant"."tool_call_ledgers"
  FOR EACH ROW EXECUTE FUNCTION "tenant"."forget_tool_calls"();
