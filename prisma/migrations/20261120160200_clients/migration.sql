-- How a client came to be here, and whether anybody needs it: registrations nobody uses are purged.
ALTER TABLE "auth"."oauth_clients" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'dynamic',
ADD COLUMN     "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "used_at" TIMESTAMPTZ(3);

-- What other hosts publish about their clients: metadata documents and key sets, as our policy took them.
CREATE TABLE "auth"."client_documents" (
    "kind" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "payload" JSONB,
    "content_hash" TEXT,
    "failure" TEXT,
    "fetched_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "fresh_until" TIMESTAMPTZ(3) NOT NULL,
    "claimed_until" TIMESTAMPTZ(3),
    "differs_since" TIMESTAMPTZ(3),
    "has_signed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "client_documents_pkey" PRIMARY KEY ("kind","url")
);
CREATE INDEX "client_documents_checked_at_idx" ON "auth"."client_documents"("checked_at");
GRANT SELECT, INSERT, UPDATE, DELETE ON "auth"."client_documents" TO connect_auth;

-- The connections of one client in every organisation: what ends when an operator removes it.
CREATE FUNCTION "tenant"."list_client_grants"(client_id text)
RETURNS TABLE (grant_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.id FROM tenant.grants g
  WHERE g.client_id = $1 AND g.ended_at IS NULL AND g.expires_at > now() ORDER BY g.tenant_id, g.id
$$;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."list_client_grants"(text) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."list_client_grants"(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."list_client_grants"(text) TO connect_auth;
