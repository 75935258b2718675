import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setToolPolicy } from "#lib/access/set-tool-policy.ts";
import { blockClient } from "#lib/grants/block-client.ts";
import { listTenantClients } from "#lib/grants/list-tenant-clients.ts";
import type { MemberActor, OperatorActor } from "#lib/kernel/actor.ts";
import { newId, type PersonId } from "#lib/kernel/ids.ts";
import { blockApp } from "#lib/operators/block-app.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { pauseTools } from "#lib/tenants/pause-tools.ts";
import { switchTools } from "#lib/upstreams/switch-tools.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "../mint.ts";
import { type FakeUpstream, openFakeUpstream } from "../open-fake-upstream.ts";
import { allowOutbound } from "../open-gateway.ts";
import { openSlowDatabase, type SlowDatabase } from "../open-slow-database.ts";
import { useDatabase } from "../use-database.ts";
import { FAKE_KEY } from "../use-gateway.ts";
import { type HearingProcess, startHearing } from "./start-hearing.ts";

useDatabase({ OPERATORS: "olga@operators.example" });

// This process decides; a gateway that is another one has to obey.
const operator: OperatorActor = {
  kind: "operator",
  personId: newId<PersonId>(),
  email: "olga@operators.example",
};
const MINTED_CLIENT = "https://client.example/metadata.json";
const REMEMBERED_CALLS = 3;

let fake: FakeUpstream;
beforeAll(async () => {
  fake = await openFakeUpstream();
  allowOutbound(fake.url);
});
afterAll(() => fake.close());

type Scene = { owner: MemberActor; upstreamId: string; token: string; grantId: string };

/** An organisation of its own whose owner is connected, with an instance that has one tool. */
async function makeScene(): Promise<Scene> {
  const tenant = await mintTenant();
  const owner = await mintMember(tenant, "owner");
  const spec = { url: fake.url, key: FAKE_KEY, tools: ["list_agents"] };
  const { upstreamId } = await mintUpstream(tenant, spec);
  return { owner, upstreamId, ...(await mintGrantWithToken(owner, { groups: ["agents.read"] })) };
}

type Change = {
  decide: (scene: Scene) => Promise<unknown>;
  /** What the gateway hears of it, and answers then. */
  event: (scene: Scene) => string;
  answer: 401 | "refused";
};
const toAccess = ({ owner }: Scene) => `access:${owner.tenantId}`;
const toGrant = ({ grantId }: Scene) => `grant:${grantId}`;

const CHANGES: Record<string, Change> = {
  "all tools paused": {
    decide: async ({ owner }) => await pauseTools(owner, { confirmation: owner.tenantSlug }),
    event: ({ owner }) => `tenant:${owner.tenantId}`,
    answer: "refused",
  },
  "a tool denied to a role": {
    decide: async ({ owner }) =>
      await setToolPolicy(owner, { role: "owner", subject: "tool", name: "list_agents", allowed: false }),
    event: toAccess,
    answer: "refused",
  },
  "a tool switched off for everybody": {
    decide: switchOffAll,
    event: toAccess,
    answer: "refused",
  },
  "an app blocked, and all disconnected": {
    async decide({ owner }) {
      const { clients } = await listTenantClients(owner, { isBlocked: false });
      await blockClient(owner, { id: clients[0]?.id ?? "" });
    },
    event: ({ owner }) => `client:${owner.tenantId}/${MINTED_CLIENT}`,
    answer: 401,
  },
  "an app blocked everywhere by an operator": {
    decide: async () => await blockApp(operator, { id: MINTED_CLIENT, reason: "It asks too much" }),
    event: toGrant,
    answer: 401,
  },
};

async function switchOffAll({ owner, upstreamId: id }: Scene): Promise<void> {
  const { tenantId } = owner;
  const select = { id: true };
  const tools = await inTenant(tenantId, (tx) => tx.upstreamTool.findMany({ where: { tenantId }, select }));
  await switchTools(owner, { id, toolIds: tools.map((tool) => tool.id), isOn: false });
}

describe.each([
  ["by LISTEN", false],
  ["without LISTEN", true],
])("D13: another process that hears it %s obeys at its next call", (_ears, isDeaf) => {
  let gateway: HearingProcess;
  let database: SlowDatabase;
  beforeAll(async () => {
    const { databaseUrl = "" } = getConfig();
    database = await openSlowDatabase(databaseUrl);
    const env = { DATABASE_URL: database.url, DATABASE_DIRECT_URL: databaseUrl };
    gateway = await startHearing({ isDeaf, env });
  });
  afterAll(async () => {
    await gateway.stop();
    await database.close();
  });

  async function call(token: string): Promise<"allowed" | "refused" | number> {
    const response = await gateway.modern("tools/call", { name: "list_agents", arguments: {} }, { token });
    const { error, result } = (await response.json()) as { error?: object; result?: { isError?: boolean } };
    if (response.status !== 200) return response.status;
    return error === undefined && result?.isError !== true ? "allowed" : "refused";
  }

  /** Decides once the gateway remembers that it allowed, and answers what its first call says after it has heard. */
  async function hearOf(token: string, event: string, decide: () => Promise<unknown>) {
    for (let calls = 0; calls < REMEMBERED_CALLS; calls += 1) expect(await call(token)).toBe("allowed");
    // An answer that is kept back is a look that neither succeeds nor fails: what is heard now came by LISTEN.
    if (!isDeaf) await database.holdAnswer("read-revocations");
    const heard = gateway.hears(event);
    await decide();
    await heard;
    const answers = [await call(token), await call(token)];
    database.release();
    return answers;
  }

  test.each(Object.entries(CHANGES))("%s", async (_change, { decide, event, answer }) => {
    const scene = await makeScene();
    const answers = await hearOf(scene.token, event(scene), async () => await decide(scene));
    expect(answers).toEqual([answer, answer]);
    await authSql().query("DELETE FROM auth.blocked_clients");
  });
});
