-- AlterTable
ALTER TABLE "tenant"."grants" ADD COLUMN     "fetch_until" TIMESTAMPTZ(3);

-- As before, but that a yes no app came for may wait for longer than its hour.
CREATE OR REPLACE FUNCTION "tenant"."find_live_grant"(grant_id uuid)
RETURNS TABLE (person_id uuid, client_id text, resource text, groups text[], expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.person_id, g.client_id, g.resource, g.groups, g.expires_at
  FROM tenant.grants g
  JOIN tenant.tenants t ON t.id = g.tenant_id
  JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id AND m.person_id = g.person_id
  WHERE g.id = $1 AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active' AND m.status = 'active'
    AND (g.connected_at IS NOT NULL OR coalesce(g.fetch_until, g.created_at + interval '1 hour') > now())
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
    AND (g.connected_at IS NOT NULL OR coalesce(g.fetch_until, g.created_at + interval '1 hour') > now())
    AND NOT EXISTS (
      SELECT FROM tenant.client_policies p
      WHERE p.tenant_id = g.tenant_id AND p.client_id = g.client_id AND p.state = 'blocked')
$$;

-- Gives a yes no app came for another hour from now: its person asked for more time at the last step.
CREATE FUNCTION "tenant"."keep_grant"(grant_id uuid)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE tenant.grants g SET fetch_until = now() + interval '1 hour'
  WHERE g.id = $1 AND g.connected_at IS NULL AND g.ended_at IS NULL
$$;
GRANT UPDATE (fetch_until) ON "tenant"."grants" TO connect_resolver;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."keep_grant"(uuid) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."keep_grant"(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."keep_grant"(uuid) TO connect_auth;
