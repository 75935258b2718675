-- CreateTable
CREATE TABLE "tenant"."mcp_sessions" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "grant_id" UUID NOT NULL,
    "log_level" TEXT,
    "stream_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mcp_sessions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant"."mcp_links" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "upstream_id" UUID NOT NULL,
    "sealed" BYTEA,
    "key_id" UUID,
    "key_version" INTEGER,
    "uris" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mcp_links_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "mcp_sessions_tenant_id_grant_id_idx" ON "tenant"."mcp_sessions"("tenant_id", "grant_id");

-- CreateIndex
CREATE INDEX "mcp_sessions_expires_at_idx" ON "tenant"."mcp_sessions"("expires_at");

-- CreateIndex
CREATE INDEX "mcp_links_tenant_id_upstream_id_idx" ON "tenant"."mcp_links"("tenant_id", "upstream_id");

-- CreateIndex
CREATE INDEX "mcp_links_used_at_idx" ON "tenant"."mcp_links"("used_at");

-- CreateIndex
CREATE UNIQUE INDEX "mcp_links_tenant_id_session_id_upstream_id_key" ON "tenant"."mcp_links"("tenant_id", "session_id", "upstream_id");

-- AddForeignKey
ALTER TABLE "tenant"."mcp_sessions" ADD CONSTRAINT "mcp_sessions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"."tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."mcp_links" ADD CONSTRAINT "mcp_links_tenant_id_session_id_fkey" FOREIGN KEY ("tenant_id", "session_id") REFERENCES "tenant"."mcp_sessions"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant"."mcp_links" ADD CONSTRAINT "mcp_links_tenant_id_upstream_id_fkey" FOREIGN KEY ("tenant_id", "upstream_id") REFERENCES "tenant"."upstreams"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."mcp_sessions", "tenant"."mcp_links" TO connect_app;
GRANT SELECT, DELETE ON "tenant"."mcp_sessions" TO connect_resolver;
GRANT SELECT ON "tenant"."mcp_links" TO connect_resolver;
ALTER TABLE "tenant"."mcp_sessions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."mcp_sessions" FORCE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."mcp_links" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."mcp_links" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."mcp_sessions" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY in_tenant ON "tenant"."mcp_links" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());
CREATE POLICY resolver ON "tenant"."mcp_sessions" FOR SELECT TO connect_resolver USING (true);
CREATE POLICY resolver_purge ON "tenant"."mcp_sessions" FOR DELETE TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."mcp_links" FOR SELECT TO connect_resolver USING (true);

-- What every instance remembers of a session, and what the one that holds its stream listens to, is as these rows say:
-- a change is told like a revocation, under a kind of its own.
CREATE FUNCTION "tenant"."tell_mcp_session"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject) VALUES ('session', new.id::text);
  RETURN NULL;
END
$$;
CREATE FUNCTION "tenant"."tell_mcp_link"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO auth.revocations (kind, subject) VALUES ('session', new.session_id::text);
  RETURN NULL;
END
$$;

-- Upstream sessions nobody needs any more: of a session or connection that is over, or unused for half an hour. An app
-- that sent a Trinity key has no connection.
CREATE FUNCTION "tenant"."list_stale_mcp_links"(at_most integer)
RETURNS TABLE (tenant_id uuid, session_id uuid, upstream_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT l.tenant_id, l.session_id, l.upstream_id
  FROM tenant.mcp_links l
  JOIN tenant.mcp_sessions s ON s.tenant_id = l.tenant_id AND s.id = l.session_id
  LEFT JOIN tenant.grants g ON g.tenant_id = s.tenant_id AND g.id = s.grant_id
  WHERE l.sealed IS NOT NULL
    AND (l.used_at < now() - interval '30 minutes' OR s.ended_at IS NOT NULL OR s.expires_at <= now()
      OR g.ended_at IS NOT NULL OR g.expires_at <= now())
  ORDER BY l.used_at LIMIT $1
$$;

-- A session that expired is no longer asked about, one of an ended connection neither. Returns how many went.
CREATE FUNCTION "tenant"."purge_mcp_sessions"(at_most integer)
RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM tenant.mcp_sessions d USING (
      SELECT s.tenant_id, s.id
      FROM tenant.mcp_sessions s
      LEFT JOIN tenant.grants g ON g.tenant_id = s.tenant_id AND g.id = s.grant_id
      WHERE (s.expires_at <= now() OR g.ended_at IS NOT NULL OR g.expires_at <= now())
        AND NOT EXISTS (
          SELECT FROM tenant.mcp_links l
          WHERE l.tenant_id = s.tenant_id AND l.session_id = s.id AND l.sealed IS NOT NULL)
      LIMIT $1
    ) o
    WHERE d.tenant_id = o.tenant_id AND d.id = o.id RETURNING 1
  ) SELECT count(*) FROM gone
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['tell_mcp_session()', 'tell_mcp_link()', 'list_stale_mcp_links(integer)',
    'purge_mcp_sessions(integer)']
  LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION "tenant".' || name || ' FROM PUBLIC';
    EXECUTE 'ALTER FUNCTION "tenant".' || name || ' OWNER TO connect_resolver';
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
GRANT EXECUTE ON FUNCTION "tenant"."list_stale_mcp_links"(integer), "tenant"."purge_mcp_sessions"(integer) TO connect_app;

CREATE TRIGGER tell_made AFTER INSERT ON "tenant"."mcp_sessions" FOR EACH ROW
  WHEN (new.ended_at IS NOT NULL OR new.log_level IS NOT NULL) EXECUTE FUNCTION "tenant"."tell_mcp_session"();
CREATE TRIGGER tell_changed AFTER UPDATE ON "tenant"."mcp_sessions" FOR EACH ROW
  WHEN (old.ended_at IS DISTINCT FROM new.ended_at OR old.log_level IS DISTINCT FROM new.log_level
    OR old.stream_id IS DISTINCT FROM new.stream_id)
  EXECUTE FUNCTION "tenant"."tell_mcp_session"();
CREATE TRIGGER tell_made AFTER INSERT ON "tenant"."mcp_links" FOR EACH ROW
  EXECUTE FUNCTION "tenant"."tell_mcp_link"();
CREATE TRIGGER tell_changed AFTER UPDATE ON "tenant"."mcp_links" FOR EACH ROW
  WHEN (old.sealed IS DISTINCT FROM new.sealed OR old.uris IS DISTINCT FROM new.uris)
  EXECUTE FUNCTION "tenant"."tell_mcp_link"();
