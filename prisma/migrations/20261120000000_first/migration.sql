-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "auth";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "tenant";

-- CreateEnum
CREATE TYPE "tenant"."policy_subject" AS ENUM ('group', 'tool');

-- CreateEnum
CREATE TYPE "tenant"."tenant_status" AS ENUM ('active', 'suspended');

-- CreateEnum
CREATE TYPE "tenant"."member_role" AS ENUM ('owner', 'admin', 'member', 'auditor');

-- CreateEnum
CREATE TYPE "tenant"."upstream_status" AS ENUM ('draft', 'ready', 'error');

-- CreateEnum
CREATE TYPE "tenant"."upstream_key_kind" AS ENUM ('user', 'agent', 'system', 'connector', 'unknown');

-- CreateEnum
CREATE TYPE "tenant"."upstream_tool_state" AS ENUM ('pending', 'approved', 'off', 'gone');

-- CreateTable
CREATE TABLE "tenant"."tool_policies" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "role" "tenant"."member_role" NOT NULL,
    "subject" "tenant"."policy_subject" NOT NULL,
    "name" TEXT NOT NULL,
    "allowed" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tool_policies_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."grants" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_name" TEXT NOT NULL,
    "client_identity" TEXT NOT NULL,
    "redirect_host" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "groups" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "connected_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "ended_reason" TEXT,

    CONSTRAINT "grants_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "auth"."users" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "email_verified" TIMESTAMPTZ(3),
    "name" TEXT,
    "image" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."login_sessions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "session_token_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "expires" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "login_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."login_codes" (
    "email" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "tries_left" INTEGER NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "expires" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "login_codes_pkey" PRIMARY KEY ("email")
);

