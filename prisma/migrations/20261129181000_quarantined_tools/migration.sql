-- CreateTable
CREATE TABLE "tenant"."quarantined_tools" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "upstream_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quarantined_tools_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "quarantined_tools_tenant_id_upstream_id_name_reason_key" ON "tenant"."quarantined_tools"("tenant_id", "upstream_id", "name", "reason");

-- AddForeignKey
ALTER TABLE "tenant"."quarantined_tools" ADD CONSTRAINT "quarantined_tools_tenant_id_upstream_id_fkey" FOREIGN KEY ("tenant_id", "upstream_id") REFERENCES "tenant"."upstreams"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."quarantined_tools" TO connect_app;
ALTER TABLE "tenant"."quarantined_tools" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."quarantined_tools" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."quarantined_tools" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
