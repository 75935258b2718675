-- CreateEnum
CREATE TYPE "tenant"."tool_effect" AS ENUM ('read', 'write', 'external', 'destructive');

-- CreateEnum
CREATE TYPE "tenant"."app_policy" AS ENUM ('open', 'ask', 'list');

-- CreateEnum
CREATE TYPE "tenant"."client_request_state" AS ENUM ('open', 'approved', 'declined');

-- AlterTable
ALTER TABLE "tenant"."client_policies" ADD COLUMN     "effect_max" "tenant"."tool_effect" NOT NULL DEFAULT 'destructive',
ADD COLUMN     "hosts" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "is_listed" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "state_before" "tenant"."client_policy_state",
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "tenant"."app_settings" (
    "tenant_id" UUID NOT NULL,
    "policy" "tenant"."app_policy" NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "app_settings_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "tenant"."clients" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "redirect_host" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clients_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."client_requests" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "redirect_host" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" "tenant"."client_request_state" NOT NULL DEFAULT 'open',
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "client_requests_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "clients_tenant_id_last_seen_at_id_idx" ON "tenant"."clients"("tenant_id", "last_seen_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "clients_tenant_id_client_id_key" ON "tenant"."clients"("tenant_id", "client_id");

-- CreateIndex
CREATE INDEX "client_requests_tenant_id_state_asked_at_id_idx" ON "tenant"."client_requests"("tenant_id", "state", "asked_at", "id");

-- CreateIndex
CREATE INDEX "client_requests_tenant_id_client_id_idx" ON "tenant"."client_requests"("tenant_id", "client_id");

-- CreateIndex
CREATE UNIQUE INDEX "client_requests_tenant_id_membership_id_client_id_key" ON "tenant"."client_requests"("tenant_id", "membership_id", "client_id");

-- AddForeignKey
ALTER TABLE "tenant"."app_settings" ADD CONSTRAINT "app_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."clients" ADD CONSTRAINT "clients_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."client_requests" ADD CONSTRAINT "client_requests_tenant_id_membership_id_person_id_fkey" FOREIGN KEY ("tenant_id", "membership_id", "person_id") REFERENCES "tenant"."memberships"("tenant_id", "id", "person_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."client_requests" ADD CONSTRAINT "client_requests_tenant_id_client_id_fkey" FOREIGN KEY ("tenant_id", "client_id") REFERENCES "tenant"."clients"("tenant_id", "client_id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."app_settings", "tenant"."clients", "tenant"."client_requests" TO connect_app;
GRANT SELECT, INSERT, UPDATE ON "tenant"."clients" TO connect_resolver;
ALTER TABLE "tenant"."app_settings" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."app_settings" FORCE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."clients" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."clients" FORCE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."client_requests" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."client_requests" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."app_settings" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY in_tenant ON "tenant"."clients" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY in_tenant ON "tenant"."client_requests" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY resolver ON "tenant"."clients" TO connect_resolver USING (true) WITH CHECK (true);

-- A block, and what an app may do at most, which is remembered with its tokens: both ways, also when it is taken back.
CREATE OR REPLACE FUNCTION "tenant"."revoke_blocked_clients"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT 'client', k.tenant_id::text || '/' || k.client_id FROM kept k
    WHERE k.state = 'blocked' OR k.effect_max <> 'destructive';
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."revoke_changed_clients"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT 'client', k.tenant_id::text || '/' || k.client_id
    FROM (
      SELECT tenant_id, client_id, state = 'blocked', effect_max FROM kept
      EXCEPT SELECT tenant_id, client_id, state = 'blocked', effect_max FROM gone
    ) k;
  RETURN NULL;
END
$$;

-- Every app that was ever allowed here is in the organisation's list of apps, whoever wrote the grant.
CREATE FUNCTION "tenant"."note_clients"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO tenant.clients (tenant_id, id, client_id, name, identity, redirect_host, first_seen_at, last_seen_at)
    SELECT DISTINCT ON (m.tenant_id, m.client_id) m.tenant_id, gen_random_uuid(), m.client_id, m.client_name,
           m.client_identity, m.redirect_host, m.created_at, m.created_at
    FROM made m WHERE octet_length(m.client_id) <= 2048
    ORDER BY m.tenant_id, m.client_id, m.created_at DESC
    ON CONFLICT (tenant_id, client_id) DO UPDATE
    SET name = excluded.name, identity = excluded.identity, redirect_host = excluded.redirect_host,
        last_seen_at = greatest(clients.last_seen_at, excluded.last_seen_at);
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."note_clients_so_far"() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO tenant.clients (tenant_id, id, client_id, name, identity, redirect_host, first_seen_at, last_seen_at)
    SELECT DISTINCT ON (g.tenant_id, g.client_id) g.tenant_id, gen_random_uuid(), g.client_id, g.client_name,
           g.client_identity, g.redirect_host, min(g.created_at) OVER of_client, g.created_at
    FROM tenant.grants g WHERE octet_length(g.client_id) <= 2048
    WINDOW of_client AS (PARTITION BY g.tenant_id, g.client_id)
    ORDER BY g.tenant_id, g.client_id, g.created_at DESC
    ON CONFLICT DO NOTHING;
  INSERT INTO tenant.clients (tenant_id, id, client_id, name, identity, redirect_host)
    SELECT p.tenant_id, gen_random_uuid(), p.client_id, p.client_id, 'registered', '' FROM tenant.client_policies p
    ON CONFLICT DO NOTHING;
$$;

-- As before, and what the app may get at most; the functions' answers grew, so they are made anew.
DROP FUNCTION "tenant"."resolve_access_token"(text);
CREATE FUNCTION "tenant"."resolve_access_token"(token_hash text)
RETURNS TABLE (grant_id uuid, person_id uuid, client_id text, resource text, groups text[], tenant_id uuid,
               tenant_address text, membership_id uuid, role "tenant"."member_role", expires_at timestamptz,
               seconds_left double precision, effect_max "tenant"."tool_effect")
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT g.id, g.person_id, g.client_id, g.resource, g.groups, g.tenant_id, t.address, m.id, m.role, a.expires_at,
           extract(epoch FROM least(a.expires_at, g.expires_at) - now())::float8, p.effect_max
    FROM auth.access_tokens a
    JOIN tenant.grants g ON g.id = a.grant_id::uuid
    JOIN tenant.tenants t ON t.id = g.tenant_id
    JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id AND m.person_id = g.person_id
    LEFT JOIN tenant.client_policies p ON p.tenant_id = g.tenant_id AND p.client_id = g.client_id
    WHERE a.id = token_hash AND a.expires_at > now()
      AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active' AND m.status = 'active'
      AND p.state IS DISTINCT FROM 'blocked';
END
$$;

DROP FUNCTION "tenant"."find_live_access"(uuid[]);
CREATE FUNCTION "tenant"."find_live_access"(grant_ids uuid[])
RETURNS TABLE (grant_id uuid, role "tenant"."member_role", groups text[], effect_max "tenant"."tool_effect")
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.id, m.role, g.groups, p.effect_max
  FROM tenant.grants g
  JOIN tenant.tenants t ON t.id = g.tenant_id
  JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id AND m.person_id = g.person_id
  LEFT JOIN tenant.client_policies p ON p.tenant_id = g.tenant_id AND p.client_id = g.client_id
  WHERE g.id = ANY ($1) AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active' AND m.status = 'active'
    AND p.state IS DISTINCT FROM 'blocked'
  UNION ALL
  SELECT k.id, coalesce(m.role, a.role), NULL, NULL
  FROM tenant.presented_keys k
  JOIN tenant.tenants t ON t.id = k.tenant_id AND t.status = 'active'
  JOIN tenant.key_access a ON a.tenant_id = k.tenant_id AND a.upstream_id = k.upstream_id
  LEFT JOIN tenant.memberships m ON m.tenant_id = k.tenant_id AND m.id = k.membership_id
  WHERE k.id = ANY ($1) AND k.status = 'valid' AND coalesce(m.role, a.role) IS NOT NULL
    AND coalesce(m.status, 'active') = 'active'
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['note_clients()', 'note_clients_so_far()', 'revoke_changed_clients()', 'resolve_access_token(text)', 'find_live_access(uuid[])']
  LOOP
    EXECUTE 'ALTER FUNCTION "tenant".' || name || ' OWNER TO connect_resolver';
  END LOOP;
END
$$;
SELECT "tenant"."note_clients_so_far"();
DROP FUNCTION "tenant"."note_clients_so_far"();
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['note_clients()', 'revoke_changed_clients()', 'resolve_access_token(text)', 'find_live_access(uuid[])']
  LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION "tenant".' || name || ' FROM PUBLIC';
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
GRANT EXECUTE ON FUNCTION "tenant"."resolve_access_token"(text), "tenant"."find_live_access"(uuid[]) TO connect_app;

CREATE TRIGGER note_made AFTER INSERT ON "tenant"."grants"
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."note_clients"();
DROP TRIGGER revoke_changed ON "tenant"."client_policies";
CREATE TRIGGER revoke_changed AFTER UPDATE ON "tenant"."client_policies"
  REFERENCING OLD TABLE AS gone NEW TABLE AS kept FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_changed_clients"();
CREATE TRIGGER revoke_deleted AFTER DELETE ON "tenant"."client_policies"
  REFERENCING OLD TABLE AS kept FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_blocked_clients"();
