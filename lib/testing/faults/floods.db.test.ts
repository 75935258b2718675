import { afterAll, beforeAll, expect, test } from "vitest";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "../mint.ts";
import { type FakeUpstream, openFakeUpstream } from "../open-fake-upstream.ts";
import { allowOutbound } from "../open-gateway.ts";
import { useDatabase } from "../use-database.ts";
import { FAKE_KEY } from "../use-gateway.ts";
import { FLOODS, whenSick } from "./misbehave.ts";
import { type ServerProcess, startProcess } from "./start-process.ts";

useDatabase();

const AT_ONCE = 8;
/** Eight results of the largest size we pass on, and the garbage of reading them; what is offered is 2 GB in all. */
const GROWTH_MB_MAX = 500;
const SAMPLE_MS = 20;

let fake: FakeUpstream;
let gateway: ServerProcess;
let flooded: string[];
let stranger: string;
let heldAtFirst: number;
beforeAll(async () => {
  fake = await openFakeUpstream();
  allowOutbound(fake.url);
  const connect = async () => {
    const tenant = await mintTenant();
    await mintUpstream(tenant, { url: fake.url, key: FAKE_KEY, tools: ["list_agents"] });
    const member = await mintMember(tenant, "member");
    return (await mintGrantWithToken(member, { groups: ["agents.read"] })).token;
  };
  flooded = await Promise.all(Array.from({ length: 4 }, connect));
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
  "H17: %s, eight times at once, stays within bounds",
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
