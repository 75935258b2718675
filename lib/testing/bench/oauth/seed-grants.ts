import { randomBytes } from "node:crypto";
import type pg from "pg";
import { newId } from "#lib/kernel/ids.ts";
import { mintToken } from "#lib/oauth/internal/tokens/token-format.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";

/** A connection as it is once its app has its tokens. */
export type SeededGrant = { access: string; refresh: string };

/** One real connection, whose rows every seeded one copies but for its ids. */
export type Template = { grantId: string; code: string };

const BATCH = 5_000;

/** Adds that many live connections with an access and a refresh token each. */
export async function seedGrants(
  client: pg.Client,
  template: Template,
  count: number,
): Promise<SeededGrant[]> {
  const seeded: SeededGrant[] = [];
  while (seeded.length < count) {
    const batch = Array.from({ length: Math.min(BATCH, count - seeded.length) }, () => ({
      access: mintToken("tcat_"),
      refresh: mintToken("tcrt_"),
    }));
    const ids = await copyGrants(client, template, batch.length);
    await copyRecords(client, "access_tokens", { template, ids, secrets: batch.map(({ access }) => access) });
    await copyRecords(client, "refresh_tokens", {
      template,
      ids,
      secrets: batch.map(({ refresh }) => refresh),
    });
    seeded.push(...batch);
  }
  return seeded;
}

/** Adds that many connections whose app has only its code yet. */
export async function seedCodes(client: pg.Client, template: Template, count: number): Promise<string[]> {
  const codes: string[] = [];
  while (codes.length < count) {
    const secrets = Array.from({ length: Math.min(BATCH, count - codes.length) }, () =>
      randomBytes(32).toString("base64url"),
    );
    const ids = await copyGrants(client, template, secrets.length);
    await client.query("UPDATE tenant.grants SET connected_at = NULL WHERE id = ANY ($1)", [ids]);
    await copyRecords(client, "authorization_codes", { template, ids, secrets });
    codes.push(...secrets);
  }
  return codes;
}

async function copyGrants(client: pg.Client, { grantId }: Template, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await client.query(
    `INSERT INTO tenant.grants (tenant_id, id, membership_id, person_id, client_id, client_name, client_identity,
                                redirect_host, resource, groups, connected_at, expires_at)
     SELECT tenant_id, new.id::uuid, membership_id, person_id, client_id, client_name, client_identity,
            redirect_host, resource, groups, connected_at, expires_at
     FROM tenant.grants, unnest($2::text[]) AS new (id) WHERE grants.id = $1`,
    [grantId, ids],
  );
  await client.query(
    `INSERT INTO auth.oauth_grants (id, payload, grant_id, expires_at)
     SELECT new.id, payload, grant_id, expires_at FROM auth.oauth_grants g, unnest($2::text[]) AS new (id) WHERE g.id = $1`,
    [grantId, ids],
  );
  return ids;
}

type Copies = { template: Template; ids: string[]; secrets: string[] };

async function copyRecords(
  client: pg.Client,
  table: "access_tokens" | "refresh_tokens" | "authorization_codes",
  { template, ids, secrets }: Copies,
): Promise<void> {
  await client.query(
    `INSERT INTO auth.${table} (id, payload, grant_id, expires_at)
     SELECT new.hash, payload || jsonb_build_object('grantId', new.id), new.id, now() + interval '1 day'
     FROM (SELECT payload FROM auth.${table} WHERE grant_id = $1 LIMIT 1) one,
          unnest($2::text[], $3::text[]) AS new (id, hash)`,
    [template.grantId, ids, secrets.map((secret) => sha256Hex(secret))],
  );
}
