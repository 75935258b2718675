-- CreateTable
CREATE TABLE "auth"."spent_tokens" (
    "id" BYTEA NOT NULL,
    "grant_id" UUID NOT NULL,
    "spent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."replay_successors" (
    "id" BYTEA NOT NULL,
    "successor_id" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "replay_successors_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "spent_tokens_spent_at_idx" ON "auth"."spent_tokens" USING BRIN ("spent_at");

-- CreateIndex
CREATE INDEX "replay_successors_created_at_idx" ON "auth"."replay_successors"("created_at");

GRANT SELECT, INSERT, UPDATE, DELETE ON "auth"."spent_tokens", "auth"."replay_successors" TO connect_auth;

-- What was used before this release keeps being known as used.
INSERT INTO "auth"."spent_tokens" (id, grant_id, spent_at)
  SELECT decode(id, 'hex'), grant_id::uuid, consumed_at FROM "auth"."refresh_tokens" WHERE consumed_at IS NOT NULL;
DELETE FROM "auth"."refresh_tokens" WHERE consumed_at IS NOT NULL;

-- The authorization server's own entry in an organisation's audit log: that a grant ended, and nothing else.
GRANT SELECT (tenant_id, seq, hash), INSERT ON "tenant"."audit_events" TO connect_resolver;
CREATE POLICY resolver ON "tenant"."audit_events" FOR SELECT TO connect_resolver USING (true);
CREATE POLICY resolver_adds ON "tenant"."audit_events" FOR INSERT TO connect_resolver
  WITH CHECK (actor_kind = 'system' AND actor_id = 'oauth' AND action = 'connection.end');

-- Ends a grant and records it in the tenant's audit chain, in the caller's transaction. No row when it had ended before.
-- The hash is taken over the same canonical JSON as everywhere else: members sorted, absent ones left out.
CREATE FUNCTION "tenant"."end_grant_audited"(grant_id uuid, reason text, network text)
RETURNS TABLE (person_id uuid, client_name text, tenant_name text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  ended record;
  last_seq bigint;
  last_hash text;
  at_time timestamptz := clock_timestamp()::timestamptz(3);
  after_text text;
  row_text text;
BEGIN
  IF NOT tenant.end_grant($1, $2) THEN RETURN; END IF;
  SELECT g.tenant_id, g.person_id, g.client_name, t.name AS tenant_name INTO STRICT ended
    FROM tenant.grants g JOIN tenant.tenants t ON t.id = g.tenant_id WHERE g.id = $1;
  PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || ended.tenant_id, 0));
  SELECT a.seq, a.hash INTO last_seq, last_hash
    FROM tenant.audit_events a WHERE a.tenant_id = ended.tenant_id ORDER BY a.seq DESC LIMIT 1;
  last_seq := coalesce(last_seq, 0) + 1;
  last_hash := coalesce(last_hash, '');
  after_text := '{"app":' || to_json(ended.client_name) || ',"endedReason":' || to_json($2)
    || coalesce(',"network":' || to_json($3), '') || ',"status":"disconnected"}';
  row_text := '{"action":"connection.end","actorId":"oauth","actorKind":"system","after":' || after_text
    || ',"at":' || to_json(to_char(at_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    || ',"outcome":"done","prevHash":' || to_json(last_hash) || ',"seq":"' || last_seq
    || '","target":"' || $1 || '","tenantId":"' || ended.tenant_id || '"}';
  INSERT INTO tenant.audit_events
    (tenant_id, seq, at, actor_kind, actor_id, action, target, outcome, after, prev_hash, hash)
  VALUES (ended.tenant_id, last_seq, at_time, 'system', 'oauth', 'connection.end', $1::text, 'done',
    after_text::jsonb, last_hash, encode(sha256(convert_to(row_text, 'UTF8')), 'hex'));
  RETURN QUERY SELECT ended.person_id::uuid, ended.client_name::text, ended.tenant_name::text;
END
$$;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."end_grant_audited"(uuid, text, text) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."end_grant_audited"(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."end_grant_audited"(uuid, text, text) TO connect_auth;
