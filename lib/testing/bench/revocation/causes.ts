import type pg from "pg";
import type { MemberActor } from "#lib/kernel/actor.ts";
import {
  type MintedConnection,
  mintGrantWithToken,
  mintMember,
  mintTenant,
  mintUpstream,
} from "../../mint.ts";

export type Victim = { member: MemberActor; connection: MintedConnection };

/** An organisation of its own with one connected member, and an instance with one tool that nobody calls. */
export async function makeVictim(): Promise<Victim> {
  const tenant = await mintTenant();
  await mintUpstream(tenant, { url: "https://trinity.example/mcp", key: "trinity_mcp_bench", tools: [TOOL] });
  const member = await mintMember(tenant, "member");
  return { member, connection: await mintGrantWithToken(member, { groups: ["agents.read"] }) };
}

/** The tool a member sees until it is taken from them. */
export const TOOL = "list_agents";

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

/** What takes the tools and leaves the connections, which therefore stay open: a pause, and a rule about a tool. */
export const REFUSALS: Record<string, Cause> = {
  paused: (client, { member }) =>
    client.query("UPDATE tenant.tenants SET paused_at = now() WHERE id = $1", [member.tenantId]),
  denied: (client, { member }) =>
    client.query(
      `INSERT INTO tenant.tool_policies (tenant_id, id, role, subject, name, allowed)
       VALUES ($1, gen_random_uuid(), 'member', 'tool', $2, false)`,
      [member.tenantId, TOOL],
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
