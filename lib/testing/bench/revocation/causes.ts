import type pg from "pg";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { type MintedConnection, mintGrantWithToken, mintMember, mintTenant } from "../../mint.ts";

export type Victim = { member: MemberActor; connection: MintedConnection };

/** An organisation of its own with one connected member. */
export async function makeVictim(): Promise<Victim> {
  const member = await mintMember(await mintTenant(), "member");
  return { member, connection: await mintGrantWithToken(member, { groups: ["agents.read"] }) };
}

type Cause = (client: pg.Client, victim: Victim) => Promise<unknown>;

/** The ways a connection ends, as statements of a transaction that is open. */
export const CAUSES: Record<string, Cause> = {
  disconnected: (client, { connection }) =>
    client.query("UPDATE tenant.grants SET ended_at = now() WHERE id = $1", [connection.grantId]),
  removed: (client, { member }) =>
    client.query("DELETE FROM tenant.memberships WHERE id = $1", [member.membershipId]),
  suspended: (client, { member }) =>
    client.query("UPDATE tenant.tenants SET status = 'suspended' WHERE id = $1", [member.tenantId]),
  blocked: (client, { member }) =>
    client.query(
      `INSERT INTO tenant.client_policies (tenant_id, id, client_id, state, decided_by)
       SELECT tenant_id, gen_random_uuid(), client_id, 'blocked', 'bench' FROM tenant.grants WHERE tenant_id = $1`,
      [member.tenantId],
    ),
};

/** Ten thousand more connections of the same member. */
export async function addConnections(client: pg.Client, { member }: Victim, count: number): Promise<void> {
  await client.query(
    `INSERT INTO tenant.grants (tenant_id, id, membership_id, person_id, client_id, client_name, client_identity,
                                redirect_host, resource, groups, connected_at, expires_at)
     SELECT $1, gen_random_uuid(), $2, $3, 'c', 'c', 'known', 'h', 'r', '{}', now(), now() + interval '1 day'
     FROM generate_series(1, $4)`,
    [member.tenantId, member.membershipId, member.personId, count],
  );
}
