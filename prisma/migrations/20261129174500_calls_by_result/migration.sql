-- Calls that did not end well, by what they came to: the console lists them newest first.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "tool_calls_result_idx" ON "tenant"."tool_calls" ("tenant_id", "tenant"."call_result"(outcome, reason), "at") WHERE outcome NOT IN ('ok', 'asked');
