-- AlterTable
ALTER TABLE "tenant"."tenants" ADD COLUMN     "logo_hash" TEXT;

-- CreateTable
CREATE TABLE "tenant"."tenant_logos" (
    "tenant_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "image" BYTEA NOT NULL,

    CONSTRAINT "tenant_logos_pkey" PRIMARY KEY ("tenant_id")
);

-- AddForeignKey
ALTER TABLE "tenant"."tenant_logos" ADD CONSTRAINT "tenant_logos_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."tenant_logos" TO connect_app;
ALTER TABLE "tenant"."tenant_logos" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."tenant_logos" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."tenant_logos" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
-- Somebody who left belongs to it no more.
CREATE POLICY in_person ON "tenant"."tenant_logos" FOR SELECT TO connect_app USING (tenant_id IN (
  SELECT m.tenant_id FROM "tenant"."memberships" m
  WHERE m.person_id = "tenant".current_person() AND m.status = 'active'));
