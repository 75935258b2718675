import { expect, test } from "vitest";
import { findEarlierConnection } from "#lib/grants/find-earlier-connection.ts";
import { listConnections } from "#lib/grants/list-connections.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import {
  ask,
  authorizeQuery,
  CLAUDE_CODE,
  codeForm,
  type Pending,
  postForm,
  resume,
  SHARED,
  startRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { approveConsent } from "./approve-consent.ts";
import { claimInteraction } from "./claim-interaction.ts";
import { denyConsent } from "./deny-consent.ts";
import { findConsentRequest } from "./find-consent-request.ts";
import { findLiveGrant } from "./internal/tokens/store.ts";

useDatabase();
useOauthServer();

const TOOLS = ["list_agents", "chat_with_agent", "delete_agent", "get_credential_status"];

async function makeMember(role: "owner" | "member" = "member") {
  const tenant = await mintTenant();
  await mintUpstream(tenant, { url: "https://trinity.example/mcp", key: "trinity_mcp_key", tools: TOOLS });
  return { tenant, actor: await mintMember(tenant, role) };
}

const approve = (
  actor: MemberActor,
  { uid, cookie }: Pick<Pending, "uid" | "cookie">,
  groups: readonly string[] = ["agents.read"],
) => approveConsent(actor, { uid, cookieHeader: cookie, groups });

const outcomeOf = async (run: Promise<unknown>) =>
  await run.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : "fault"),
  );

async function readGrants({ tenantId }: MemberActor) {
  return await inTenant(tenantId, async (tx) => ({
    grants: await tx.grant.findMany({ where: { tenantId }, select: { id: true, groups: true } }),
    audited: await tx.auditEvent.count({ where: { tenantId, action: "connection.approve" } }),
  }));
}

test("B17: of forty answers to one request at the same moment one makes a grant", async () => {
  const [{ actor }, pending] = [await makeMember(), await startRequest()];
  const outcomes = await Promise.all(Array.from({ length: 40 }, () => outcomeOf(approve(actor, pending))));
  expect(outcomes.toSorted()).toEqual(["done", ...Array.from({ length: 39 }, () => "not_found")]);
  const { grants, audited } = await readGrants(actor);
  expect([grants.length, audited]).toEqual([1, 1]);
});

test("B17: Deny and Allow at the same moment: one of them counts", async () => {
  const [{ actor }, { uid, cookie }] = [await makeMember(), await startRequest()];
  const [denied, allowed] = await Promise.all([
    outcomeOf(denyConsent(uid, cookie)),
    outcomeOf(approve(actor, { uid, cookie })),
  ]);
  expect([denied, allowed].toSorted()).toEqual(["done", "not_found"]);
  expect((await readGrants(actor)).grants).toHaveLength(allowed === "done" ? 1 : 0);
});

test("B18: only what this person may have at that address is granted, whatever the form named", async () => {
  const [{ actor }, pending] = [await makeMember(), await startRequest()];
  await approve(actor, pending, [
    "agents.read",
    "agents.destructive",
    "credentials.read",
    "secrets.write",
    "agents.read agents.write",
    "__proto__",
  ]);
  expect((await readGrants(actor)).grants.map(({ groups }) => groups)).toEqual([["agents.read"]]);
});

test("B18: nothing that may be had is refused, and the request can still be answered", async () => {
  const [{ actor }, pending] = [await makeMember(), await startRequest()];
  expect(await outcomeOf(approve(actor, pending, ["agents.destructive"]))).toBe("invalid_input");
  expect(await outcomeOf(approve(actor, pending, []))).toBe("invalid_input");
  expect((await readGrants(actor)).grants).toEqual([]);
  expect(await outcomeOf(approve(actor, pending))).toBe("done");
});

test("B18: a request for one organisation's address is never answered for another", async () => {
  const [own, other] = [await makeMember(), await makeMember()];
  const pending = await startRequest({ resource: `${SHARED}/${own.tenant.address}` });
  expect(await outcomeOf(approve(other.actor, pending))).toBe("not_found");
  expect((await readGrants(other.actor)).grants).toEqual([]);
  expect(await outcomeOf(approve(own.actor, pending))).toBe("done");
});

