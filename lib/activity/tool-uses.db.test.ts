import { expect, inject, test } from "vitest";
import { newId, type UpstreamId } from "#lib/kernel/ids.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintMember } from "#lib/testing/mint.ts";
import { clientOf, useCalls } from "#lib/testing/use-calls.ts";
import { runSql, useDatabase, withDatabase } from "#lib/testing/use-database.ts";
import { countToolUses } from "./count-tool-uses.ts";
import { flushCalls } from "./flush-calls.ts";
import { listToolUsers } from "./list-tool-users.ts";
import { purgeToolCalls } from "./purge-tool-calls.ts";
import { recordBefore, recordCall } from "./record-call.ts";

useDatabase();
const { world, facts } = useCalls();

/** What is written once is moved by nobody else. */
const asSuperuser = () =>
  withDatabase(inject("postgres").superuserUrl, new URL(getConfig().databaseUrl ?? "").pathname.slice(1));
const upstreamId = newId<UpstreamId>();
const call = (name: string, outcome: "ok" | "denied" = "ok", actor = world.actor) =>
  recordCall({ ...facts(name, actor), upstreamId, outcome, ms: 1 });

test("a tool's calls are counted as they are written, those that were known before they were made too", async () => {
  call("list_agents");
  call("list_agents", "denied");
  call("list_tags");
  await flushCalls();
  const begun = await recordBefore({ ...facts("list_agents"), upstreamId });
  call("list_agents");
  recordCall({ ...facts("nobody_has_it"), outcome: "denied", layer: "unknown", ms: 1 });
  await flushCalls();
  expect(await countToolUses(world.owner, {})).toHaveLength(2);
  begun.finish({ outcome: "ok", ms: 1 });
  await flushCalls();
  const counted = await countToolUses(world.owner, {});
  expect(counted.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
    { upstreamId, name: "list_agents", calls: 3, denied: 1 },
    { upstreamId, name: "list_tags", calls: 1, denied: 0 },
  ]);
});

test("I17: who used a tool is said of the own organisation's people alone", async () => {
  const [second, stranger] = [
    await mintMember(world.tenant, "member"),
    await mintMember(world.tenant, "member"),
  ];
  call("list_agents");
  for (let time = 0; time < 3; time += 1) call("list_agents", "ok", clientOf(second));
  call("list_agents", "denied", clientOf(stranger));
  await flushCalls();
  const { users, people } = await listToolUsers(world.owner, { upstreamId, name: "list_agents" });
  expect(people).toBe(3);
  expect(users.map(({ email, calls, denied }) => ({ email, calls, denied }))).toEqual([
    { email: second.email, calls: 3, denied: 0 },
    { email: world.owner.email, calls: 1, denied: 0 },
    { email: stranger.email, calls: 0, denied: 1 },
  ]);
});

test("counts are forgotten with the calls they are of", async () => {
  const { tenantId } = world.tenant;
  call("list_agents");
  await flushCalls();
  await runSql(
    asSuperuser(),
    `UPDATE tenant.tool_calls SET at = at - interval '100 days' WHERE tenant_id = '${tenantId}';
     UPDATE tenant.tool_call_batches SET at = at - interval '100 days' WHERE tenant_id = '${tenantId}';
     UPDATE tenant.tool_call_days SET day = day - 101 WHERE tenant_id = '${tenantId}';
     UPDATE tenant.tool_call_people SET day = day - 101 WHERE tenant_id = '${tenantId}'`,
  );
  call("list_agents");
  await flushCalls();
  await purgeToolCalls();
  const left = await inTenant(tenantId, async (tx) => [
    await tx.toolCallDay.count({ where: { tenantId } }),
    await tx.toolCallPerson.count({ where: { tenantId } }),
  ]);
  expect(left).toEqual([1, 1]);
});
