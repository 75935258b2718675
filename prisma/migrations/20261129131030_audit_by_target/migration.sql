-- CreateIndex
CREATE INDEX CONCURRENTLY "audit_events_target_idx" ON "tenant"."audit_events" USING HASH ("target");
