import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { rotateRing } from "#lib/platform/crypto/rotate-ring.ts";
import { CLAUDE_CODE, makeMember, type Member } from "../drive-oauth.ts";
import { useDatabase } from "../use-database.ts";
import { connectAcross, type Instance, startInstance } from "./drive-instance.ts";

useDatabase();

const ROTATIONS = 4;
const ALL = ["signing", "secret"] as const;
let member: Member;
let hearing: [Instance, Instance];
let deaf: Instance;

beforeAll(async () => {
  member = await makeMember();
  hearing = await Promise.all([startInstance(), startInstance()]);
  deaf = await startInstance({ isDeaf: true });
});
afterAll(() => Promise.all([...hearing, deaf].map((instance) => instance.stop())));

const kidsOf = async (instance: Instance) => {
  const answer = await instance.get("/oauth/jwks");
  if (answer.status !== 200) throw new Error(`jwks: ${answer.status}`);
  return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
};

/** Repeats each piece of work on the two instances, which swap places every time, until told to stop. */
function keepBusy(instances: readonly [Instance, Instance], works: Record<string, Work>) {
  const done = Object.fromEntries(Object.keys(works).map((name) => [name, 0]));
  const failures: string[] = [];
  let isOver = false;
  const workers = Object.entries(works).map(async ([name, work]) => {
    let pair = instances;
    while (!isOver) {
      await work(pair).catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
      done[name] = (done[name] ?? 0) + 1;
      pair = [pair[1], pair[0]];
    }
  });
  return {
    done,
    failures,
    /** Until every kind of work was done that many times more. */
    more: async (times: number) => {
      const before = { ...done };
      const isDone = () =>
        Object.keys(done).every((name) => (done[name] ?? 0) >= (before[name] ?? 0) + times);
      await vi.waitFor(() => expect(isDone()).toBe(true), { timeout: 60_000 });
    },
    stop: async () => {
      isOver = true;
      await Promise.all(workers);
    },
  };
}

type Work = (pair: readonly [Instance, Instance]) => Promise<void>;

/** Everything a key of the ring has a part in. */
async function makeWorks(): Promise<Record<string, Work>> {
  let token = await connectAcross(hearing, member);
  return {
    refreshes: async ([instance]) => {
      const form = { grant_type: "refresh_token", refresh_token: token, client_id: CLAUDE_CODE };
      const answer = await instance.post("/oauth/token", form);
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      token = String(((await answer.json()) as { refresh_token: string }).refresh_token);
    },
    consents: async (pair) => void (await connectAcross(pair, member)),
    seals: async ([maker, opener]) => {
      const text = crypto.randomUUID();
      const { sealed, mac } = await maker.wish({ kind: "seal", text });
      const opened = await opener.wish({ kind: "open", sealed: String(sealed), mac: String(mac), text });
      if (opened["isOpen"] !== true) throw new Error("not opened");
    },
    metadata: async ([instance]) => {
      const answer = await instance.get("/.well-known/oauth-authorization-server");
      if (answer.status !== 200) throw new Error(String(answer.status));
      expect(await kidsOf(instance)).toHaveLength(2);
    },
  };
}

test("H12: rotations under load fail no refresh, consent, sealed value or metadata request on two instances", async () => {
  const busy = keepBusy(hearing, await makeWorks());
  for (let turn = 0; turn < ROTATIONS; turn++) {
    const [, next] = await kidsOf(hearing[0]);
    await rotateRing(ALL, { isUrgent: true });
    for (const instance of hearing) {
      await vi.waitFor(async () => expect((await kidsOf(instance))[0]).toBe(next), { timeout: 30_000 });
    }
    await busy.more(5);
  }
  await busy.stop();
  expect(busy.failures).toEqual([]);
}, 240_000);

test("an instance that hears of no rotation serves on beside one that does, until the next one", async () => {
  const late = await startInstance({ isDeaf: true });
  const busy = keepBusy([hearing[0], late], await makeWorks());
  await busy.more(2);
  const [active, next] = await kidsOf(late);
  await rotateRing(ALL, { isUrgent: true });
  await vi.waitFor(async () => expect((await kidsOf(hearing[0]))[0]).toBe(next), { timeout: 30_000 });
  expect(await kidsOf(late)).toEqual([active, next]);
  await busy.more(5);
  await busy.stop();
  await late.stop();
  expect(busy.failures).toEqual([]);
}, 240_000);

test("what an instance cannot know of it does not take: two rotations it slept through", async () => {
  const text = "sealed after two rotations";
  const { sealed, mac } = await hearing[0].wish({ kind: "seal", text });
  const opening = deaf.wish({ kind: "open", sealed: String(sealed), mac: String(mac), text });
  await expect(opening).rejects.toThrow("open: 500");
});
