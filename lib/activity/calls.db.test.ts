import { expect, test } from "vitest";
import { mintMember } from "#lib/testing/mint.ts";
import { clientOf, useCalls } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { flushCalls } from "./flush-calls.ts";
import { getToolCall } from "./get-tool-call.ts";
import { listToolCalls } from "./list-tool-calls.ts";
import { recordBefore, recordCall } from "./record-call.ts";
import { setCallRecording } from "./set-call-recording.ts";

useDatabase();
const { world, facts, record, readCalls, verify } = useCalls();

test("every call becomes one row, refused ones too", async () => {
  recordCall({ ...facts(), outcome: "ok", ms: 12, bytesOut: 345 });
  recordCall({ ...facts("delete_agent"), outcome: "denied", layer: "policy", ms: 1 });
  await flushCalls();
  expect(await readCalls()).toMatchObject([
    {
      name: "list_agents",
      outcome: "ok",
      effect: "read",
      ms: 12,
      bytesIn: 100,
      bytesOut: 345,
      batch: 1n,
      place: 1,
    },
    { name: "delete_agent", outcome: "denied", layer: "policy", batch: 1n, place: 2 },
  ]);
});

test("a call that must be known before it is made is a committed row, and enters the chain when it ends", async () => {
  const begun = await recordBefore({ ...facts("delete_agent"), group: "agents.destructive" });
  expect(await readCalls()).toMatchObject([
    { id: begun.id, outcome: "started", effect: "destructive", batch: null },
  ]);
  begun.finish({ outcome: "ok", ms: 5 });
  begun.finish({ outcome: "cancelled", ms: 6 });
  await flushCalls();
  expect(await readCalls()).toMatchObject([{ id: begun.id, outcome: "ok", ms: 5, batch: 1n }]);
});

test("how long deciding and the instance took is in the chain where it is known, beside calls of which it is not", async () => {
  recordCall({ ...facts(), outcome: "ok", ms: 48, decidedMs: 6, upstreamMs: 40 });
  recordCall({ ...facts(), outcome: "denied", ms: 3, decidedMs: 3 });
  record("before_times_were_kept");
  await flushCalls();
  expect((await readCalls()).map(({ ms, decidedMs, upstreamMs }) => [ms, decidedMs, upstreamMs])).toEqual([
    [48, 6, 40],
    [3, 3, null],
    [1, null, null],
  ]);
  expect(await verify()).toMatchObject({ ok: true, calls: 3 });
});

test("names that are no names are cut and cleaned, and refuse nobody's rows", async () => {
  for (const name of ["a\u0000b", "\ud800x", "\u202eevil", "x".repeat(10_000)]) record(name);
  await flushCalls();
  expect((await readCalls()).map(({ name }) => name)).toEqual(["ab", "x", "evil", "x".repeat(256)]);
  expect(await verify()).toMatchObject({ ok: true, calls: 4 });
});

test("L01: what may be a secret in a resource's address is not kept", async () => {
  const name = "https://user:can@ary@files.example/a/b?token=canary#canary";
  for (const method of ["resources/read", "completion/complete"] as const)
    recordCall({ ...facts(), method, name, outcome: "ok", ms: 1 });
  recordCall({ ...facts("what?"), method: "completion/complete", outcome: "ok", ms: 1 });
  await flushCalls();
  const place = "https://files.example/a/b";
  expect((await readCalls()).map((call) => call.name)).toEqual([place, place, "what?"]);
});

test("arguments are kept only while the organisation wants it, sealed and cut", async () => {
  const call = (text: string) => recordCall({ ...facts(), argumentsText: text, outcome: "ok", ms: 1 });
  const argumentsOf = async (index: number) => {
    const { at, id } = (await readCalls())[index] ?? { at: new Date(), id: "" };
    return (await getToolCall(world.owner, { at, id })).argumentsText;
  };
  call(`{"secret":"canary-1"}`);
  await flushCalls();
  await setCallRecording(world.owner, { recordArguments: true, keepDays: 90 });
  record("tells us");
  await flushCalls();
  call(`{"secret":"canary-2"}`);
  call("x".repeat(40_000));
  await flushCalls();
  await setCallRecording(world.owner, { recordArguments: false, keepDays: 90 });
  call(`{"secret":"canary-3"}`);
  await flushCalls();
  expect(
    JSON.stringify(await readCalls(), (_key, value: unknown) => (typeof value === "bigint" ? 0 : value)),
  ).not.toContain("canary");
  expect([await argumentsOf(0), await argumentsOf(2), await argumentsOf(4)]).toEqual([
    null,
    `{"secret":"canary-2"}`,
    null,
  ]);
  expect(await argumentsOf(3)).toBe("x".repeat(16 * 1024));
  expect(await verify()).toMatchObject({ ok: true, calls: 5 });
});

test("members see their own calls, admins and auditors everybody's, page by page", async () => {
  const member = await mintMember(world.tenant, "member");
  for (let index = 0; index < 75; index += 1) record(`own_${index}`);
  record("theirs", clientOf(member));
  await flushCalls();
  const first = await listToolCalls(world.owner, {});
  const second = await listToolCalls(world.owner, { before: first.nextBefore });
  expect([first.calls.length, second.calls.length, second.nextBefore]).toEqual([50, 26, null]);
  expect(new Set([...first.calls, ...second.calls].map(({ id }) => id)).size).toBe(76);
  const own = await listToolCalls(member, {});
  expect(own.calls.map(({ name }) => name)).toEqual(["theirs"]);
  const [stranger] = first.calls.filter(({ name }) => name !== "theirs");
  await expect(getToolCall(member, { at: stranger?.at, id: stranger?.id })).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await listToolCalls(await mintMember(world.tenant, "auditor"), {})).calls).toHaveLength(50);
});
