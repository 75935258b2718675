-- AlterTable
ALTER TABLE "auth"."users" ADD COLUMN     "signed_in_at" TIMESTAMPTZ(3);

-- What is over is forgotten by functions alone, of all organisations, at most so many rows at once. Each answers how many
-- went.
GRANT DELETE ON "tenant"."invitations" TO connect_resolver;
GRANT SELECT (tenant_id, id, person_id, state, created_at, decided_at), DELETE ON "tenant"."access_requests" TO connect_resolver;
GRANT SELECT (tenant_id, id, state, asked_at, decided_at), DELETE ON "tenant"."client_requests" TO connect_resolver;
GRANT DELETE ON "tenant"."grants" TO connect_resolver;
GRANT SELECT, DELETE ON "tenant"."upstream_days", "tenant"."upstream_events" TO connect_resolver;
GRANT SELECT (id, created_at, signed_in_at), DELETE ON "auth"."users" TO connect_resolver;
GRANT SELECT (user_id, expires) ON "auth"."login_sessions" TO connect_resolver;
CREATE POLICY resolver_purges ON "tenant"."invitations" FOR DELETE TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."access_requests" TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."client_requests" TO connect_resolver USING (true);
CREATE POLICY resolver_purges ON "tenant"."grants" FOR DELETE TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."upstream_days" TO connect_resolver USING (true);
CREATE POLICY resolver ON "tenant"."upstream_events" TO connect_resolver USING (true);

-- Invitations, so many days after they were accepted, taken back or over.
CREATE FUNCTION "tenant"."purge_invitations"(kept_days integer, at_most integer) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM tenant.invitations i USING (
      SELECT o.tenant_id, o.id FROM tenant.invitations o
      WHERE coalesce(o.accepted_at, o.revoked_at, o.expires_at) < now() - make_interval(days => $1) LIMIT $2
    ) old
    WHERE i.tenant_id = old.tenant_id AND i.id = old.id RETURNING 1
  ) SELECT count(*) FROM gone
$$;

-- Requests to join, so many days after they were decided, or made where nobody did.
CREATE FUNCTION "tenant"."purge_access_requests"(kept_days integer, at_most integer) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM tenant.access_requests r USING (
      SELECT o.tenant_id, o.id FROM tenant.access_requests o
      WHERE coalesce(o.decided_at, o.created_at) < now() - make_interval(days => $1) LIMIT $2
    ) old
    WHERE r.tenant_id = old.tenant_id AND r.id = old.id RETURNING 1
  ) SELECT count(*) FROM gone
$$;

-- The same of requests for apps.
CREATE FUNCTION "tenant"."purge_client_requests"(kept_days integer, at_most integer) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM tenant.client_requests r USING (
      SELECT o.tenant_id, o.id FROM tenant.client_requests o
      WHERE coalesce(o.decided_at, o.asked_at) < now() - make_interval(days => $1) LIMIT $2
    ) old
    WHERE r.tenant_id = old.tenant_id AND r.id = old.id RETURNING 1
  ) SELECT count(*) FROM gone
$$;

-- Connections so many days after they ended, with the links that end them, and what somebody allowed and no app came for.
CREATE FUNCTION "tenant"."purge_grants"(ended_days integer, unconnected_days integer, at_most integer) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM tenant.grants g USING (
      SELECT o.tenant_id, o.id FROM tenant.grants o
      WHERE o.ended_at < now() - make_interval(days => $1)
         OR (o.connected_at IS NULL AND o.created_at < now() - make_interval(days => $2)) LIMIT $3
    ) old
    WHERE g.tenant_id = old.tenant_id AND g.id = old.id RETURNING 1
  ) SELECT count(*) FROM gone
$$;

-- How instances were, after so many days.
CREATE FUNCTION "tenant"."purge_upstream_health"(kept_days integer) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  DELETE FROM tenant.upstream_days d WHERE d.day < ((now() - make_interval(days => $1)) AT TIME ZONE 'UTC')::date;
  DELETE FROM tenant.upstream_events e WHERE e.at < now() - make_interval(days => $1)
$$;

-- Slugs that are held no more.
CREATE FUNCTION "tenant"."purge_former_slugs"() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DELETE FROM tenant.former_slugs f WHERE f.held_until < now() $$;

-- Counts by day go with the calls they are of also where no later call's batch takes them along.
CREATE FUNCTION "tenant"."purge_tool_call_days"() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  DELETE FROM tenant.tool_call_days d USING tenant.tool_call_ledgers l
    WHERE l.tenant_id = d.tenant_id
      AND d.day < ((now() - make_interval(days => greatest(l.keep_days, 1))) AT TIME ZONE 'UTC')::date;
  DELETE FROM tenant.tool_call_people p USING tenant.tool_call_ledgers l
    WHERE l.tenant_id = p.tenant_id
      AND p.day < ((now() - make_interval(days => greatest(l.keep_days, 1))) AT TIME ZONE 'UTC')::date
$$;

-- Accounts nobody signed in to for so many days that belong to no organisation, not even as somebody who left one, and
-- ask to join none. Somebody who signs in meanwhile keeps theirs: their row is looked at again when it is free.
CREATE FUNCTION "tenant"."purge_people"(unused_days integer, at_most integer) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM auth.users u
    WHERE coalesce(u.signed_in_at, u.created_at) < now() - make_interval(days => $1)
      AND u.id IN (
        SELECT o.id FROM auth.users o
        WHERE coalesce(o.signed_in_at, o.created_at) < now() - make_interval(days => $1)
          AND NOT EXISTS (SELECT FROM tenant.memberships m WHERE m.person_id = o.id)
          AND NOT EXISTS (SELECT FROM tenant.access_requests r WHERE r.person_id = o.id AND r.state = 'pending')
          AND NOT EXISTS (SELECT FROM auth.login_sessions s WHERE s.user_id = o.id AND s.expires > now())
        LIMIT $2)
    RETURNING 1
  ) SELECT count(*) FROM gone
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['purge_invitations(integer, integer)', 'purge_access_requests(integer, integer)',
    'purge_client_requests(integer, integer)', 'purge_grants(integer, integer, integer)',
    'purge_upstream_health(integer)', 'purge_former_slugs()', 'purge_tool_call_days()', 'purge_people(integer, integer)']
  LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION "tenant".' || name || ' FROM PUBLIC';
    EXECUTE 'ALTER FUNCTION "tenant".' || name || ' OWNER TO connect_resolver';
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
GRANT EXECUTE ON FUNCTION "tenant"."purge_invitations"(integer, integer), "tenant"."purge_access_requests"(integer, integer),
  "tenant"."purge_client_requests"(integer, integer), "tenant"."purge_grants"(integer, integer, integer),
  "tenant"."purge_upstream_health"(integer), "tenant"."purge_former_slugs"(), "tenant"."purge_tool_call_days"()
  TO connect_app;
GRANT EXECUTE ON FUNCTION "tenant"."purge_people"(integer, integer) TO connect_auth;
