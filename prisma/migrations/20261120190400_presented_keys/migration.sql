-- CreateEnum
CREATE TYPE "tenant"."presented_key_status" AS ENUM ('valid', 'invalid');

-- CreateTable
CREATE TABLE "tenant"."presented_keys" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "upstream_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "status" "tenant"."presented_key_status" NOT NULL,
    "kind" "tenant"."upstream_key_kind" NOT NULL,
    "membership_id" UUID,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "presented_keys_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."key_access" (
    "tenant_id" UUID NOT NULL,
    "upstream_id" UUID NOT NULL,
    "role" "tenant"."member_role",
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "key_access_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateIndex
CREATE INDEX "presented_keys_checked_at_idx" ON "tenant"."presented_keys"("checked_at");

-- CreateIndex
CREATE INDEX "presented_keys_id_idx" ON "tenant"."presented_keys"("id");

-- CreateIndex
CREATE UNIQUE INDEX "presented_keys_tenant_id_upstream_id_hash_key" ON "tenant"."presented_keys"("tenant_id", "upstream_id", "hash");

-- AddForeignKey
ALTER TABLE "tenant"."presented_keys" ADD CONSTRAINT "presented_keys_tenant_id_upstream_id_fkey" FOREIGN KEY ("tenant_id", "upstream_id") REFERENCES "tenant"."upstreams"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."presented_keys" ADD CONSTRAINT "presented_keys_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "tenant"."memberships"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."key_access" ADD CONSTRAINT "key_access_tenant_id_upstream_id_fkey" FOREIGN KEY ("tenant_id", "upstream_id") REFERENCES "tenant"."upstreams"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."presented_keys", "tenant"."key_access" TO connect_app;
GRANT SELECT, DELETE ON "tenant"."presented_keys" TO connect_resolver;
GRANT SELECT ON "tenant"."key_access" TO connect_resolver;
ALTER TABLE "tenant"."presented_keys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."presented_keys" FORCE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."key_access" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."key_access" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."presented_keys" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY in_tenant ON "tenant"."key_access" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY resolver ON "tenant"."presented_keys" TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."key_access" FOR SELECT TO connect_resolver USING (true);

-- What a key means at an organisation's own address: no row where it takes none, or not from that instance any more.
-- `age` is null for a key nobody asked Trinity about. Row-level security applies as everywhere.
CREATE FUNCTION "tenant"."resolve_presented_key"(in_address text, in_hash text)
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
    SELECT own, u.id, u.api_url, a.role, k.id, k.status, extract(epoch FROM now() - k.checked_at)::float8, m.id,
           m.person_id, m.role
    FROM tenant.key_access a
    JOIN tenant.upstreams u ON u.tenant_id = own AND u.id = a.upstream_id AND u.status <> 'draft' AND u.api_url IS NOT NULL
    LEFT JOIN tenant.presented_keys k ON k.tenant_id = own AND k.upstream_id = u.id AND k.hash = in_hash
    LEFT JOIN tenant.memberships m ON m.tenant_id = own AND m.id = k.membership_id
    WHERE a.tenant_id = own;
END
$$;

-- As before, and of presented keys, whose groups are their role's.
CREATE OR REPLACE FUNCTION "tenant"."find_live_access"(grant_ids uuid[])
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
  UNION ALL
  SELECT k.id, coalesce(m.role, a.role), NULL
  FROM tenant.presented_keys k
  JOIN tenant.tenants t ON t.id = k.tenant_id AND t.status = 'active'
  JOIN tenant.key_access a ON a.tenant_id = k.tenant_id AND a.upstream_id = k.upstream_id
  LEFT JOIN tenant.memberships m ON m.tenant_id = k.tenant_id AND m.id = k.membership_id
  WHERE k.id = ANY ($1) AND k.status = 'valid' AND coalesce(m.role, a.role) IS NOT NULL
$$;

-- Refused keys after a quarter of an hour, so that guessers fill nothing; others when nobody came with them for long.
CREATE FUNCTION "tenant"."purge_presented_keys"() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM tenant.presented_keys k
    WHERE k.checked_at < now() - interval '90 days'
       OR (k.status = 'invalid' AND k.checked_at < now() - interval '15 minutes')
    RETURNING 1
  ) SELECT count(*) FROM gone
$$;

-- Whether keys are taken, and as whom: everybody who came with one is looked at again.
CREATE FUNCTION "tenant"."revoke_key_access"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject) SELECT DISTINCT 'tenant', g.tenant_id::text FROM gone g;
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."revoke_presented_keys"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT CASE count(*) WHEN 1 THEN 'grant' ELSE 'tenant' END,
           CASE count(*) WHEN 1 THEN min(g.id::text) ELSE g.tenant_id::text END
    FROM gone g WHERE g.status = 'valid' GROUP BY g.tenant_id;
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."revoke_changed_presented_keys"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT 'grant', g.id::text FROM (
      SELECT tenant_id, id, status, membership_id FROM gone WHERE status = 'valid'
      EXCEPT SELECT tenant_id, id, status, membership_id FROM kept
    ) g;
  RETURN NULL;
END
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['purge_presented_keys()', 'revoke_key_access()', 'revoke_presented_keys()', 'revoke_changed_presented_keys()']
  LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION "tenant".' || name || ' FROM PUBLIC';
    EXECUTE 'ALTER FUNCTION "tenant".' || name || ' OWNER TO connect_resolver';
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."resolve_presented_key"(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."resolve_presented_key"(text, text), "tenant"."purge_presented_keys"() TO connect_app;

CREATE TRIGGER revoke_deleted AFTER DELETE ON "tenant"."key_access"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_key_access"();
CREATE TRIGGER revoke_changed AFTER UPDATE ON "tenant"."key_access"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_key_access"();
CREATE TRIGGER revoke_made AFTER INSERT ON "tenant"."key_access"
  REFERENCING NEW TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_key_access"();
CREATE TRIGGER revoke_deleted AFTER DELETE ON "tenant"."presented_keys"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_presented_keys"();
CREATE TRIGGER revoke_changed AFTER UPDATE ON "tenant"."presented_keys"
  REFERENCING OLD TABLE AS gone NEW TABLE AS kept FOR EACH STATEMENT EXECUTE FUNCTION "tenant"."revoke_changed_presented_keys"();
