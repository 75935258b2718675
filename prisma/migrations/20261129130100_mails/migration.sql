-- CreateTable
CREATE TABLE "tenant"."mails" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sealed" BYTEA,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "refused_address" TEXT,

    CONSTRAINT "mails_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "mails_state_due_at_idx" ON "tenant"."mails"("state", "due_at");

-- AddForeignKey
ALTER TABLE "tenant"."mails" ADD CONSTRAINT "mails_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "tenant"."mails" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."mails" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."mails" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."mails" TO connect_app;

-- Heard when the transaction that queued a mail is committed.
CREATE FUNCTION "tenant"."tell_of_mail"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_catalog.pg_notify('connect_mail', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER tell AFTER INSERT ON "tenant"."mails"
  FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."tell_of_mail"();

-- Whose mails are due, of all organisations: only ids pass between them, to a job. Who takes one has it for five minutes;
-- several at once never take the same.
GRANT SELECT (tenant_id, id, state, attempts, due_at, ended_at), UPDATE (attempts, due_at), DELETE ON "tenant"."mails" TO connect_resolver;
CREATE POLICY resolver ON "tenant"."mails" TO connect_resolver USING (true);
CREATE FUNCTION "tenant"."claim_mails"(at_most integer)
RETURNS TABLE (tenant_id uuid, id uuid, attempts integer)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE tenant.mails m SET attempts = m.attempts + 1, due_at = clock_timestamp() + interval '5 minutes'
  FROM (
    SELECT d.tenant_id, d.id FROM tenant.mails d
    WHERE d.state = 'waiting' AND d.due_at <= clock_timestamp()
    ORDER BY d.due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  ) due
  WHERE m.tenant_id = due.tenant_id AND m.id = due.id
  RETURNING m.tenant_id, m.id, m.attempts
$$;

-- Forgets mails a week after they ended.
CREATE FUNCTION "tenant"."purge_mails"(at_most integer) RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH purged AS (
    DELETE FROM tenant.mails m USING (
      SELECT o.tenant_id, o.id FROM tenant.mails o WHERE o.ended_at < now() - interval '7 days' LIMIT $1
    ) old
    WHERE m.tenant_id = old.tenant_id AND m.id = old.id RETURNING 1
  )
  SELECT count(*)::integer FROM purged
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."claim_mails"(integer) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."purge_mails"(integer) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."claim_mails"(integer), "tenant"."purge_mails"(integer), "tenant"."tell_of_mail"() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."claim_mails"(integer), "tenant"."purge_mails"(integer) TO connect_app;
