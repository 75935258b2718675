-- CreateTable
CREATE TABLE "auth"."blocked_clients" (
    "client_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blocked_clients_pkey" PRIMARY KEY ("client_id")
);

GRANT SELECT, INSERT, DELETE ON "auth"."blocked_clients" TO connect_auth;
GRANT SELECT (client_id) ON "auth"."blocked_clients" TO connect_resolver;

-- Whether the operators let that app in nowhere; for the transaction that records a connection.
CREATE FUNCTION "tenant"."is_client_blocked"(client_id text)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM auth.blocked_clients b WHERE b.client_id = $1)
$$;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."is_client_blocked"(text) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."is_client_blocked"(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."is_client_blocked"(text) TO connect_app;
