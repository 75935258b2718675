-- AlterTable
ALTER TABLE "tenant"."sso_connections" ADD COLUMN     "secret_ends_on" DATE,
ADD COLUMN     "secret_told_at" TIMESTAMPTZ(3);

-- Asked by the job that mails of it: where a secret of a company sign-in in use ends soon and nobody was told.
GRANT SELECT (secret_ends_on, secret_told_at) ON "tenant"."sso_connections" TO connect_resolver;
CREATE FUNCTION "tenant"."list_ending_secrets"(within_days integer, at_most integer)
RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.tenant_id
  FROM tenant.sso_connections c
  JOIN tenant.tenants t ON t.id = c.tenant_id
  WHERE c.is_active AND c.secret_told_at IS NULL AND t.status = 'active'
    AND c.secret_ends_on <= (now() AT TIME ZONE 'UTC')::date + within_days
  ORDER BY c.secret_ends_on, c.tenant_id
  LIMIT at_most
$$;
GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."list_ending_secrets"(integer, integer) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."list_ending_secrets"(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."list_ending_secrets"(integer, integer) TO connect_app;
