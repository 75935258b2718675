-- An edit of a connection's groups says which version it saw. Lists by person and by app, and what happened to one thing.
ALTER TABLE "tenant"."grants" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateIndex
CREATE INDEX "audit_events_tenant_id_target_seq_idx" ON "tenant"."audit_events"("tenant_id", "target", "seq");

-- CreateIndex
CREATE INDEX "grants_tenant_id_person_id_created_at_idx" ON "tenant"."grants"("tenant_id", "person_id", "created_at");

-- CreateIndex
CREATE INDEX "grants_tenant_id_client_id_created_at_idx" ON "tenant"."grants"("tenant_id", "client_id", "created_at");
