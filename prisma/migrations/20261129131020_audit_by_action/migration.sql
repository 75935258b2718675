-- CreateIndex
CREATE INDEX CONCURRENTLY "audit_events_tenant_id_action_seq_idx" ON "tenant"."audit_events"("tenant_id", "action", "seq");
