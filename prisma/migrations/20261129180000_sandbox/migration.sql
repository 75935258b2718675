-- AlterTable
ALTER TABLE "auth"."users" ADD COLUMN     "bound_tenant_id" UUID;

-- AlterTable
ALTER TABLE "tenant"."tenants" ADD COLUMN     "is_sandbox" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "auth"."reviewer_codes" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code_hash" TEXT NOT NULL,
    "issued_by" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),
    "uses" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "reviewer_codes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reviewer_codes_expires_at_idx" ON "auth"."reviewer_codes"("expires_at");

GRANT SELECT, INSERT, UPDATE, DELETE ON "auth"."reviewer_codes" TO connect_auth;

-- The sandbox is permanent: nothing that deletes organisations can take it.
ALTER TABLE "tenant"."tenants" ADD CONSTRAINT "tenants_sandbox_stays" CHECK (NOT (is_sandbox AND deleted_at IS NOT NULL));
CREATE POLICY find_sandbox ON "tenant"."tenants" FOR SELECT TO connect_app
  USING ("tenant".current_job() = 'find_sandbox' AND is_sandbox);

-- An account that is bound to one organisation joins no other, whichever way leads there.
GRANT SELECT (id, bound_tenant_id) ON "auth"."users" TO connect_resolver;
CREATE FUNCTION "tenant"."refuse_bound_person"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM auth.users u WHERE u.id = NEW.person_id AND u.bound_tenant_id <> NEW.tenant_id) THEN
    RAISE 'this account is bound to another organisation' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."refuse_bound_person"() OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."refuse_bound_person"() FROM PUBLIC;
CREATE TRIGGER refuse_bound_person BEFORE INSERT OR UPDATE OF person_id, tenant_id, status ON "tenant"."memberships"
  FOR EACH ROW EXECUTE FUNCTION "tenant"."refuse_bound_person"();
