-- What the last refused calls of a connection lacked, for the request that follows: the gateway writes it, the consent
-- page reads it.
ALTER TABLE "tenant"."grants" ADD COLUMN     "asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "asked_groups" TEXT[] DEFAULT ARRAY[]::TEXT[];
