import { beforeEach, describe, expect, test } from "vitest";
import { blockClient } from "#lib/grants/block-client.ts";
import { decideClientRequest } from "#lib/grants/decide-client-request.ts";
import { listClientRequests } from "#lib/grants/list-client-requests.ts";
import { listTenantClients } from "#lib/grants/list-tenant-clients.ts";
import { setAppPolicy } from "#lib/grants/set-app-policy.ts";
import { setClientPolicy } from "#lib/grants/set-client-policy.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { ask, CLAUDE_CODE, type Pending, startRequest, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { approveConsent } from "./approve-consent.ts";
import { askForClient } from "./ask-for-client.ts";
import { findConsentRequest } from "./find-consent-request.ts";
import { findOffer } from "./find-offer.ts";

useDatabase();
useOauthServer();

let owner: MemberActor;
let member: MemberActor;
let other: MemberActor;
beforeEach(async () => {
  const tenant = await mintTenant();
  await mintUpstream(tenant, {
    url: "https://trinity.example/mcp",
    key: "trinity_mcp_key",
    tools: ["list_agents", "create_agent"],
  });
  owner = await mintMember(tenant, "owner");
  member = await mintMember(tenant, "member");
  other = await mintMember(tenant, "member");
});

const codeOf = async (run: Promise<unknown>) =>
  await run.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : "fault"),
  );
const approve = (actor: MemberActor, { uid, cookie }: Pending) =>
  codeOf(approveConsent(actor, { uid, cookieHeader: cookie, groups: ["agents.read", "agents.write"] }));
const askFor = (actor: MemberActor, { uid, cookie }: Pending) =>
  codeOf(askForClient(actor, { uid, cookieHeader: cookie, reason: "To plan" }));

/** A request of an app that registered itself, on this computer. */
async function startRegistered(name = "Registered"): Promise<Pending> {
  const redirect_uri = "http://localhost:7777/callback";
  const registered = await ask("/oauth/register", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      client_name: name,
      redirect_uris: [redirect_uri],
      token_endpoint_auth_method: "none",
    }),
  });
  const { client_id } = JSON.parse(registered.text) as { client_id: string };
  return await startRequest({ client_id, redirect_uri });
}

async function findApp(clientId: string): Promise<string> {
  const { clients } = await listTenantClients(owner, { isBlocked: false });
  return clients.find((client) => client.clientId === clientId)?.id ?? "";
}

async function groupsOf(actor: MemberActor): Promise<string[][]> {
  const { tenantId, personId } = actor;
  const rows = await inTenant(tenantId, (tx) =>
    tx.grant.findMany({ where: { tenantId, personId }, select: { groups: true } }),
  );
  return rows.map(({ groups }) => groups);
}

describe("the rule", () => {
  test("lets everybody connect every app as long as nobody chose one", async () => {
    for (const pending of [await startRequest(), await startRegistered()]) {
      expect(await approve(member, pending)).toBe("done");
    }
  });

  test("to ask for others lets Claude Code in, and an app that registered itself only after a yes, for everybody", async () => {
    await setAppPolicy(owner, { policy: "ask", version: 0 });
    expect(await approve(member, await startRequest())).toBe("done");
    const [pending, theirs] = [await startRegistered(), await startRegistered()];
    expect(await approve(member, pending)).toBe("precondition_failed");
    expect(await askFor(member, pending)).toBe("done");
    expect(await approve(member, pending)).toBe("precondition_failed");
    const [request] = (await listClientRequests(owner, { isOpen: true })).requests;
    const { id = "", version = 0 } = request ?? {};
    await decideClientRequest(owner, { id, version, isApproved: true });
    expect([await approve(member, pending), await approve(other, theirs)]).toEqual(["done", "done"]);
  });

  test("of the list keeps Claude Code out until it is on it, and is not asked", async () => {
    await setAppPolicy(owner, { policy: "list", version: 0 });
    const pending = await startRequest();
    expect([await approve(member, pending), await askFor(member, pending)]).toEqual([
      "precondition_failed",
      "precondition_failed",
    ]);
    await inTenant(owner.tenantId, (tx) =>
      tx.clientPolicy.create({
        data: {
          tenantId: owner.tenantId,
          id: crypto.randomUUID(),
          clientId: CLAUDE_CODE,
          state: "allowed",
          decidedBy: owner.personId,
        },
      }),
    );
    expect(await approve(member, pending)).toBe("done");
  });
});

