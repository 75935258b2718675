import { beforeEach, expect, test } from "vitest";
import { decide } from "#lib/access/decide.ts";
import { isHarmlessTool } from "#lib/catalog/is-harmless-tool.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { answerJson } from "#lib/testing/open-fake-upstream.ts";
import { clientOf } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FAKE_KEY, useGateway } from "#lib/testing/use-gateway.ts";
import { approveTools } from "./approve-tools.ts";
import { digestTools } from "./internal/digest-tools.ts";
import { listToolChanges } from "./list-tool-changes.ts";
import { listToolVersions } from "./list-tool-versions.ts";
import { refreshTools } from "./refresh-tools.ts";
import { reopenTools } from "./reopen-tools.ts";
import { reviewTools } from "./review-tools.ts";
import { switchTools } from "./switch-tools.ts";

useDatabase();
const scene = useGateway();

const tool = (name: string, description = "As it was.") => ({
  name,
  description,
  inputSchema: { type: "object" },
});
type Tool = ReturnType<typeof tool>;

let owner: MemberActor;
let upstreamId: UpstreamId;

/** What the instance lists from now on, and read again as the job does. */
async function list(...tools: Tool[]): Promise<void> {
  scene.fake.behave(({ id }, response) =>
    answerJson(response, 200, { jsonrpc: "2.0", id, result: { tools } }),
  );
  await refreshTools({ tenantId: owner.tenantId, upstreamId }, isHarmlessTool);
}
const states = async () =>
  await inTenant(owner.tenantId, async (tx) => {
    const rows = await tx.upstreamTool.findMany({
      where: { tenantId: owner.tenantId },
      orderBy: { name: "asc" },
    });
    return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
  });
const changes = async () => (await listToolChanges(owner, {})).changes;
const codeOf = async (attempt: Promise<unknown>) =>
  await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
async function decideAll(decision: "approved" | "off") {
  const waiting = await changes();
  const seen = Object.fromEntries(waiting.map(({ id, hash }) => [id, hash]));
  return await reviewTools(owner, { ids: Object.keys(seen), seen, decision });
}
const idOf = async (name: string) =>
  await inTenant(owner.tenantId, async (tx) => {
    const row = await tx.upstreamTool.findFirst({ where: { tenantId: owner.tenantId, name } });
    return row?.id ?? "";
  });

beforeEach(async () => {
  const tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
  ({ upstreamId } = await mintUpstream(tenant, { url: scene.fake.url, key: FAKE_KEY, tools: [] }));
  await list(tool("list_agents"), tool("delete_agent"), tool("acme_stock_level"));
  await decideAll("approved");
});

test("G26: a changed tool that is not read-only is off for everybody until an admin approves that very definition", async () => {
  const client = { ...clientOf(owner), groups: ["agents.destructive", "agents.read"], isSharedAddress: true };
  expect(await decide(client, "delete_agent")).toMatchObject({ ok: true });
  await list(tool("list_agents", "Lists."), tool("delete_agent", "Deletes twice."), tool("acme_stock_level"));
  expect(await states()).toEqual({
    acme_stock_level: "approved",
    delete_agent: "pending",
    list_agents: "approved",
  });
  expect(await decide(client, "delete_agent")).toEqual({ ok: false, layer: "state", state: "pending" });
  const [change, ...others] = await changes();
  expect(others).toEqual([]);
  expect(change).toMatchObject({
    name: "delete_agent",
    approved: { description: "As it was." },
    definition: { description: "Deletes twice." },
  });
  await decideAll("approved");
  expect(await decide(client, "delete_agent")).toMatchObject({ ok: true });
});

test("a decision is for what was seen: a tool that changed again meanwhile is a conflict, and nothing is decided", async () => {
  await list(tool("list_agents"), tool("delete_agent", "Second."), tool("acme_stock_level", "Second."));
  const waiting = await changes();
  const seen = Object.fromEntries(waiting.map(({ id, hash }) => [id, hash]));
  await list(tool("list_agents"), tool("delete_agent", "Third."), tool("acme_stock_level", "Second."));
  const decision = { ids: Object.keys(seen), seen, decision: "approved" };
  expect(await codeOf(reviewTools(owner, decision))).toBe("conflict");
  expect(await states()).toMatchObject({ delete_agent: "pending", acme_stock_level: "pending" });
  await decideAll("off");
  expect(await codeOf(reviewTools(owner, { ...decision, seen }))).toBe("conflict");
  expect(await states()).toMatchObject({ delete_agent: "off", acme_stock_level: "off" });
});

test("a tool that vanished and is again what was approved needs no admin, whatever it was in between", async () => {
  await list(tool("list_agents"));
  expect(await states()).toMatchObject({ delete_agent: "gone", acme_stock_level: "gone" });
  await list(tool("list_agents"), tool("delete_agent"), tool("acme_stock_level", "Another."));
  expect(await states()).toMatchObject({ delete_agent: "approved", acme_stock_level: "pending" });
  await list(tool("list_agents"), tool("delete_agent"), tool("acme_stock_level"));
  expect(await states()).toMatchObject({ acme_stock_level: "approved" });
});

