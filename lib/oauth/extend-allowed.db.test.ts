import { beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import {
  codeForm,
  type Pending,
  postForm,
  resume,
  startRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { approveConsent } from "./approve-consent.ts";
import { claimInteraction } from "./claim-interaction.ts";
import { denyConsent } from "./deny-consent.ts";
import { extendRequest } from "./extend-request.ts";
import { findAllowedRequest } from "./find-allowed-request.ts";

useDatabase();
useOauthServer();

let actor: MemberActor;
let pending: Pending;
let location: string;
beforeEach(async () => {
  const tenant = await mintTenant();
  await mintUpstream(tenant, {
    url: "https://trinity.example/mcp",
    key: "trinity_mcp_key",
    tools: ["list_agents"],
  });
  [actor, pending] = [await mintMember(tenant, "member"), await startRequest()];
  location = await approveConsent(actor, {
    uid: pending.uid,
    cookieHeader: pending.cookie,
    groups: ["agents.read"],
  });
});

const extend = (step: "asked" | "allowed" = "allowed", from = pending) =>
  extendRequest(from.uid, from.cookie, step).then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : error),
  );

/** Lets so many minutes pass for the request and for its yes. */
async function pass(minutes: number): Promise<void> {
  await authSql().query(
    `UPDATE auth.oauth_interactions
     SET expires_at = expires_at - make_interval(mins => $2),
         payload = payload || jsonb_build_object('iat', (payload->>'iat')::int - $2 * 60,
                                                 'exp', (payload->>'exp')::int - $2 * 60)
     WHERE id = $1`,
    [pending.uid, minutes],
  );
  await inTenant(
    actor.tenantId,
    (tx) => tx.$executeRaw`
      UPDATE tenant.grants SET created_at = created_at - make_interval(mins => ${minutes}::integer),
        fetch_until = fetch_until - make_interval(mins => ${minutes}::integer)
      WHERE tenant_id = ${actor.tenantId}::uuid`,
  );
}

async function read() {
  const { rows } = await authSql().query(
    "SELECT payload, expires_at FROM auth.oauth_interactions WHERE id = $1",
    [pending.uid],
  );
  const grants = await inTenant(actor.tenantId, (tx) =>
    tx.grant.findMany({ where: { tenantId: actor.tenantId }, select: { fetchUntil: true } }),
  );
  return { rows: rows as unknown[], grants };
}

async function expectUntouched(run: () => Promise<unknown>): Promise<void> {
  const before = await read();
  expect(await run()).toBe("not_found");
  expect(await read()).toEqual(before);
}

describe("a request that was allowed and has not gone on to its app", () => {
  test("is extended ten times and no eleventh; its yes waits with it and becomes a connection hours later", async () => {
    for (let times = 0; times < 10; times += 1) {
      const allowed = await findAllowedRequest(pending.uid, pending.cookie);
      expect([times, allowed?.request.isExtendable]).toEqual([times, true]);
      await pass(29);
      expect([times, await extend()]).toEqual([times, "done"]);
    }
    expect((await findAllowedRequest(pending.uid, pending.cookie))?.request.isExtendable).toBe(false);
    await expectUntouched(() => extend());
    await pass(29);
    const redirect = await resume(location, pending.resumeCookie);
    const form = codeForm(pending, redirect.searchParams.get("code") ?? "");
    expect((await postForm("/oauth/token", form)).status).toBe(200);
  });

  test("sets the two cookies again, and none that tells of a request without an answer", async () => {
    const cookies = await extendRequest(pending.uid, pending.cookie, "allowed");
    const names = cookies.map((one) => one.split("=")[0]?.replace(".sig", ""));
    expect(new Set(names)).toEqual(new Set(["connect_request", "connect_resume"]));
  });

  test("two presses at the same moment give it thirty minutes, not sixty", async () => {
    await pass(29);
    const presses = await Promise.all([extend(), extend()]);
    expect(presses).toContain("done");
    const { request } = (await findAllowedRequest(pending.uid, pending.cookie)) ?? {};
    expect(Math.round(((request?.endsAt.getTime() ?? 0) - Date.now()) / 60_000)).toBe(30);
  });
});

describe("B25: nothing else waits any longer", () => {
  test("a press from the page before the answer", async () => {
    await expectUntouched(() => extend("asked"));
  });

  test("another browser's, or one that is over", async () => {
    const other = await startRequest();
    await expectUntouched(() => extend("allowed", { ...pending, cookie: other.cookie }));
    await pass(31);
    await expectUntouched(() => extend());
  });

  test("one that went on to its app, also in the moment of the press", async () => {
    const [press] = await Promise.all([extend(), resume(location, pending.resumeCookie)]);
    expect(["done", "not_found"]).toContain(press);
    expect((await read()).rows).toEqual([]);
    await expectUntouched(() => extend());
  });

  test("one that was not answered, is being answered, or was denied, by a press of the step after", async () => {
    const waiting = await startRequest();
    expect(await extend("allowed", waiting)).toBe("not_found");
    expect(await claimInteraction(waiting.uid, waiting.cookie)).toBe(true);
    expect(await extend("allowed", waiting)).toBe("not_found");
    const denied = await startRequest();
    await denyConsent(denied.uid, denied.cookie);
    expect(await extend("allowed", denied)).toBe("not_found");
  });
});
