-- AlterTable
ALTER TABLE "tenant"."tenants" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "deleted_by" UUID,
ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "paused_by" UUID,
ADD COLUMN     "purge_at" TIMESTAMPTZ(3),
ADD COLUMN     "purged_at" TIMESTAMPTZ(3),
ADD COLUMN     "suspended_at" TIMESTAMPTZ(3),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "tenant"."tenant_settings" (
    "tenant_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "connection_days_max" INTEGER NOT NULL DEFAULT 180,
    "idle_days_max" INTEGER NOT NULL DEFAULT 30,
    "access_token_minutes" INTEGER NOT NULL DEFAULT 60,
    "consent_default" TEXT NOT NULL DEFAULT 'suggested',
    "sign_in_ways" TEXT[] DEFAULT ARRAY['code', 'google', 'company']::TEXT[],
    "ways_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "tenant_settings_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "tenant"."former_slugs" (
    "tenant_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "held_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_slugs_pkey" PRIMARY KEY ("tenant_id","slug")
);

-- CreateIndex
CREATE UNIQUE INDEX "former_slugs_slug_key" ON "tenant"."former_slugs"("slug");

-- AddForeignKey
ALTER TABLE "tenant"."tenant_settings" ADD CONSTRAINT "tenant_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."former_slugs" ADD CONSTRAINT "former_slugs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."tenant_settings" TO connect_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."former_slugs" TO connect_app;
GRANT SELECT ON "tenant"."tenant_settings" TO connect_resolver;
GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."former_slugs" TO connect_resolver;
DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['tenant_settings', 'former_slugs']
  LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE "tenant".%I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format(
      'CREATE POLICY in_tenant ON "tenant".%I TO connect_app USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant())',
      table_name);
    EXECUTE format(
      'CREATE POLICY in_person ON "tenant".%I FOR SELECT TO connect_app USING (tenant_id IN (SELECT m.tenant_id FROM "tenant"."memberships" m WHERE m.person_id = "tenant".current_person()))',
      table_name);
  END LOOP;
END
$$;
CREATE POLICY resolver ON "tenant"."tenant_settings" FOR SELECT TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."former_slugs" TO connect_resolver USING (true) WITH CHECK (true);

-- An operator names an organisation by its slug.
CREATE POLICY name_tenant ON "tenant"."tenants" FOR SELECT TO connect_app USING ("tenant".current_job() = 'name_tenant');

-- A slug is one organisation's: the one that has it, or for 90 days the one that had it. Whoever writes one takes turns
-- by a lock on the old and the new one, in their order, and a slug that is held is refused as one that is in use is.
CREATE FUNCTION "tenant"."claim_slug"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE former text := CASE TG_OP WHEN 'UPDATE' THEN old.slug ELSE new.slug END;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('slug:' || least(former, new.slug), 0));
  PERFORM pg_advisory_xact_lock(hashtextextended('slug:' || greatest(former, new.slug), 0));
  IF EXISTS (
    SELECT FROM tenant.former_slugs f WHERE f.slug = new.slug AND f.tenant_id <> new.id AND f.held_until > now()
  ) THEN
    RAISE 'another organisation had this slug a short while ago' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN new;
END
$$;
CREATE FUNCTION "tenant"."keep_former_slug"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM tenant.former_slugs f WHERE f.slug IN (old.slug, new.slug);
  INSERT INTO tenant.former_slugs (tenant_id, slug, held_until) VALUES (new.id, old.slug, now() + interval '90 days');
  RETURN NULL;
END
$$;

-- As find_live_grant, which the release before this one still asks, with what the organisation chose for its tokens.
CREATE FUNCTION "tenant"."find_token_grant"(grant_id uuid)
RETURNS TABLE (person_id uuid, client_id text, resource text, groups text[], expires_at timestamptz,
               access_token_minutes integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.person_id, g.client_id, g.resource, g.groups, g.expires_at, coalesce(s.access_token_minutes, 60)
  FROM tenant.grants g
  JOIN tenant.tenants t ON t.id = g.tenant_id
  JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id AND m.person_id = g.person_id
  LEFT JOIN tenant.tenant_settings s ON s.tenant_id = g.tenant_id
  WHERE g.id = $1 AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active'
    AND (g.connected_at IS NOT NULL OR g.created_at > now() - interval '1 hour')
    AND NOT EXISTS (
      SELECT FROM tenant.client_policies p
      WHERE p.tenant_id = g.tenant_id AND p.client_id = g.client_id AND p.state = 'blocked')
$$;

-- Which ways of signing in the organisation that proved this mail domain allows; no row for a domain nobody proved.
CREATE FUNCTION "tenant"."find_domain_ways"(domain text)
RETURNS TABLE (ways text[]) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(s.sign_in_ways, ARRAY['code', 'google', 'company'])
  FROM tenant.verified_domains d
  JOIN tenant.tenants t ON t.id = d.tenant_id
  LEFT JOIN tenant.tenant_settings s ON s.tenant_id = d.tenant_id
  WHERE d.domain = $1 AND d.proven_at IS NOT NULL AND t.status = 'active'
$$;

-- Since when all tools of an organisation are paused.
CREATE FUNCTION "tenant"."find_pause"(in_tenant uuid)
RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT t.paused_at FROM tenant.tenants t WHERE t.id = $1 $$;

-- A change of an organisation's state is told at once; paused ones included.
CREATE OR REPLACE FUNCTION "tenant"."revoke_changed_tenants"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject)
    SELECT 'tenant', g.id::text
    FROM (SELECT id, status, address, paused_at FROM gone EXCEPT SELECT id, status, address, paused_at FROM kept) g;
  RETURN NULL;
END
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['claim_slug()', 'keep_former_slug()', 'find_token_grant(uuid)', 'find_domain_ways(text)', 'find_pause(uuid)']
  LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION "tenant".' || name || ' FROM PUBLIC';
    EXECUTE 'ALTER FUNCTION "tenant".' || name || ' OWNER TO connect_resolver';
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
GRANT EXECUTE ON FUNCTION "tenant"."find_token_grant"(uuid) TO connect_auth;
GRANT EXECUTE ON FUNCTION "tenant"."find_domain_ways"(text), "tenant"."find_pause"(uuid) TO connect_app;

CREATE TRIGGER claim_slug BEFORE INSERT OR UPDATE OF slug ON "tenant"."tenants"
  FOR EACH ROW EXECUTE FUNCTION "tenant"."claim_slug"();
CREATE TRIGGER keep_former_slug AFTER UPDATE OF slug ON "tenant"."tenants"
  FOR EACH ROW WHEN (old.slug IS DISTINCT FROM new.slug) EXECUTE FUNCTION "tenant"."keep_former_slug"();
