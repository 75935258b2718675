-- CreateEnum
CREATE TYPE "tenant"."client_policy_state" AS ENUM ('allowed', 'asked', 'blocked');

-- CreateTable
CREATE TABLE "tenant"."client_policies" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "state" "tenant"."client_policy_state" NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "client_policies_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "auth"."revocations" (
    "id" BIGSERIAL NOT NULL,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,

    CONSTRAINT "revocations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "client_policies_tenant_id_client_id_key" ON "tenant"."client_policies"("tenant_id", "client_id");

-- CreateIndex
CREATE INDEX "revocations_xid_idx" ON "auth"."revocations"("xid");

-- AddForeignKey
ALTER TABLE "tenant"."client_policies" ADD CONSTRAINT "client_policies_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."client_policies" TO connect_app;
GRANT SELECT ON "tenant"."client_policies" TO connect_resolver;
ALTER TABLE "tenant"."client_policies" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."client_policies" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."client_policies" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY resolver ON "tenant"."client_policies" FOR SELECT TO connect_resolver USING (true);

-- Written by triggers alone, so that no writer can forget it; old rows are purged by a job.
GRANT SELECT, DELETE ON "auth"."revocations" TO connect_auth;
GRANT SELECT, INSERT ON "auth"."revocations" TO connect_resolver;
GRANT USAGE ON SEQUENCE "auth"."revocations_id_seq" TO connect_resolver;

CREATE FUNCTION "tenant"."publish_revocation"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pg_notify('connect_revoked', new.kind || ':' || new.subject);
  RETURN NULL;
END
$$;

-- What is cached of a grant, a member, an organisation: any change of it is one row a statement and organisation, so
-- that 10,000 connections ended together are one message. Each sees the rows before ("gone") and after ("kept"), and
-- compares them by EXCEPT: the plan is made once, when there are few, and a join's would be a nested loop for ever.
CREATE FUNCTION "tenant"."revoke_grants"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT CASE count(*) WHEN 1 THEN 'grant' ELSE 'tenant' END,
           CASE count(*) WHEN 1 THEN min(g.id::text) ELSE g.tenant_id::text END
    FROM gone g WHERE g.ended_at IS NULL GROUP BY g.tenant_id;
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."revoke_changed_grants"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT CASE count(*) WHEN 1 THEN 'grant' ELSE 'tenant' END,
           CASE count(*) WHEN 1 THEN min(g.id::text) ELSE g.tenant_id::text END
    FROM (
      SELECT tenant_id, id, ended_at, expires_at, groups, resource, client_id, membership_id, person_id FROM gone
      WHERE ended_at IS NULL
      EXCEPT
      SELECT tenant_id, id, ended_at, expires_at, groups, resource, client_id, membership_id, person_id FROM kept
    ) g GROUP BY g.tenant_id;
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."revoke_memberships"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT CASE count(*) WHEN 1 THEN 'membership' ELSE 'tenant' END,
           CASE count(*) WHEN 1 THEN min(g.id::text) ELSE g.tenant_id::text END
    FROM gone g GROUP BY g.tenant_id;
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."revoke_changed_memberships"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT CASE count(*) WHEN 1 THEN 'membership' ELSE 'tenant' END,
           CASE count(*) WHEN 1 THEN min(g.id::text) ELSE g.tenant_id::text END
    FROM (SELECT tenant_id, id, role, person_id FROM gone EXCEPT SELECT tenant_id, id, role, person_id FROM kept) g
    GROUP BY g.tenant_id;
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."revoke_tenants"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject) SELECT 'tenant', g.id::text FROM gone g;
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."revoke_changed_tenants"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT 'tenant', g.id::text
    FROM (SELECT id, status, address FROM gone EXCEPT SELECT id, status, address FROM kept) g;
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."revoke_blocked_clients"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT 'client', k.tenant_id::text || '/' || k.client_id FROM kept k WHERE k.state = 'blocked';
  RETURN NULL;
END
$$;
-- An account that is deleted leaves no connection behind.
CREATE FUNCTION "tenant"."revoke_people"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE tenant.grants SET ended_at = now(), ended_by = 'system', ended_reason = 'member_removed'
    WHERE ended_at IS NULL AND person_id IN (SELECT g.id FROM gone g);
  INSERT INTO auth.revocations (kind, subject) SELECT 'person', g.id::text FROM gone g;
  RETURN NULL;
