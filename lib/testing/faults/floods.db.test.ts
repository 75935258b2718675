import { afterAll, beforeAll, expect, test } from "vitest";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "../mint.ts";
import { echo, type FakeUpstream, openFakeUpstream } from "../open-fake-upstream.ts";
import { allowOutbound } from "../open-gateway.ts";
import { readEvents } from "../open-listening.ts";
import { useDatabase } from "../use-database.ts";
import { FAKE_KEY } from "../use-gateway.ts";
import { FLOODS, whenSick } from "./misbehave.ts";
import { type ServerProcess, startProcess } from "./start-process.ts";

useDatabase();

const AT_ONCE = 4;
/** Four results of the largest size we pass on, and the garbage of reading them; what is offered is 1 GB in all. */
const GROWTH_MB_MAX = 400;
const SAMPLE_MS = 20;
/** Beyond what lies in the buffers between two processes. */
const OFFERED_MEBIBYTES = 30;

let fake: FakeUpstream;
let gateway: ServerProcess;
let flooded: string[];
let stranger: string;
let heldAtFirst: number;
beforeAll(async () => {
  fake = await openFakeUpstream();
  fake.declare({ prompts: { listChanged: true } });
  allowOutbound(fake.url);
  const connect = async () => {
    const tenant = await mintTenant();
    const spec = { url: fake.url, key: FAKE_KEY, tools: ["list_agents"], declared: ["prompts"] };
    await mintUpstream(tenant, spec);
    const member = await mintMember(tenant, "owner");
    return (await mintGrantWithToken(member, { groups: ["agents.read", "other.read"] })).token;
  };
  flooded = await Promise.all(Array.from({ length: AT_ONCE }, connect));
  stranger = await connect();
  gateway = await startProcess();
  heldAtFirst = await gateway.rssMb();
});
afterAll(async () => {
  await gateway.stop();
  await fake.close();
});

const call = async (token: string, args: object) => {
  const response = await gateway.modern("tools/call", { name: "list_agents", arguments: args }, { token });
  return await response.text();
};

/** The most the process held while that ran. */
async function watchMemory(work: Promise<unknown>): Promise<number> {
  let most = 0;
  let isOver = false;
  void work.finally(() => (isOver = true));
  while (!isOver) {
    most = Math.max(most, await gateway.rssMb());
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  }
  return Math.max(most, await gateway.rssMb());
}

test.each(Object.entries(FLOODS))(
  "H17: %s, four times at once, stays within bounds",
  async (_name, flood) => {
    fake.behave(whenSick(flood));
    await call(stranger, {});
    const floods = Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        call(flooded[index % flooded.length] ?? "", { sick: true }),
      ),
    );
    const others = Promise.all(Array.from({ length: 20 }, (_, index) => call(stranger, { index })));
    const most = await watchMemory(Promise.all([floods, others]));
    for (const text of await floods) expect(text.slice(-2_000)).toContain("larger than we pass on");
    for (const [index, text] of (await others).entries()) expect(text).toContain(`{\\"index\\":${index}}`);
    expect(most - heldAtFirst).toBeLessThan(GROWTH_MB_MAX);
  },
);

test("K15: what an instance says unasked without end is read slowly, and heard of now and then", async () => {
  fake.behave(echo);
  const [token = ""] = flooded;
  const notifications = { promptsListChanged: true };
  const asked = { token, id: "l" };
  const stream = readEvents(await gateway.modern("subscriptions/listen", { notifications }, asked));
  await stream.next();
  await fake.listened();
  const { taken } = fake.flood("notifications/prompts/list_changed", OFFERED_MEBIBYTES);
  expect(await stream.next()).toMatchObject({ method: "notifications/prompts/list_changed" });
  const others = Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      for (let turn = 0; turn < 20; turn++) expect(await call(stranger, { index })).toContain(String(index));
    }),
  );
  const most = await watchMemory(others);
  await others;
  expect(taken()).toBeLessThan(OFFERED_MEBIBYTES);
  expect(most - heldAtFirst).toBeLessThan(GROWTH_MB_MAX);
  await stream.close();
});
