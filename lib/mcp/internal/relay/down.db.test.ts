import { expect, onTestFinished, test, vi } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember } from "#lib/testing/mint.ts";
import { answerJson, echo } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { makeCalls, useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();
const { call } = makeCalls(scene);

test("H21: an instance that failed ten times in a row is not called, and the answer says which it is and since when", async () => {
  // However slow the machine is, the time it is spared does not pass unless the test says so.
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  scene.fake.behave((_message, response) => answerJson(response, 500, {}));
  for (let count = 0; count < 10; count++) await call();
  const before = scene.fake.count("tools/call");
  const { result } = await call();
  expect(result.isError).toBe(true);
  expect(result.content[0]?.text).toMatch(
    /^The Trinity instance "Berlin" cannot be reached, since \d{4}-.*Nothing was done/,
  );
  expect(scene.fake.count("tools/call")).toBe(before);
  scene.fake.behave(echo);
  vi.setSystemTime(Date.now() + 1_000);
  expect((await call()).result.isError ?? false).toBe(false);
});

test("H16: more calls than an instance gets at once wait their turn, and all are answered", async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => mintMember(scene.tenant, "member")));
  const grants = await Promise.all(people.map((one) => mintGrantWithToken(one, { groups: ["agents.read"] })));
  const held: (() => void)[] = [];
  const full = Promise.withResolvers<void>();
  scene.fake.behave((message, response) => {
    if (held.push(() => echo(message, response)) === 200) full.resolve();
  });
  const calls = grants.flatMap(({ token }, person) =>
    Array.from({ length: 50 }, (_, id) => call({ person, id }, { token, id })),
  );
  await full.promise;
  expect(held).toHaveLength(200);
  scene.fake.behave(echo);
  for (const release of held) release();
  const texts = (await Promise.all(calls)).map(({ result }) => result.content[0]?.text);
  expect(texts).toEqual(
    grants.flatMap((_grant, person) => Array.from({ length: 50 }, (_, id) => JSON.stringify({ person, id }))),
  );
});

test("a call its client gave up says nothing of the instance: what was wrong with it stays noted", async () => {
  const findProblem = async () =>
    await inTenant(scene.tenant.tenantId, (tx) =>
      tx.upstream.findFirst({
        where: { id: scene.upstreamId },
        select: { problem: true, problemSince: true },
      }),
    );
  scene.fake.behave((_message, response) => answerJson(response, 500, {}));
  await call();
  await expect.poll(async () => (await findProblem())?.problem, { timeout: 30_000 }).toBe("failed");
  const before = await findProblem();
  const left = Promise.withResolvers<void>();
  const leaving = new AbortController();
  scene.fake.behave((_message, response) => {
    response.on("close", left.resolve);
    leaving.abort();
  });
  await expect(call({}, { signal: leaving.signal })).rejects.toThrow();
  await left.promise;
  scene.fake.behave((_message, response) => answerJson(response, 500, {}));
  await call();
  expect(await findProblem()).toEqual(before);
});
