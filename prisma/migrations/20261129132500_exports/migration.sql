-- CreateTable
CREATE TABLE "tenant"."exports" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "time_zone" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "problem" TEXT,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "rows_expected" INTEGER,
    "bytes" INTEGER NOT NULL DEFAULT 0,
    "chunks" INTEGER NOT NULL DEFAULT 0,
    "cursor" JSONB,
    "facts" JSONB,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "claim" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "exports_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."export_chunks" (
    "tenant_id" UUID NOT NULL,
    "export_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "export_chunks_pkey" PRIMARY KEY ("tenant_id","export_id","place")
);

-- CreateIndex
CREATE INDEX "exports_state_due_at_idx" ON "tenant"."exports"("state", "due_at");

-- CreateIndex
CREATE INDEX "exports_tenant_id_created_at_idx" ON "tenant"."exports"("tenant_id", "created_at");

-- AddForeignKey
ALTER TABLE "tenant"."exports" ADD CONSTRAINT "exports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."export_chunks" ADD CONSTRAINT "export_chunks_tenant_id_export_id_fkey" FOREIGN KEY ("tenant_id", "export_id") REFERENCES "tenant"."exports"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['exports', 'export_chunks']
  LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE "tenant".%I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format(
      'CREATE POLICY in_tenant ON "tenant".%I TO connect_app USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant())',
      table_name);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."exports", "tenant"."export_chunks" TO connect_app;

-- Pieces are compressed already.
ALTER TABLE "tenant"."export_chunks" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

-- Heard when the transaction that asked for an export is committed.
CREATE FUNCTION "tenant"."tell_of_export"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_catalog.pg_notify('connect_export', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER tell AFTER INSERT ON "tenant"."exports"
  FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."tell_of_export"();

-- Of all organisations' exports the one that waited longest for its next step: only ids pass between them, to a job. Who
-- takes one has it for a minute; several at once never take the same.
GRANT SELECT (tenant_id, id, state, claim, due_at, ended_at), UPDATE (claim, due_at), DELETE ON "tenant"."exports" TO connect_resolver;
CREATE POLICY resolver ON "tenant"."exports" TO connect_resolver USING (true);
CREATE FUNCTION "tenant"."claim_export"()
RETURNS TABLE (tenant_id uuid, id uuid, claim integer)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE tenant.exports e SET claim = e.claim + 1, due_at = clock_timestamp() + interval '1 minute'
  FROM (
    SELECT d.tenant_id, d.id FROM tenant.exports d
    WHERE d.state = 'waiting' AND d.due_at <= clock_timestamp()
    ORDER BY d.due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ) due
  WHERE e.tenant_id = due.tenant_id AND e.id = due.id
  RETURNING e.tenant_id, e.id, e.claim
$$;

-- Forgets exports, and with them their files, a day after they ended.
CREATE FUNCTION "tenant"."purge_exports"() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  DELETE FROM tenant.exports e WHERE e.ended_at < now() - interval '24 hours'
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."claim_export"() OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."purge_exports"() OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."claim_export"(), "tenant"."purge_exports"(), "tenant"."tell_of_export"() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."claim_export"(), "tenant"."purge_exports"() TO connect_app;
