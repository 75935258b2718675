-- CreateTable
CREATE TABLE "tenant"."relay_messages" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "grant_id" UUID NOT NULL,
    "payload" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "relay_messages_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "relay_messages_tenant_id_grant_id_idx" ON "tenant"."relay_messages"("tenant_id", "grant_id");

-- CreateIndex
CREATE INDEX "relay_messages_expires_at_idx" ON "tenant"."relay_messages"("expires_at");

-- AddForeignKey
ALTER TABLE "tenant"."relay_messages" ADD CONSTRAINT "relay_messages_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."relay_messages" TO connect_app;
ALTER TABLE "tenant"."relay_messages" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."relay_messages" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."relay_messages" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());

-- The job that forgets what nobody fetched sees nothing else of this table.
GRANT SELECT, DELETE ON "tenant"."relay_messages" TO connect_resolver;
CREATE POLICY resolver_purges ON "tenant"."relay_messages" TO connect_resolver USING (expires_at < now());

CREATE FUNCTION "tenant"."purge_relay_messages"() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  DELETE FROM tenant.relay_messages WHERE expires_at < now()
$$;
REVOKE ALL ON FUNCTION "tenant"."purge_relay_messages"() FROM PUBLIC;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."purge_relay_messages"() OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
GRANT EXECUTE ON FUNCTION "tenant"."purge_relay_messages"() TO connect_app;
