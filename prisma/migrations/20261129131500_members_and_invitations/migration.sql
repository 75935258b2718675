-- CreateEnum
CREATE TYPE "tenant"."member_status" AS ENUM ('active', 'suspended', 'removed');

-- CreateEnum
CREATE TYPE "tenant"."access_request_state" AS ENUM ('pending', 'approved', 'declined');

-- AlterTable
ALTER TABLE "tenant"."memberships" ADD COLUMN     "last_active_at" TIMESTAMPTZ(3),
ADD COLUMN     "status" "tenant"."member_status" NOT NULL DEFAULT 'active',
ADD COLUMN     "status_at" TIMESTAMPTZ(3),
ADD COLUMN     "status_by" UUID,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "tenant"."invitations" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "tenant"."member_role" NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "token_hash" TEXT NOT NULL,
    "link_hash" TEXT,
    "invited_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_count" INTEGER NOT NULL DEFAULT 1,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "accepted_by" UUID,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" UUID,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."access_requests" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "state" "tenant"."access_request_state" NOT NULL DEFAULT 'pending',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,

    CONSTRAINT "access_requests_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "tenant"."invitations"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_link_hash_key" ON "tenant"."invitations"("link_hash");

-- CreateIndex
CREATE INDEX "invitations_tenant_id_created_at_idx" ON "tenant"."invitations"("tenant_id", "created_at");

-- CreateIndex
CREATE INDEX "access_requests_tenant_id_created_at_idx" ON "tenant"."access_requests"("tenant_id", "created_at");

-- AddForeignKey
ALTER TABLE "tenant"."invitations" ADD CONSTRAINT "invitations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."invitations" ADD CONSTRAINT "invitations_tenant_id_invited_by_fkey" FOREIGN KEY ("tenant_id", "invited_by") REFERENCES "tenant"."memberships"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."access_requests" ADD CONSTRAINT "access_requests_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One invitation of an address waits at a time, and one request of a person.
CREATE UNIQUE INDEX "invitations_pending_key" ON "tenant"."invitations"("tenant_id", "email")
  WHERE "accepted_at" IS NULL AND "revoked_at" IS NULL;
CREATE INDEX "invitations_email_idx" ON "tenant"."invitations"("email")
  WHERE "accepted_at" IS NULL AND "revoked_at" IS NULL;
CREATE UNIQUE INDEX "access_requests_pending_key" ON "tenant"."access_requests"("tenant_id", "person_id")
  WHERE "state" = 'pending';

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."invitations", "tenant"."access_requests" TO connect_app;
DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['invitations', 'access_requests']
  LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE "tenant".%I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format(
      'CREATE POLICY in_tenant ON "tenant".%I TO connect_app USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant())',
      table_name);
  END LOOP;
END
$$;

-- Asked by somebody who belongs to none of them: only ids pass, everything else is read in the organisation's context.
GRANT SELECT (tenant_id, id, email, token_hash, link_hash, expires_at, accepted_at, revoked_at)
  ON "tenant"."invitations" TO connect_resolver;
