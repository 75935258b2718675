-- CreateIndex
CREATE INDEX CONCURRENTLY IF NOT EXISTS "attempts_tenant_id_changed_at_id_idx" ON "auth"."attempts"("tenant_id", "changed_at", "id");