describe("what is decided about the app", () => {
  test("B18: a form that ticks more than the app may get gets what it may", async () => {
    expect(await approve(member, await startRequest())).toBe("done");
    const id = await findApp(CLAUDE_CODE);
    const limits = { decision: "rule", effectMax: "read", hosts: [], version: 0 };
    await setClientPolicy(owner, { id, ...limits });
    const pending = await startRequest();
    const request = await findConsentRequest(pending.uid, pending.cookie);
    if (request === null) throw new Error("no request");
    const { offered } = await findOffer(other, request, { isSeparate: false, effectMax: "read" });
    expect(offered.map((group) => [group.id, group.locked])).toEqual([
      ["agents.read", null],
      ["agents.write", "app"],
    ]);
    expect(await approve(other, pending)).toBe("done");
    expect(await groupsOf(other)).toEqual([["agents.read"]]);
  });

  test("E10: a request that returns to another place than is allowed is refused and stays to be answered", async () => {
    expect(await approve(member, await startRequest())).toBe("done");
    const id = await findApp(CLAUDE_CODE);
    const limits = { decision: "rule", effectMax: "destructive", version: 0 };
    await setClientPolicy(owner, { id, ...limits, hosts: ["elsewhere.example"] });
    const pending = await startRequest();
    expect(await approve(other, pending)).toBe("precondition_failed");
    await setClientPolicy(owner, { id, ...limits, version: 1, hosts: ["localhost"] });
    expect(await approve(other, pending)).toBe("done");
  });

  test("B08: a block that races with eight answers leaves no live connection", async () => {
    expect(await approve(member, await startRequest())).toBe("done");
    const id = await findApp(CLAUDE_CODE);
    const pending = await Promise.all(Array.from({ length: 8 }, () => startRequest()));
    await Promise.all([...pending.map((one) => approve(other, one)), blockClient(owner, { id })]);
    const live = await inTenant(owner.tenantId, (tx) =>
      tx.grant.count({ where: { tenantId: owner.tenantId, endedAt: null } }),
    );
    expect(live).toBe(0);
  });
});

describe("asking an admin", () => {
  test("B05: is for the browser whose request it is, and names no app of its own", async () => {
    await setAppPolicy(owner, { policy: "ask", version: 0 });
    const [pending, foreign] = [await startRegistered("Mine"), await startRegistered("Theirs")];
    expect(await askFor(member, { ...pending, cookie: foreign.cookie })).toBe("not_found");
    expect(await askFor(member, pending)).toBe("done");
    const { requests } = await listClientRequests(owner, { isOpen: true });
    expect(requests.map(({ client, redirectHost }) => [client.name, redirectHost])).toEqual([
      ["Mine", "localhost"],
    ]);
  });

  test("is told to the owners by mail, once, and limited to ten a day", async () => {
    await setAppPolicy(owner, { policy: "ask", version: 0 });
    const pending = await startRegistered("Often");
    const outcomes: string[] = [];
    for (let turn = 0; turn < 11; turn += 1) outcomes.push(await askFor(member, pending));
    expect(outcomes).toEqual([...Array.from({ length: 10 }, () => "done"), "limit_exceeded"]);
    const mails = await inTenant(owner.tenantId, (tx) =>
      tx.mail.findMany({ where: { tenantId: owner.tenantId }, select: { kind: true } }),
    );
    expect(mails).toEqual([{ kind: "app-request" }]);
  });
});
