-- CreateTable
CREATE TABLE "tenant"."end_links" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "grant_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "groups" TEXT[],
    "network" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "end_links_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "end_links_hash_key" ON "tenant"."end_links"("hash");

-- CreateIndex
CREATE INDEX "end_links_tenant_id_grant_id_idx" ON "tenant"."end_links"("tenant_id", "grant_id");

-- AddForeignKey
ALTER TABLE "tenant"."end_links" ADD CONSTRAINT "end_links_tenant_id_grant_id_fkey" FOREIGN KEY ("tenant_id", "grant_id") REFERENCES "tenant"."grants"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "tenant"."end_links" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."end_links" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."end_links" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."end_links" TO connect_app;

-- Whoever holds the link is known by it alone: only which organisation's link it is passes to them, until the connection
-- expires or its organisation is gone.
GRANT SELECT ON "tenant"."end_links" TO connect_resolver;
CREATE POLICY resolver ON "tenant"."end_links" FOR SELECT TO connect_resolver USING (true);
CREATE FUNCTION "tenant"."find_end_link"(link_hash text) RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT l.tenant_id, l.id FROM tenant.end_links l
  JOIN tenant.grants g ON g.tenant_id = l.tenant_id AND g.id = l.grant_id
  WHERE l.hash = $1 AND g.expires_at > now()
$$;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."find_end_link"(text) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."find_end_link"(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."find_end_link"(text) TO connect_app;
