-- CreateIndex
CREATE INDEX CONCURRENTLY IF NOT EXISTS "tool_calls_tenant_id_upstream_id_at_idx" ON "tenant"."tool_calls"("tenant_id", "upstream_id", "at");