test("a tool that was off when it vanished does not come back by itself, nor does one that changed while it was off", async () => {
  const ids = [await idOf("delete_agent"), await idOf("acme_stock_level")];
  await switchTools(owner, { id: upstreamId, toolIds: ids, isOn: false });
  await list(tool("list_agents"), tool("acme_stock_level", "Changed while off."));
  await list(tool("list_agents"), tool("delete_agent"), tool("acme_stock_level", "Changed while off."));
  expect(await states()).toEqual({
    acme_stock_level: "off",
    delete_agent: "pending",
    list_agents: "approved",
  });
});

test("G26: a tool that changed while it was off is not switched on past a review", async () => {
  const ids = [await idOf("delete_agent"), await idOf("acme_stock_level")];
  await switchTools(owner, { id: upstreamId, toolIds: ids, isOn: false });
  await list(tool("list_agents"), tool("delete_agent"), tool("acme_stock_level", "Changed while off."));
  expect(await switchTools(owner, { id: upstreamId, toolIds: ids, isOn: true })).toEqual({
    switched: 1,
    waiting: 1,
  });
  expect(await states()).toMatchObject({ delete_agent: "approved", acme_stock_level: "pending" });
});

/** What comes of a decision that meets a change of that tool which is made, and not yet known to anybody. */
async function decideWhileItChanges<Result>(id: string, decideIt: () => Promise<Result>): Promise<Result> {
  const { deciding } = await inTenant(owner.tenantId, async (tx) => {
    const where = { tenantId: owner.tenantId, id };
    const { state } = await tx.upstreamTool.findFirstOrThrow({ where, select: { state: true } });
    await tx.upstreamTool.updateMany({ where, data: { hash: "0".repeat(64), state } });
    const decided = decideIt();
    decided.catch(() => undefined);
    const waitsForUs = async () =>
      await tx.$queryRaw`SELECT FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
    await expect.poll(waitsForUs, { timeout: 10_000 }).toHaveLength(1);
    return { deciding: decided };
  });
  return await deciding;
}

test("G26: a tool that changes in the very moment it is switched on, or approved with its list, waits for a review", async () => {
  const id = await idOf("delete_agent");
  await switchTools(owner, { id: upstreamId, toolIds: [id], isOn: false });
  const switchOn = async () => await switchTools(owner, { id: upstreamId, toolIds: [id], isOn: true });
  expect(await decideWhileItChanges(id, switchOn)).toEqual({ switched: 0, waiting: 1 });
  expect(await states()).toMatchObject({ delete_agent: "pending" });

  const digest = digestTools((await changes()).map(({ name }) => ({ name, hash: "0".repeat(64) })));
  await list(tool("list_agents"), tool("delete_agent", "Second."), tool("acme_stock_level"));
  const seen = digestTools(await changes());
  expect(seen).not.toBe(digest);
  const approve = async () => await codeOf(approveTools(owner, { id: upstreamId, digest: seen }));
  expect(await decideWhileItChanges(id, approve)).toBe("conflict");
  expect(await states()).toMatchObject({ delete_agent: "pending" });
  expect(await codeOf(approveTools(owner, { id: upstreamId, digest }))).toBe("done");
});

test("the history of a tool begins with its first change, keeps the approved one, and ten more at most", async () => {
  const id = await idOf("delete_agent");
  for (let version = 0; version < 15; version += 1) {
    await list(tool("list_agents"), tool("delete_agent", `Version ${version}.`), tool("acme_stock_level"));
  }
  const versions = await listToolVersions(owner, { id });
  expect(versions).toHaveLength(12);
  expect(versions[0]?.definition["description"]).toBe("Version 14.");
  const approved = versions.find(({ decision }) => decision === "approved");
  expect(approved).toMatchObject({
    definition: { description: "As it was." },
    decidedBy: owner.personId,
  });
  expect(await listToolVersions(owner, { id: await idOf("list_agents") })).toEqual([]);
});

test("the queue is read in pages, by instance and name, and leaves drafts out", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `acme_${String(index).padStart(2, "0")}`);
  await list(...names.map((name) => tool(name)));
  const first = await listToolChanges(owner, {});
  expect([first.total, first.changes.length]).toEqual([30, 25]);
  const second = await listToolChanges(owner, { after: first.nextAfter });
  expect([...first.changes, ...second.changes].map(({ name }) => name)).toEqual(names);
  expect(second.nextAfter).toBeNull();
  expect(first.changes[0]).toMatchObject({ approved: null, approvedHash: null, exposedName: "acme_00" });
  await inTenant(owner.tenantId, (tx) =>
    tx.upstream.updateMany({ where: { tenantId: owner.tenantId }, data: { status: "draft" } }),
  );
  expect(await listToolChanges(owner, {})).toEqual({ changes: [], nextAfter: null, total: 0 });
});

test("I01: another organisation's tool is neither reviewed nor read", async () => {
  await list(tool("list_agents"), tool("delete_agent", "Second."), tool("acme_stock_level"));
  const [waiting] = await changes();
  const stranger = await mintMember(await mintTenant(), "owner");
  const id = waiting?.id ?? "";
  const decision = { ids: [id], seen: { [id]: waiting?.hash }, decision: "approved" };
  expect(await codeOf(reviewTools(stranger, decision))).toBe("not_found");
  expect(await listToolVersions(stranger, { id })).toEqual([]);
  expect(await states()).toMatchObject({ delete_agent: "pending" });
});

test.each(["approved", "off"] as const)(
  "a review taken back (%s) leaves all as it was before",
  async (decision) => {
    const changed = [tool("list_agents"), tool("delete_agent", "Second."), tool("acme_new")];
    await list(...changed);
    const before = [await changes(), await states()];
    const { undo } = await decideAll(decision);
    expect((await states())["delete_agent"]).toBe(decision);
    expect(await reopenTools(owner, undo)).toEqual({ reopened: 2 });
    expect([await changes(), await states()]).toEqual(before);
    // Nothing passes for approved that nobody approves: read again it still waits, and what was approved still comes back.
    await list(...changed);
    expect(await states()).toMatchObject({ delete_agent: "pending", acme_new: "pending" });
    const versions = await listToolVersions(owner, { id: await idOf("delete_agent") });
    expect(versions.map(({ decision: said }) => said)).toEqual([null, "approved"]);
    await list(tool("list_agents"), tool("delete_agent"), tool("acme_new"));
    expect(await states()).toMatchObject({ delete_agent: "approved", acme_new: "pending" });
  },
);

test("a review is not taken back once something changed or was decided since, nor to what nobody approved", async () => {
  const list2 = async (text: string) =>
    await list(tool("list_agents"), tool("delete_agent", text), tool("acme_stock_level"));
  await list2("Second.");
  const { undo } = await decideAll("off");
  const [{ id, hash, approvedHash } = { id: "", hash: "", approvedHash: null }] = undo?.tools ?? [];
  const forge = async (tools: object[], decision = "off") =>
    await codeOf(reopenTools(owner, { decision, tools }));
  expect(await forge([{ id, hash, approvedHash }], "approved")).toBe("conflict");
  expect(await forge([{ id, hash, approvedHash: "0".repeat(64) }])).toBe("conflict");
  expect(await forge([{ id, hash, approvedHash: hash }])).toBe("conflict");
  expect(await forge([{ id: crypto.randomUUID(), hash, approvedHash }])).toBe("not_found");
  await list2("Third.");
  expect(await forge([{ id, hash, approvedHash }])).toBe("conflict");
  expect((await states())["delete_agent"]).toBe("off");
  // Of tools that were off before there is nothing to take back but by deciding again.
  const now = await inTenant(owner.tenantId, (tx) =>
    tx.upstreamTool.findFirst({ where: { tenantId: owner.tenantId, id }, select: { hash: true } }),
  );
  const again = { ids: [id], seen: { [id]: now?.hash }, decision: "approved" };
  expect(await reviewTools(owner, again)).toEqual({ reviewed: 1, undo: null });
});

test("a switch of one tool is of what was seen and left, and the switch the other way takes it back", async () => {
  const id = await idOf("delete_agent");
  const read = async () =>
    await inTenant(owner.tenantId, (tx) =>
      tx.upstreamTool.findFirstOrThrow({
        where: { tenantId: owner.tenantId, id },
        select: { state: true, hash: true, approvedHash: true },
      }),
    );
  const before = await read();
  const seen = { [id]: before.hash };
  const turn = async (isOn: boolean, saw: Record<string, string> = seen) =>
    await codeOf(switchTools(owner, { id: upstreamId, toolIds: [id], isOn, seen: saw }));
  const versions = await listToolVersions(owner, { id });
  expect([await turn(false), await turn(true)]).toEqual(["done", "done"]);
  expect([await read(), await listToolVersions(owner, { id })]).toEqual([before, versions]);

  // Somebody else switched it on meanwhile, or saw another definition of it, or looked at none.
  expect([await turn(true), await turn(false, { [id]: "0".repeat(64) }), await turn(false, {})]).toEqual(
    Array(3).fill("conflict"),
  );
  expect(await turn(false)).toBe("done");
  await list(tool("list_agents"), tool("delete_agent", "Changed while off."), tool("acme_stock_level"));
  expect([await turn(true), (await read()).state]).toEqual(["conflict", "off"]);

  // What was switched on as a review is off again by the same way back.
  const { hash } = await read();
  await reviewTools(owner, { ids: [id], seen: { [id]: hash }, decision: "approved" });
  expect([await turn(false, { [id]: hash }), (await read()).state]).toEqual(["done", "off"]);
});
