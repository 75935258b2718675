-- Run once by a superuser in the empty database the server will use; then give the three logins passwords
-- (ALTER ROLE … PASSWORD …). Repeating it is harmless.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'connect_owner') THEN
    CREATE ROLE connect_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'connect_app') THEN
    CREATE ROLE connect_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'connect_auth') THEN
    CREATE ROLE connect_auth LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT;
  END IF;
  -- Owns the few SECURITY DEFINER functions that look across tenants; nobody can log in as it.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'connect_resolver') THEN
    CREATE ROLE connect_resolver NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
  EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %I TO connect_owner', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO connect_app, connect_auth', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
END
$$;
GRANT connect_resolver TO connect_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO connect_owner;
