import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startBus } from "#lib/platform/bus/start-bus.ts";
import { stopBus } from "#lib/platform/bus/stop-bus.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { runSql, useDatabase } from "#lib/testing/use-database.ts";
import { purgeMessages } from "../../purge-messages.ts";
import { awaitReply, type ReplyOwner } from "./await-reply.ts";
import { deliverReply, takeBack } from "./deliver-reply.ts";
import { sealMessage } from "./seal-message.ts";
import { putMessage, takeMessages } from "./store.ts";

useDatabase();

const WAIT_MS = 30_000;
let owner: ReplyOwner;
let other: ReplyOwner;
beforeAll(async () => {
  const tenant = await mintTenant();
  [owner, other] = await Promise.all([mintOwner(tenant), mintOwner(tenant)]);
});
afterAll(stopBus);

async function mintOwner(tenant: Awaited<ReturnType<typeof mintTenant>>): Promise<ReplyOwner> {
  const member = await mintMember(tenant, "member");
  const { grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
  return { tenantId: member.tenantId, personId: member.personId, grantId };
}

/** As another instance would: nobody waits there. */
const sendFromElsewhere = (id: string, from: ReplyOwner, text: string) =>
  putMessage(from.tenantId, { id, grantId: from.grantId, payload: sealMessage(text, id, from) });

describe("a reply", () => {
  test("in the same process never touches the database, and is given out once", async () => {
    const id = randomUUID();
    const awaited = awaitReply(id, owner, WAIT_MS);
    expect(await deliverReply(id, owner, "yes")).toBe("here");
    expect(await awaited?.reply).toBe("yes");
    expect(await takeMessages(owner.tenantId, [id])).toEqual([]);
  });

  test("G38: of somebody else's connection is refused, and the wait goes on", async () => {
    const id = randomUUID();
    const awaited = awaitReply(id, owner, WAIT_MS);
    expect(await deliverReply(id, other, "no")).toBe("refused");
    await deliverReply(id, owner, "yes");
    expect(await awaited?.reply).toBe("yes");
  });

  test("K15: that nobody waits for is written so many times a minute for one connection, and goes on for others", async () => {
    const tenant = await mintTenant();
    const [flood, calm] = [await mintOwner(tenant), await mintOwner(tenant)];
    const id = randomUUID();
    const sent: string[] = [];
    for (let times = 0; times < 300; times++) sent.push(await deliverReply(id, flood, "again"));
    expect(await takeBack(id, flood)).toBe(true);
    expect(await deliverReply(id, flood, "again")).toBe("too_many");
    expect(sent[0]).toBe("sent");
    expect(await takeBack(id, flood)).toBe(false);
    expect(await deliverReply(randomUUID(), calm, "once")).toBe("sent");
  });

  test("from another instance is heard of, opened and gone", async () => {
    await startBus();
    const id = randomUUID();
    const awaited = awaitReply(id, owner, WAIT_MS);
    await sendFromElsewhere(id, owner, "from afar");
    expect(await awaited?.reply).toBe("from afar");
    expect(await takeMessages(owner.tenantId, [id])).toEqual([]);
  });

  test("G38: sealed for another connection opens for nobody", async () => {
    const id = randomUUID();
    const awaited = awaitReply(id, owner, WAIT_MS);
    await putMessage(owner.tenantId, {
      id,
      grantId: owner.grantId,
      payload: sealMessage("forged", id, other),
    });
    await vi.waitFor(async () => expect(await takeBack(id, owner)).toBe(false), 30_000);
    await deliverReply(id, owner, "own");
    expect(await awaited?.reply).toBe("own");
  });

  test("that nobody hears of is looked for", async () => {
    await stopBus();
    const id = randomUUID();
    const awaited = awaitReply(id, owner, WAIT_MS);
    await sendFromElsewhere(id, owner, "found");
    expect(await awaited?.reply).toBe("found");
  });

  test("that does not come ends the wait", async () => {
    const awaited = awaitReply(randomUUID(), owner, WAIT_MS);
    awaited?.end();
    expect(await awaited?.reply).toBeNull();
  });
});

describe("bounds", () => {
  test("a connection waits for so much at once and no more", () => {
    const mine = { ...owner, grantId: randomUUID() as ReplyOwner["grantId"] };
    const waits = Array.from({ length: 65 }, () => awaitReply(randomUUID(), mine, WAIT_MS));
    expect(waits.filter((one) => one !== null)).toHaveLength(64);
    for (const one of waits) one?.end();
    expect(awaitReply(randomUUID(), mine, WAIT_MS)).not.toBeNull();
  });

  test("what lies around is so large and so much, and can be taken back once", async () => {
    const third = await mintOwner(await mintTenant());
    const ids = Array.from({ length: 33 }, () => randomUUID());
    expect(await deliverReply(randomUUID(), third, "x".repeat(2 * 1024 * 1024 + 1))).toBe("too_large");
    for (const id of ids.slice(0, 32)) expect(await deliverReply(id, third, "x")).toBe("sent");
    expect(await deliverReply(ids[32] ?? "", third, "x")).toBe("too_many");
    expect(await takeBack(ids[0] ?? "", third)).toBe(true);
    expect(await takeBack(ids[0] ?? "", third)).toBe(false);
  });

  test("what nobody fetched is forgotten, what is fresh is kept", async () => {
    const [old, fresh] = [randomUUID(), randomUUID()];
    await sendFromElsewhere(old, owner, "old");
    await sendFromElsewhere(fresh, owner, "fresh");
    await runSql(
      String(getConfig().databaseUrl),
      `BEGIN; SELECT set_config('app.tenant_id', '${owner.tenantId}', true);
       UPDATE tenant.relay_messages SET expires_at = now() - interval '1 second' WHERE id = '${old}'; COMMIT`,
    );
    expect(await takeMessages(owner.tenantId, [old])).toEqual([]);
    await purgeMessages();
    await runSql(
      String(getConfig().databaseUrl),
      `BEGIN; SELECT set_config('app.tenant_id', '${owner.tenantId}', true);
       UPDATE tenant.relay_messages SET expires_at = now() + interval '1 minute' WHERE id = '${old}'; COMMIT`,
    );
    const left = await takeMessages(owner.tenantId, [old, fresh]);
    expect(left.map(({ id }) => id)).toEqual([fresh]);
  });
});

afterAll(() => void takeOnce("mcp.awaited-replies"));