-- CreateTable
CREATE TABLE "auth"."rate_buckets" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_buckets_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "auth"."oauth_clients" (
    "id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "consumed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oauth_clients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."oauth_interactions" (
    "id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "consumed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oauth_interactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."oauth_grants" (
    "id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "consumed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oauth_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."authorization_codes" (
    "id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "consumed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "authorization_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."access_tokens" (
    "id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "consumed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "access_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."refresh_tokens" (
    "id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "consumed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refresh_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."replay_detections" (
    "id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "consumed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "replay_detections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."signing_keys" (
    "kid" TEXT NOT NULL,
    "sealed_jwk" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "tenant"."tenants" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" "tenant"."tenant_status" NOT NULL DEFAULT 'active',
    "is_sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant"."memberships" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "tenant"."member_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."upstreams" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "api_url" TEXT,
    "status" "tenant"."upstream_status" NOT NULL DEFAULT 'draft',
    "problem" TEXT,
    "problem_since" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "upstreams_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."upstream_keys" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "upstream_id" UUID NOT NULL,
    "owner_id" UUID,
    "version" INTEGER NOT NULL,
    "sealed" BYTEA NOT NULL,
    "last_four" TEXT NOT NULL,
    "kind" "tenant"."upstream_key_kind" NOT NULL DEFAULT 'unknown',
    "acts_as" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "upstream_keys_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."upstream_tools" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "upstream_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "state" "tenant"."upstream_tool_state" NOT NULL DEFAULT 'pending',
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "upstream_tools_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."audit_events" (
    "tenant_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("tenant_id","seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "tool_policies_tenant_id_role_subject_name_key" ON "tenant"."tool_policies"("tenant_id", "role", "subject", "name");

-- CreateIndex
CREATE UNIQUE INDEX "grants_id_key" ON "tenant"."grants"("id");

-- CreateIndex
CREATE INDEX "grants_person_id_idx" ON "tenant"."grants"("person_id");

-- CreateIndex
CREATE INDEX "grants_tenant_id_created_at_idx" ON "tenant"."grants"("tenant_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "auth"."users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "login_sessions_session_token_hash_key" ON "auth"."login_sessions"("session_token_hash");

-- CreateIndex
CREATE INDEX "login_sessions_user_id_idx" ON "auth"."login_sessions"("user_id");

-- CreateIndex
CREATE INDEX "oauth_clients_grant_id_idx" ON "auth"."oauth_clients"("grant_id");

-- CreateIndex
CREATE INDEX "oauth_clients_expires_at_idx" ON "auth"."oauth_clients"("expires_at");

-- CreateIndex
CREATE INDEX "oauth_interactions_grant_id_idx" ON "auth"."oauth_interactions"("grant_id");

-- CreateIndex
CREATE INDEX "oauth_interactions_expires_at_idx" ON "auth"."oauth_interactions"("expires_at");

-- CreateIndex
CREATE INDEX "oauth_grants_grant_id_idx" ON "auth"."oauth_grants"("grant_id");

-- CreateIndex
CREATE INDEX "oauth_grants_expires_at_idx" ON "auth"."oauth_grants"("expires_at");

-- CreateIndex
CREATE INDEX "authorization_codes_grant_id_idx" ON "auth"."authorization_codes"("grant_id");

-- CreateIndex
CREATE INDEX "authorization_codes_expires_at_idx" ON "auth"."authorization_codes"("expires_at");

-- CreateIndex
CREATE INDEX "access_tokens_grant_id_idx" ON "auth"."access_tokens"("grant_id");

-- CreateIndex
CREATE INDEX "access_tokens_expires_at_idx" ON "auth"."access_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "refresh_tokens_grant_id_idx" ON "auth"."refresh_tokens"("grant_id");

-- CreateIndex
CREATE INDEX "refresh_tokens_expires_at_idx" ON "auth"."refresh_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "replay_detections_grant_id_idx" ON "auth"."replay_detections"("grant_id");

-- CreateIndex
CREATE INDEX "replay_detections_expires_at_idx" ON "auth"."replay_detections"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "tenants_slug_key" ON "tenant"."tenants"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "tenants_address_key" ON "tenant"."tenants"("address");

-- CreateIndex
CREATE INDEX "memberships_person_id_idx" ON "tenant"."memberships"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "memberships_tenant_id_person_id_key" ON "tenant"."memberships"("tenant_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "memberships_tenant_id_id_person_id_key" ON "tenant"."memberships"("tenant_id", "id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "upstreams_tenant_id_slug_key" ON "tenant"."upstreams"("tenant_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "upstream_keys_tenant_id_upstream_id_owner_id_key" ON "tenant"."upstream_keys"("tenant_id", "upstream_id", "owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "upstream_tools_tenant_id_upstream_id_name_key" ON "tenant"."upstream_tools"("tenant_id", "upstream_id", "name");

-- AddForeignKey
ALTER TABLE "tenant"."tool_policies" ADD CONSTRAINT "tool_policies_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."grants" ADD CONSTRAINT "grants_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."grants" ADD CONSTRAINT "grants_tenant_id_membership_id_person_id_fkey" FOREIGN KEY ("tenant_id", "membership_id", "person_id") REFERENCES "tenant"."memberships"("tenant_id", "id", "person_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."login_sessions" ADD CONSTRAINT "login_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."memberships" ADD CONSTRAINT "memberships_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."upstreams" ADD CONSTRAINT "upstreams_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."upstream_keys" ADD CONSTRAINT "upstream_keys_tenant_id_upstream_id_fkey" FOREIGN KEY ("tenant_id", "upstream_id") REFERENCES "tenant"."upstreams"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."upstream_tools" ADD CONSTRAINT "upstream_tools_tenant_id_upstream_id_fkey" FOREIGN KEY ("tenant_id", "upstream_id") REFERENCES "tenant"."upstreams"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."audit_events" ADD CONSTRAINT "audit_events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Logins: connect_app works on tenant data behind row-level security, connect_auth on the sign-in and OAuth store.
GRANT USAGE ON SCHEMA "tenant" TO connect_app, connect_auth, connect_resolver;
GRANT USAGE ON SCHEMA "auth" TO connect_auth, connect_resolver;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "auth" TO connect_auth;
-- An organisation goes with its audit log, so it is not the app login that can remove one.
GRANT SELECT, INSERT, UPDATE ON "tenant"."tenants" TO connect_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  "tenant"."memberships", "tenant"."upstreams", "tenant"."upstream_keys",
  "tenant"."upstream_tools", "tenant"."tool_policies", "tenant"."grants" TO connect_app;
-- The audit log can be added to and read, never changed.
GRANT SELECT, INSERT ON "tenant"."audit_events" TO connect_app;

-- The tenant a transaction acts for. NULLIF: after SET LOCAL ends the setting is an empty string.
CREATE FUNCTION "tenant"."current_tenant"() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.tenant_id', true), '')::uuid $$;
CREATE FUNCTION "tenant"."current_person"() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.person_id', true), '')::uuid $$;
CREATE FUNCTION "tenant"."current_job"() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.system_job', true), '') $$;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['memberships', 'upstreams', 'upstream_keys', 'upstream_tools', 'tool_policies', 'grants', 'audit_events']
  LOOP
    EXECUTE format('ALTER TABLE "tenant".%I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE "tenant".%I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format(
      'CREATE POLICY in_tenant ON "tenant".%I TO connect_app USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant())',
      table_name);
  END LOOP;
END
$$;
ALTER TABLE "tenant"."tenants" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."tenants" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."tenants" TO connect_app
  USING (id = "tenant".current_tenant()) WITH CHECK (id = "tenant".current_tenant());

-- A person reads their own memberships and grants in every organisation, and the organisations they belong to.
CREATE POLICY in_person ON "tenant"."memberships" FOR SELECT TO connect_app USING (person_id = "tenant".current_person());
CREATE POLICY in_person ON "tenant"."grants" FOR SELECT TO connect_app USING (person_id = "tenant".current_person());
CREATE POLICY in_person ON "tenant"."tenants" FOR SELECT TO connect_app
  USING (id IN (SELECT m.tenant_id FROM "tenant"."memberships" m WHERE m.person_id = "tenant".current_person()));

-- Named jobs, each with the tables it needs. The start-up check asks whether sample data exists anywhere.
CREATE POLICY find_sample ON "tenant"."tenants" FOR SELECT TO connect_app
  USING ("tenant".current_job() = 'find_sample' AND is_sample);

-- What connect_resolver's functions may touch across tenants.
GRANT SELECT ON "tenant"."tenants", "tenant"."memberships", "tenant"."grants" TO connect_resolver;
GRANT UPDATE (ended_at, ended_by, ended_reason, connected_at, last_used_at) ON "tenant"."grants" TO connect_resolver;
GRANT SELECT ON "auth"."access_tokens" TO connect_resolver;
GRANT DELETE ON "tenant"."tenants" TO connect_resolver;
CREATE POLICY resolver_removes ON "tenant"."tenants" FOR DELETE TO connect_resolver USING (is_sample);
CREATE POLICY resolver ON "tenant"."tenants" FOR SELECT TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."memberships" FOR SELECT TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."grants" FOR SELECT TO connect_resolver USING (true);
CREATE POLICY resolver_changes ON "tenant"."grants" FOR UPDATE TO connect_resolver USING (true) WITH CHECK (true);

-- Asked once a call: plpgsql keeps its plan, which a function in SQL makes anew each time.
-- What a token hash stands for now; no row for anything that is not live. The database's clock decides.
CREATE FUNCTION "tenant"."resolve_access_token"(token_hash text)
RETURNS TABLE (grant_id uuid, person_id uuid, client_id text, resource text, groups text[], tenant_id uuid,
               tenant_address text, membership_id uuid, role "tenant"."member_role", expires_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
    SELECT g.id, g.person_id, g.client_id, g.resource, g.groups, g.tenant_id, t.address, m.id, m.role, a.expires_at
    FROM auth.access_tokens a
    JOIN tenant.grants g ON g.id = a.grant_id::uuid
    JOIN tenant.tenants t ON t.id = g.tenant_id
    JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id AND m.person_id = g.person_id
    WHERE a.id = token_hash AND a.expires_at > now()
      AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active';
END
$$;

-- An organisation's own MCP address; unknown and suspended look the same.
CREATE FUNCTION "tenant"."find_address"(address text)
RETURNS TABLE (tenant_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT t.id FROM tenant.tenants t WHERE t.address = $1 AND t.status = 'active' $$;

-- Whether a grant may still give tokens: asked by the authorization server inside its own transaction. A yes no app
-- came for within the hour gives none: its request and its code are long over by then.
CREATE FUNCTION "tenant"."find_live_grant"(grant_id uuid)
RETURNS TABLE (person_id uuid, client_id text, resource text, groups text[], expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.person_id, g.client_id, g.resource, g.groups, g.expires_at
  FROM tenant.grants g
  JOIN tenant.tenants t ON t.id = g.tenant_id
  JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id AND m.person_id = g.person_id
  WHERE g.id = $1 AND g.ended_at IS NULL AND g.expires_at > now() AND t.status = 'active'
    AND (g.connected_at IS NOT NULL OR g.created_at > now() - interval '1 hour')
$$;

-- The app's first token makes the person's yes a connection. Does nothing when it is one already.
CREATE FUNCTION "tenant"."connect_grant"(grant_id uuid)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE tenant.grants g SET connected_at = now() WHERE g.id = $1 AND g.connected_at IS NULL $$;

-- Ends a grant from the authorization server's side: the app revoked it, or a code or refresh token was reused.
CREATE FUNCTION "tenant"."end_grant"(grant_id uuid, reason text)
RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH ended AS (
    UPDATE tenant.grants g SET ended_at = now(), ended_by = 'oauth', ended_reason = $2
    WHERE g.id = $1 AND g.ended_at IS NULL AND $2 IN ('client', 'reuse') RETURNING 1
  ) SELECT EXISTS (SELECT FROM ended)
$$;

-- Removes the sample organisations with everything that belongs to them; no other can be removed. Returns how many.
CREATE FUNCTION "tenant"."remove_sample"()
RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ WITH removed AS (DELETE FROM tenant.tenants t WHERE t.is_sample RETURNING 1) SELECT count(*) FROM removed $$;

-- What an instance's tool is called outside: the first instance (an empty slug) keeps its tools' names, the others' are
-- prefixed. It never depends on which instances there are now: a name a client remembers must not come to mean another
-- instance's tool.
CREATE FUNCTION "tenant"."expose_tool"(slug text, tool text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
    SELECT CASE WHEN slug = '' THEN tool WHEN length(slug || '_' || tool) <= 64 THEN slug || '_' || tool
      ELSE left(slug || '_' || tool, 55) || '_' || left(encode(sha256(convert_to(slug || '_' || tool, 'UTF8')), 'hex'), 8) END
  $$;

-- The gateway's one question a call, in one round trip: which tool that name means in this organisation, the key the
-- call would use, and what the organisation decided for the caller's role. Row-level security applies as everywhere:
-- the function runs as its caller and only names the tenant first, local to the statement's transaction.
CREATE FUNCTION "tenant"."find_called_tool"(in_tenant uuid, in_person uuid, in_role "tenant"."member_role", in_name text)
RETURNS TABLE (upstream_id uuid, upstream_name text, url text, problem text, problem_since timestamptz,
               tool_name text, state text, key_id uuid, key_version integer, allowed text[], denied text[])
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM set_config('app.tenant_id', in_tenant::text, true);
  RETURN QUERY
    WITH instances AS (
      SELECT u.id, u.slug, u.name, u.url, u.problem, u.problem_since,
             row_number() OVER (ORDER BY u.slug <> '', u.created_at, u.id) AS place
      FROM tenant.upstreams u WHERE u.tenant_id = in_tenant AND u.status <> 'draft'
    ), found AS (
      SELECT i.*, t.name AS found_name, t.state AS found_state
      FROM instances i JOIN tenant.upstream_tools t
        ON t.tenant_id = in_tenant AND t.upstream_id = i.id AND t.name = in_name
      WHERE i.slug = ''
      UNION ALL
      SELECT i.*, t.name, t.state
      FROM instances i JOIN tenant.upstream_tools t ON t.tenant_id = in_tenant AND t.upstream_id = i.id
      WHERE i.slug <> '' AND left(in_name, least(length(i.slug) + 1, 55)) = left(i.slug || '_', 55)
        AND tenant.expose_tool(i.slug, t.name) = in_name
    )
    SELECT f.id, f.name, f.url, f.problem, f.problem_since, f.found_name, f.found_state::text, k.id, k.version,
      ARRAY(SELECT p.subject || ':' || p.name FROM tenant.tool_policies p
            WHERE p.tenant_id = in_tenant AND p.role = in_role AND p.allowed),
      ARRAY(SELECT p.subject || ':' || p.name FROM tenant.tool_policies p
            WHERE p.tenant_id = in_tenant AND p.role = in_role AND NOT p.allowed)
    FROM found f LEFT JOIN LATERAL (
      SELECT uk.id, uk.version FROM tenant.upstream_keys uk
      WHERE uk.tenant_id = in_tenant AND uk.upstream_id = f.id AND (uk.owner_id = in_person OR uk.owner_id IS NULL)
      ORDER BY uk.owner_id NULLS LAST LIMIT 1
    ) k ON true
    ORDER BY f.place LIMIT 1;
END
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."resolve_access_token"(text) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."find_address"(text) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."find_live_grant"(uuid) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."connect_grant"(uuid) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."end_grant"(uuid, text) OWNER TO connect_resolver;
ALTER FUNCTION "tenant"."remove_sample"() OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA "tenant" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."current_tenant"(), "tenant"."current_person"(), "tenant"."current_job"() TO connect_app, connect_resolver;
GRANT EXECUTE ON FUNCTION "tenant"."resolve_access_token"(text), "tenant"."find_address"(text),
  "tenant"."remove_sample"(), "tenant"."expose_tool"(text, text), "tenant"."find_called_tool"(uuid, uuid, "tenant"."member_role", text) TO connect_app;
GRANT EXECUTE ON FUNCTION "tenant"."find_live_grant"(uuid), "tenant"."connect_grant"(uuid), "tenant"."end_grant"(uuid, text), "tenant"."find_address"(text) TO connect_auth;