CREATE POLICY resolver ON "tenant"."invitations" FOR SELECT TO connect_resolver USING (true);
CREATE FUNCTION "tenant"."find_invitation"(hash text)
RETURNS TABLE (tenant_id uuid, invitation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT i.tenant_id, i.id FROM tenant.invitations i
  JOIN tenant.tenants t ON t.id = i.tenant_id AND t.status = 'active'
  WHERE i.token_hash = $1 OR i.link_hash = $1
$$;
CREATE FUNCTION "tenant"."find_invitations_of"(address text)
RETURNS TABLE (tenant_id uuid, invitation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT i.tenant_id, i.id FROM tenant.invitations i
  JOIN tenant.tenants t ON t.id = i.tenant_id AND t.status = 'active'
  WHERE i.email = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
  ORDER BY i.expires_at DESC LIMIT 20
$$;
-- The organisation a short name or an address stands for, and the one that proved a mail domain.
CREATE FUNCTION "tenant"."find_joinable"(name text)
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT t.id FROM tenant.tenants t WHERE t.status = 'active' AND (t.slug = $1 OR t.address = $1) $$;
CREATE FUNCTION "tenant"."find_domain_owner"(domain text)
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT d.tenant_id FROM tenant.verified_domains d
  JOIN tenant.tenants t ON t.id = d.tenant_id AND t.status = 'active'
  WHERE d.domain = $1 AND d.proven_at IS NOT NULL
$$;

-- How many organisations somebody owns: asked where another of them gives them one more.
CREATE FUNCTION "tenant"."count_owned"(person uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT count(*) FROM tenant.memberships m WHERE m.person_id = $1 AND m.role = 'owner' AND m.status = 'active' $$;

-- Somebody who is suspended or removed, or who leaves, has no connection and no key here from that very transaction on.
GRANT SELECT (tenant_id, owner_id), DELETE ON "tenant"."upstream_keys" TO connect_resolver;
CREATE POLICY resolver_reads ON "tenant"."upstream_keys" FOR SELECT TO connect_resolver USING (owner_id IS NOT NULL);
CREATE POLICY resolver_removes ON "tenant"."upstream_keys" FOR DELETE TO connect_resolver USING (owner_id IS NOT NULL);
CREATE FUNCTION "tenant"."end_memberships"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE member record;
BEGIN
  FOR member IN
    SELECT k.tenant_id, k.id, k.person_id, k.status, k.status_by
    FROM kept k JOIN gone g ON g.tenant_id = k.tenant_id AND g.id = k.id
    WHERE k.status <> 'active' AND g.status = 'active'
  LOOP
    UPDATE tenant.grants g
      SET ended_at = now(), ended_by = coalesce(member.status_by::text, 'system'),
          ended_reason = CASE WHEN member.status_by = member.person_id THEN 'person' ELSE 'member_' || member.status END
      WHERE g.person_id = member.person_id AND g.tenant_id = member.tenant_id AND g.membership_id = member.id
        AND g.ended_at IS NULL;
    DELETE FROM tenant.presented_keys p WHERE p.tenant_id = member.tenant_id AND p.membership_id = member.id;
    DELETE FROM tenant.upstream_keys u WHERE u.tenant_id = member.tenant_id AND u.owner_id = member.person_id;
  END LOOP;
  RETURN NULL;
END
$$;

-- As before, and for an active member alone.
CREATE OR REPLACE FUNCTION "tenant"."revoke_changed_memberships"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT CASE count(*) WHEN 1 THEN 'membership' ELSE 'tenant' END,
           CASE count(*) WHEN 1 THEN min(g.id::text) ELSE g.tenant_id::text END
    FROM (SELECT tenant_id, id, role, person_id, status FROM gone
          EXCEPT SELECT tenant_id, id, role, person_id, status FROM kept) g
    GROUP BY g.tenant_id;
  RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION "tenant"."resolve_access_token"(token_hash text)
RETURNS TABLE (grant_id uuid, person_id uuid, client_id text, resource text, groups text[], tenant_id uuid,
               tenant_address text, membership_id uuid, role "tenant"."member_role", expires_at timestamptz,
               seconds_left double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT g.id, g.person_id, g.client_id, g.resource, g.groups, g.tenant_id, t.address, m.id, m.role, a.expires_at,
           extract(epoch FROM least(a.expires_at, g.expires_at) - now())::float8
    FROM auth.access_tokens a
    JOIN tenant.grants g ON g.id = a.grant_id::uuid
    JOIN tenant.tenants t ON t.id = g.tenant_id
    JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id AND m.person_id = g.person_id
    LEFT JOIN tenant.client_policies p ON p.tenant_id = g.tenant_id AND p.client_id = g.client_id AND p.state = 'blocked'
    WHERE a.id = token_hash AND a.expires_at > now()
      AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active' AND m.status = 'active' AND p.id IS NULL;
END
$$;
CREATE OR REPLACE FUNCTION "tenant"."find_live_grant"(grant_id uuid)
RETURNS TABLE (person_id uuid, client_id text, resource text, groups text[], expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.person_id, g.client_id, g.resource, g.groups, g.expires_at
  FROM tenant.grants g
  JOIN tenant.tenants t ON t.id = g.tenant_id
  JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id AND m.person_id = g.person_id
  WHERE g.id = $1 AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active' AND m.status = 'active'
    AND (g.connected_at IS NOT NULL OR g.created_at > now() - interval '1 hour')
    AND NOT EXISTS (
      SELECT FROM tenant.client_policies p
      WHERE p.tenant_id = g.tenant_id AND p.client_id = g.client_id AND p.state = 'blocked')
$$;
CREATE OR REPLACE FUNCTION "tenant"."find_token_grant"(grant_id uuid)
RETURNS TABLE (person_id uuid, client_id text, resource text, groups text[], expires_at timestamptz,
               access_token_minutes integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.person_id, g.client_id, g.resource, g.groups, g.expires_at, coalesce(s.access_token_minutes, 60)
  FROM tenant.grants g
  JOIN tenant.tenants t ON t.id = g.tenant_id
  JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id AND m.person_id = g.person_id
  LEFT JOIN tenant.tenant_settings s ON s.tenant_id = g.tenant_id
  WHERE g.id = $1 AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active' AND m.status = 'active'
    AND (g.connected_at IS NOT NULL OR g.created_at > now() - interval '1 hour')
    AND NOT EXISTS (
      SELECT FROM tenant.client_policies p
      WHERE p.tenant_id = g.tenant_id AND p.client_id = g.client_id AND p.state = 'blocked')
$$;
CREATE OR REPLACE FUNCTION "tenant"."find_live_access"(grant_ids uuid[])
RETURNS TABLE (grant_id uuid, role "tenant"."member_role", groups text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.id, m.role, g.groups
  FROM tenant.grants g
  JOIN tenant.tenants t ON t.id = g.tenant_id
  JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id AND m.person_id = g.person_id
  WHERE g.id = ANY ($1) AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active' AND m.status = 'active'
    AND NOT EXISTS (
      SELECT FROM tenant.client_policies p
      WHERE p.tenant_id = g.tenant_id AND p.client_id = g.client_id AND p.state = 'blocked')
  UNION ALL
  SELECT k.id, coalesce(m.role, a.role), NULL
  FROM tenant.presented_keys k
  JOIN tenant.tenants t ON t.id = k.tenant_id AND t.status = 'active'
  JOIN tenant.key_access a ON a.tenant_id = k.tenant_id AND a.upstream_id = k.upstream_id
  LEFT JOIN tenant.memberships m ON m.tenant_id = k.tenant_id AND m.id = k.membership_id
  WHERE k.id = ANY ($1) AND k.status = 'valid' AND coalesce(m.role, a.role) IS NOT NULL
    AND coalesce(m.status, 'active') = 'active'
$$;
-- The key of somebody who was a member is no stranger's: it does not act in the role chosen for those.
CREATE OR REPLACE FUNCTION "tenant"."resolve_presented_key"(in_address text, in_hash text)
RETURNS TABLE (tenant_id uuid, upstream_id uuid, api_url text, fallback_role "tenant"."member_role", key_id uuid,
               status "tenant"."presented_key_status", age double precision, membership_id uuid, person_id uuid,
               member_role "tenant"."member_role")
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  own uuid;
BEGIN
  SELECT f.tenant_id INTO own FROM tenant.find_address(in_address) f;
  IF own IS NULL THEN RETURN; END IF;
  PERFORM pg_catalog.set_config('app.tenant_id', own::text, true);
  RETURN QUERY
    SELECT own, u.id, u.api_url, a.role, k.id,
           CASE WHEN m.status <> 'active' THEN 'invalid' ELSE k.status END, extract(epoch FROM now() - k.checked_at)::float8,
           m.id, m.person_id, m.role
    FROM tenant.key_access a
    JOIN tenant.upstreams u ON u.tenant_id = own AND u.id = a.upstream_id AND u.status <> 'draft' AND u.api_url IS NOT NULL
    LEFT JOIN tenant.presented_keys k ON k.tenant_id = own AND k.upstream_id = u.id AND k.hash = in_hash
    LEFT JOIN tenant.memberships m ON m.tenant_id = own AND m.id = k.membership_id
    WHERE a.tenant_id = own;
END
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['find_invitation(text)', 'find_invitations_of(text)', 'find_joinable(text)',
    'find_domain_owner(text)', 'count_owned(uuid)', 'end_memberships()']
  LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION "tenant".' || name || ' FROM PUBLIC';
    EXECUTE 'ALTER FUNCTION "tenant".' || name || ' OWNER TO connect_resolver';
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
GRANT EXECUTE ON FUNCTION "tenant"."find_invitation"(text), "tenant"."find_invitations_of"(text),
  "tenant"."find_joinable"(text), "tenant"."find_domain_owner"(text),
  "tenant"."count_owned"(uuid) TO connect_app;

CREATE TRIGGER end_suspended AFTER UPDATE ON "tenant"."memberships"
  REFERENCING OLD TABLE AS gone NEW TABLE AS kept FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."end_memberships"();
