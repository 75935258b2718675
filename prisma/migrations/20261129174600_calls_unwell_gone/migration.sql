-- The index by result does what this one did.
DROP INDEX CONCURRENTLY IF EXISTS "tenant"."tool_calls_unwell_idx";
