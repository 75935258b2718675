-- AlterTable
ALTER TABLE "tenant"."tool_calls" ADD COLUMN "decided_ms" INTEGER,
ADD COLUMN "upstream_ms" INTEGER;

GRANT UPDATE (decided_ms, upstream_ms) ON "tenant"."tool_calls" TO connect_app;

-- As before, with the two.
CREATE OR REPLACE FUNCTION "tenant"."append_tool_calls"(in_tenant uuid, calls text, call_count integer, call_lost integer,
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
      method, name, own_name, tool_group, effect, era, outcome, layer, reason, ms, bytes_in, bytes_out, arguments, decided_ms,
      upstream_ms, batch, place)
    SELECT in_tenant, c.at, c.id, c.person_id, c.grant_id, c.key_id, c.client_id, c.network, c.upstream_id, c.method,
           c.name, c.own_name, c.tool_group, c.effect, c.era, c.outcome, c.layer, c.reason, c.ms, c.bytes_in,
           c.bytes_out, decode(c.arguments, 'base64'), c.decided_ms, c.upstream_ms, ledger.seq + 1, c.place
    FROM ROWS FROM (json_to_recordset(calls::json) AS (at timestamptz, id uuid, person_id uuid, grant_id uuid,
      key_id uuid, client_id text, network text, upstream_id uuid, method text, name text, own_name text,
      tool_group text, effect text, era text, outcome text, layer text, reason text, ms integer, bytes_in integer,
      bytes_out integer, arguments text, decided_ms integer, upstream_ms integer)) WITH ORDINALITY AS c (at, id, person_id, grant_id, key_id, client_id, network,
      upstream_id, method, name, own_name, tool_group, effect, era, outcome, layer, reason, ms, bytes_in, bytes_out,
      arguments, decided_ms, upstream_ms, place)
    ON CONFLICT (tenant_id, at, id) DO UPDATE SET outcome = excluded.outcome, layer = excluded.layer,
      reason = excluded.reason, ms = excluded.ms, bytes_out = excluded.bytes_out, arguments = excluded.arguments,
      decided_ms = excluded.decided_ms, upstream_ms = excluded.upstream_ms, batch = excluded.batch, place = excluded.place
    WHERE t.batch IS NULL;
  GET DIAGNOSTICS taken = ROW_COUNT;
  IF taken <> call_count THEN RAISE 'a call is in the chain already' USING ERRCODE = 'unique_violation'; END IF;
  INSERT INTO tenant.tool_call_batches (tenant_id, seq, at, count, lost, hash)
    VALUES (in_tenant, ledger.seq + 1, written, call_count, call_lost, hashed);
  UPDATE tenant.tool_call_ledgers l SET seq = ledger.seq + 1, hash = hashed WHERE l.tenant_id = in_tenant;
  RETURN true;
END
$$;