test("B05: without the cookie of the browser that made it a request is neither seen nor answered", async () => {
  const [{ actor }, pending, other] = [await makeMember(), await startRequest(), await startRequest()];
  for (const cookieHeader of [null, "", other.cookie, pending.resumeCookie]) {
    expect(await findConsentRequest(pending.uid, cookieHeader)).toBeNull();
    expect(await outcomeOf(denyConsent(pending.uid, cookieHeader))).toBe("not_found");
    const answer = { uid: pending.uid, cookieHeader, groups: ["agents.read"] };
    expect(await outcomeOf(approveConsent(actor, answer))).toBe("not_found");
  }
  expect((await readGrants(actor)).grants).toEqual([]);
  expect(await findConsentRequest(pending.uid, pending.cookie)).not.toBeNull();
});

test("B08 B10 B20: an app connected a moment ago is asked about again, and prompt=none never passes", async () => {
  const [{ actor }, pending] = [await makeMember(), await startRequest()];
  await connectFully(actor, pending);
  expect(await findConsentRequest(pending.uid, pending.cookie)).toBeNull();
  const again = await startRequest();
  expect(again.uid).not.toBe(pending.uid);
  const { query } = authorizeQuery({ prompt: "none" });
  const answer = await ask(`/oauth/authorize?${query}`, { headers: { cookie: pending.cookie } });
  const target = new URL(answer.headers.get("location") ?? "");
  expect([target.host, target.searchParams.get("error")]).toEqual(["localhost:54321", "consent_required"]);
});

test("a yes is a connection only once the app has its first token", async () => {
  const [{ actor }, pending] = [await makeMember(), await startRequest()];
  const location = await approve(actor, pending);
  const earlier = () => findEarlierConnection(actor, { clientId: CLAUDE_CODE });
  expect([(await listConnections(actor, {})).connections, await earlier()]).toEqual([[], null]);
  await redeem(pending, location);
  const [connection] = (await listConnections(actor, {})).connections;
  expect(connection).toMatchObject({
    app: { name: "Claude Code" },
    groups: ["agents.read"],
    status: "active",
  });
  expect(await earlier()).toEqual({ id: connection?.id, createdAt: connection?.createdAt });
});

test("a yes no app came for is dead after an hour, a connection is not", async () => {
  const [{ actor }, unused, used] = [await makeMember(), await startRequest(), await startRequest()];
  await approve(actor, unused);
  await connectFully(actor, used, ["chat.external"]);
  const { tenantId } = actor;
  await inTenant(tenantId, (tx) =>
    tx.grant.updateMany({ where: { tenantId }, data: { createdAt: new Date(Date.now() - 3_601_000) } }),
  );
  const { grants } = await readGrants(actor);
  const live = await Promise.all(
    grants.map(async ({ id, groups }) => [groups[0], (await findLiveGrant(id)) !== null]),
  );
  expect(Object.fromEntries(live)).toEqual({ "agents.read": false, "chat.external": true });
});

test("a request whose answer broke off after the claim is over, and nothing was granted", async () => {
  const [{ actor }, pending] = [await makeMember(), await startRequest()];
  expect(await claimInteraction(pending.uid, pending.cookie)).toBe(true);
  expect(await outcomeOf(approve(actor, pending))).toBe("not_found");
  expect((await readGrants(actor)).grants).toEqual([]);
});

async function connectFully(actor: MemberActor, pending: Pending, groups?: readonly string[]): Promise<void> {
  await redeem(pending, await approve(actor, pending, groups));
}

async function redeem(pending: Pending, location: string): Promise<void> {
  const redirect = await resume(location, pending.resumeCookie);
  const form = codeForm(pending, redirect.searchParams.get("code") ?? "");
  expect((await postForm("/oauth/token", form)).status).toBe(200);
}
