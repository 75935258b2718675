-- Clients that were connected before their use was noted were used too: nobody's connection is lost to the first purge.
UPDATE "auth"."oauth_clients" SET used_at = now()
  WHERE used_at IS NULL AND id IN (SELECT payload ->> 'clientId' FROM "auth"."oauth_grants");
