-- CreateTable
CREATE TABLE "auth"."sandbox_nights" (
    "night" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seeded_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_nights_pkey" PRIMARY KEY ("night")
);

-- CreateTable
CREATE TABLE "auth"."sandbox_probes" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "failed" TEXT,
    "ms" INTEGER NOT NULL,
    "tools" INTEGER NOT NULL,

    CONSTRAINT "sandbox_probes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sandbox_probes_at_idx" ON "auth"."sandbox_probes"("at");

GRANT SELECT, INSERT, UPDATE, DELETE ON "auth"."sandbox_nights", "auth"."sandbox_probes" TO connect_auth;

-- The tool that compares schemas cannot read a check, so a trigger holds that the sandbox is never deleted.
ALTER TABLE "tenant"."tenants" DROP CONSTRAINT "tenants_sandbox_stays";
CREATE FUNCTION "tenant"."keep_sandbox"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE 'the sandbox is never deleted' USING ERRCODE = 'insufficient_privilege';
END
$$;
REVOKE ALL ON FUNCTION "tenant"."keep_sandbox"() FROM PUBLIC;
CREATE TRIGGER keep_sandbox BEFORE UPDATE OF deleted_at, is_sandbox ON "tenant"."tenants"
  FOR EACH ROW WHEN (OLD.is_sandbox AND (NEW.deleted_at IS NOT NULL OR NOT NEW.is_sandbox)) EXECUTE FUNCTION "tenant"."keep_sandbox"();
