-- CreateIndex
CREATE INDEX CONCURRENTLY "audit_events_tenant_id_at_idx" ON "tenant"."audit_events"("tenant_id", "at");