END
$$;

-- Everything that became visible after a snapshot, however long its transaction took; and the snapshot of this look,
-- which is the next one's `since`. One row at least. Null: only the snapshot.
CREATE FUNCTION "tenant"."read_revocations"(since pg_snapshot)
RETURNS TABLE (snapshot text, kind text, subject text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT pg_current_snapshot()::text, r.kind, r.subject
  FROM (SELECT) AS one
  LEFT JOIN auth.revocations r
    ON r.xid >= pg_snapshot_xmin($1)::text::bigint AND NOT pg_visible_in_snapshot(r.xid::text::xid8, $1)
$$;

-- As before, and dead where the organisation blocked the app, whatever raced with the block. `seconds_left` is until
-- the token or its grant ends, so that nobody needs a clock of their own to remember the answer.
DROP FUNCTION "tenant"."resolve_access_token"(text);
CREATE FUNCTION "tenant"."resolve_access_token"(token_hash text)
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
      AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active' AND p.id IS NULL;
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
  WHERE g.id = $1 AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active'
    AND (g.connected_at IS NOT NULL OR g.created_at > now() - interval '1 hour')
    AND NOT EXISTS (
      SELECT FROM tenant.client_policies p
      WHERE p.tenant_id = g.tenant_id AND p.client_id = g.client_id AND p.state = 'blocked')
$$;

-- What is left of these grants now, for streams that were opened under them; no row for one that is not live.
CREATE FUNCTION "tenant"."find_live_access"(grant_ids uuid[])
RETURNS TABLE (grant_id uuid, role "tenant"."member_role", groups text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.id, m.role, g.groups
  FROM tenant.grants g
  JOIN tenant.tenants t ON t.id = g.tenant_id
  JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id AND m.person_id = g.person_id
  WHERE g.id = ANY ($1) AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active'
    AND NOT EXISTS (
      SELECT FROM tenant.client_policies p
      WHERE p.tenant_id = g.tenant_id AND p.client_id = g.client_id AND p.state = 'blocked')
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['publish_revocation()', 'revoke_grants()', 'revoke_changed_grants()', 'revoke_memberships()',
    'revoke_changed_memberships()', 'revoke_tenants()', 'revoke_changed_tenants()', 'revoke_blocked_clients()', 'revoke_people()',
    'read_revocations(pg_snapshot)', 'resolve_access_token(text)', 'find_live_access(uuid[])']
  LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION "tenant".' || name || ' FROM PUBLIC';
    EXECUTE 'ALTER FUNCTION "tenant".' || name || ' OWNER TO connect_resolver';
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
GRANT EXECUTE ON FUNCTION "tenant"."read_revocations"(pg_snapshot), "tenant"."resolve_access_token"(text),
  "tenant"."find_live_access"(uuid[]) TO connect_app;

CREATE TRIGGER publish AFTER INSERT ON "auth"."revocations"
  FOR EACH ROW EXECUTE FUNCTION "tenant"."publish_revocation"();
CREATE TRIGGER revoke_deleted AFTER DELETE ON "tenant"."grants"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_grants"();
CREATE TRIGGER revoke_changed AFTER UPDATE ON "tenant"."grants"
  REFERENCING OLD TABLE AS gone NEW TABLE AS kept FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_changed_grants"();
CREATE TRIGGER revoke_deleted AFTER DELETE ON "tenant"."memberships"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_memberships"();
CREATE TRIGGER revoke_changed AFTER UPDATE ON "tenant"."memberships"
  REFERENCING OLD TABLE AS gone NEW TABLE AS kept FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_changed_memberships"();
CREATE TRIGGER revoke_deleted AFTER DELETE ON "tenant"."tenants"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_tenants"();
CREATE TRIGGER revoke_changed AFTER UPDATE ON "tenant"."tenants"
  REFERENCING OLD TABLE AS gone NEW TABLE AS kept FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_changed_tenants"();
CREATE TRIGGER revoke_made AFTER INSERT ON "tenant"."client_policies"
  REFERENCING NEW TABLE AS kept FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_blocked_clients"();
CREATE TRIGGER revoke_changed AFTER UPDATE ON "tenant"."client_policies"
  REFERENCING NEW TABLE AS kept FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_blocked_clients"();
CREATE TRIGGER revoke_deleted AFTER DELETE ON "auth"."users"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_people"();
