-- Where something of a person is kept: as member, suspended or removed, as who asked to join, as the address somebody
-- invited or a mail was refused by. Only ids of organisations pass; what there is is read and removed in each of them.
GRANT SELECT (refused_address) ON "tenant"."mails" TO connect_resolver;
CREATE FUNCTION "tenant"."find_person_places"(person uuid, address text) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT m.tenant_id FROM tenant.memberships m WHERE m.person_id = $1
  UNION SELECT r.tenant_id FROM tenant.access_requests r WHERE r.person_id = $1
  UNION SELECT i.tenant_id FROM tenant.invitations i WHERE i.email = $2
  UNION SELECT l.tenant_id FROM tenant.mails l WHERE l.refused_address = $2
  ORDER BY 1
$$;

-- As before; an account that is bound to an organisation is that organisation's.
CREATE OR REPLACE FUNCTION "tenant"."purge_people"(unused_days integer, at_most integer) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM auth.users u
    WHERE coalesce(u.signed_in_at, u.created_at) < now() - make_interval(days => $1)
      AND u.id IN (
        SELECT o.id FROM auth.users o
        WHERE coalesce(o.signed_in_at, o.created_at) < now() - make_interval(days => $1) AND o.bound_tenant_id IS NULL
          AND NOT EXISTS (SELECT FROM tenant.memberships m WHERE m.person_id = o.id)
          AND NOT EXISTS (SELECT FROM tenant.access_requests r WHERE r.person_id = o.id AND r.state = 'pending')
          AND NOT EXISTS (SELECT FROM auth.login_sessions s WHERE s.user_id = o.id AND s.expires > now())
        LIMIT $2)
    RETURNING 1
  ) SELECT count(*) FROM gone
$$;

GRANT CREATE ON SCHEMA "tenant" TO connect_resolver;
ALTER FUNCTION "tenant"."find_person_places"(uuid, text) OWNER TO connect_resolver;
REVOKE CREATE ON SCHEMA "tenant" FROM connect_resolver;
REVOKE ALL ON FUNCTION "tenant"."find_person_places"(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."find_person_places"(uuid, text) TO connect_app;
