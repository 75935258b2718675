-- AlterTable
ALTER TABLE "auth"."login_codes" DROP CONSTRAINT "login_codes_pkey",
ADD COLUMN     "device" TEXT NOT NULL DEFAULT '',
ADD CONSTRAINT "login_codes_pkey" PRIMARY KEY ("email", "device");

-- AlterTable
ALTER TABLE "auth"."login_sessions" ADD COLUMN     "browser" TEXT,
ADD COLUMN     "method" TEXT;

-- CreateTable
CREATE TABLE "auth"."identities" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "connection" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."email_changes" (
    "user_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "tries_left" INTEGER NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "expires" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "email_changes_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "auth"."spent_states" (
    "state_hash" TEXT NOT NULL,
    "expires" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_states_pkey" PRIMARY KEY ("state_hash")
);

-- CreateTable
CREATE TABLE "tenant"."verified_domains" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "proven_at" TIMESTAMPTZ(3),

    CONSTRAINT "verified_domains_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."sso_connections" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "secret_sealed" BYTEA NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "is_active" BOOLEAN NOT NULL DEFAULT false,
    "is_required" BOOLEAN NOT NULL DEFAULT false,
    "tested_version" INTEGER,
    "tested_by" UUID,
    "tested_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sso_connections_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "identities_user_id_idx" ON "auth"."identities"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "identities_connection_issuer_subject_key" ON "auth"."identities"("connection", "issuer", "subject");

-- CreateIndex
CREATE INDEX "spent_states_expires_idx" ON "auth"."spent_states"("expires");

-- CreateIndex
CREATE UNIQUE INDEX "verified_domains_tenant_id_domain_key" ON "tenant"."verified_domains"("tenant_id", "domain");

-- CreateIndex
CREATE UNIQUE INDEX "sso_connections_tenant_id_key" ON "tenant"."sso_connections"("tenant_id");

-- AddForeignKey
ALTER TABLE "auth"."identities" ADD CONSTRAINT "identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."email_changes" ADD CONSTRAINT "email_changes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."verified_domains" ADD CONSTRAINT "verified_domains_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."sso_connections" ADD CONSTRAINT "sso_connections_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Many may claim a domain, one has proved it: by it people are sent to that organisation's provider.
CREATE UNIQUE INDEX "verified_domains_proven_key" ON "tenant"."verified_domains"("domain") WHERE "proven_at" IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON "auth"."identities", "auth"."email_changes", "auth"."spent_states" TO connect_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."verified_domains", "tenant"."sso_connections" TO connect_app;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['verified_domains', 'sso_connections']
  LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE "tenant".%I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format(
      'CREATE POLICY in_tenant ON "tenant".%I TO connect_app USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant())',
      table_name);
  END LOOP;
END
$$;

-- Asked before anybody is signed in: whose provider people of a mail domain are sent to.
GRANT SELECT (tenant_id, domain, proven_at) ON "tenant"."verified_domains" TO connect_resolver;
GRANT SELECT (tenant_id, id, is_active, is_required) ON "tenant"."sso_connections" TO connect_resolver;
CREATE POLICY resolver ON "tenant"."verified_domains" FOR SELECT TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."sso_connections" FOR SELECT TO connect_resolver USING (true);
CREATE FUNCTION "tenant"."find_company_sign_in"(domain text)
RETURNS TABLE (tenant_id uuid, connection_id uuid, is_required boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT d.tenant_id, c.id, c.is_required
  FROM tenant.verified_domains d
  JOIN tenant.sso_connections c ON c.tenant_id = d.tenant_id
  JOIN tenant.tenants t ON t.id = d.tenant_id
  WHERE d.domain = $1 AND d.proven_at IS NOT NULL AND c.is_active AND t.status = 'active'
$$;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."find_company_sign_in"(text) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."find_company_sign_in"(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."find_company_sign_in"(text) TO connect_app;
