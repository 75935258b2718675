import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Config, getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "../mint.ts";
import { type Behaviour, echo } from "../open-fake-upstream.ts";
import { allowOutbound } from "../open-gateway.ts";
import { useDatabase } from "../use-database.ts";
import { FAKE_KEY, useGateway } from "../use-gateway.ts";
import { FLOODS, NONSENSE, REFUSALS, RESETS, SILENCES, whenSick } from "./misbehave.ts";

useDatabase();

const ERAS = ["legacy", "modern"] as const;
type Era = (typeof ERAS)[number];
type Answer = { id: number; result: { content: { text: string }[]; isError?: boolean; resultType?: string } };

const MAYBE_DONE = "The call may have been carried out: look before you try again.";
const NOTHING_DONE = "Nothing was done. Try again later.";
const BYSTANDERS = 4;
const DEADLINE_MS = 800;

const allow = (caps: Partial<Config["mcp"]>) =>
  setConfig({ ...getConfig(), mcp: { ...getConfig().mcp, ...caps } });
const callMsMax = 300_000;
afterEach(() => allow({ callMsMax }));

describe.each(ERAS)("what an instance of the %s era does wrong is told to its caller alone", (spoken) => {
  const scene = useGateway(spoken);
  let stranger: string;
  beforeAll(async () => {
    const tenant = await mintTenant();
    await mintUpstream(tenant, { url: scene.fake.url, key: FAKE_KEY, name: "Rome", tools: ["list_agents"] });
    const member = await mintMember(tenant, "member");
    stranger = (await mintGrantWithToken(member, { groups: ["agents.read"] })).token;
  });

  const call = async (era: Era, args: object, token = scene.token) => {
    const response = await scene.gateway[era](
      "tools/call",
      { name: "list_agents", arguments: args },
      { token, id: 0 },
    );
    const text = await response.text();
    const data = text.split("\n").findLast((line) => line.startsWith("data: "));
    return { response, answer: JSON.parse(data?.slice(6) ?? text) as Answer };
  };
  /** Calls that ask for it meet the fault; all others are answered. */
  const fail = (fault: Behaviour) => {
    let met = 0;
    scene.fake.behave(
      whenSick((message, response) => {
        met += 1;
        return fault(message, response);
      }),
    );
    return () => met;
  };
  const callOthers = () =>
    Promise.all(
      Array.from({ length: BYSTANDERS }, (_, index) =>
        call(ERAS[index % 2] ?? "legacy", { index }, stranger),
      ),
    );
  const expectUnaffected = (others: Awaited<ReturnType<typeof callOthers>>) =>
    expect(others.map(({ answer }) => answer.result.content[0]?.text)).toEqual(
      Array.from({ length: BYSTANDERS }, (_, index) => JSON.stringify({ index })),
    );

  /** The answer of a call that meets the fault while others of another organisation go on, and of the next one. */
  async function suffer(era: Era, fault: Behaviour, deadlineMs = callMsMax) {
    const met = fail(fault);
    allow({ callMsMax: deadlineMs });
    const arrived = scene.fake.received("tools/call");
    const suffering = call(era, { sick: true });
    await arrived;
    allow({ callMsMax });
    const [{ response, answer }, others] = await Promise.all([suffering, callOthers()]);
    expectUnaffected(others);
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([200, null]);
    expect(answer.result.isError).toBe(true);
    expect(answer.result.resultType).toBe(era === "modern" ? "complete" : undefined);
    expect(answer.id).toBe(0);
    const { answer: next } = await call(era, { next: true });
    expect(next.result.content[0]?.text).toBe('{"next":true}');
    return { text: answer.result.content[0]?.text ?? "", calls: met() };
  }
  const sentence = (what: string, done: string) =>
    expect.stringMatching(
      new RegExp(`^The Trinity instance "Berlin" ${what}, since [-0-9]+ [0-9:]+ UTC. ${done}`),
    ) as string;
  const each = (faults: Record<string, Behaviour>) =>
    ERAS.flatMap((era) => Object.entries(faults).map(([name, fault]) => [name, era, fault] as const));

  test.each(each(SILENCES))("H16: it %s to a %s client", async (_name, era, fault) => {
    const said = { text: sentence("did not answer in time", MAYBE_DONE), calls: 1 };
    expect(await suffer(era, fault, DEADLINE_MS)).toEqual(said);
  });

  test.each(ERAS)(
    "H16: while it hangs for a %s client others are answered, one after the other",
    async (era) => {
      const held = Promise.withResolvers<() => void>();
      fail((_message, response) => held.resolve(() => response.destroy()));
      const order: string[] = [];
      const hanging = call(era, { sick: true }).then(() => order.push("hanging"));
      const release = await held.promise;
      for (let turn = 0; turn < 5; turn++) {
        expectUnaffected(await callOthers());
        order.push("others");
      }
      release();
      await hanging;
      expect(order).toEqual([...Array.from({ length: 5 }, () => "others"), "hanging"]);
    },
  );

  test.each(each(FLOODS))("H17: it sends %s to a %s client", async (_name, era, fault) => {
    const said = { text: sentence("gave an answer larger than we pass on", MAYBE_DONE), calls: 1 };
    expect(await suffer(era, fault)).toEqual(said);
  });

  test.each(each(RESETS))("H16: it cuts the connection %s, of a %s client", async (_name, era, fault) => {
    const { text, calls } = await suffer(era, fault);
    expect(text).toEqual(sentence("(?:cannot be reached|gives answers we cannot read)", MAYBE_DONE));
    expect(calls).toBe(1);
  });

  test.each(each(REFUSALS))("H06, H22: it answers %s to a %s client", async (name, era, fault) => {
    const { text, calls } = await suffer(era, fault);
    if (name === "401") {
      expect(text).toEqual(sentence("refuses the key .*", NOTHING_DONE));
    } else {
      expect(text).toEqual(sentence("answers with errors", MAYBE_DONE));
      expect(calls).toBe(1);
    }
    expect(text).not.toContain("stack trace");
  });

  test.each(each(NONSENSE))("H17: it answers %s to a %s client", async (_name, era, fault) => {
    const said = { text: sentence("gives answers we cannot read", MAYBE_DONE), calls: 1 };
    expect(await suffer(era, fault)).toEqual(said);
  });

  test.each(ERAS)(
    "H04: it sends us elsewhere, for a %s client, and there nobody hears of it",
    async (era) => {
      let heard = 0;
      const elsewhere = createServer((_request, response) => {
        heard += 1;
        response.end();
      });
      elsewhere.listen(0, "127.0.0.1");
      await once(elsewhere, "listening");
      const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/mcp`;
      allowOutbound(location);
      const said = { text: sentence("gives answers we cannot read", MAYBE_DONE), calls: 1 };
      for (const status of [301, 302, 307, 308]) {
        expect(
          await suffer(era, (_message, response) => void response.writeHead(status, { location }).end()),
        ).toEqual(said);
      }
      expect(heard).toBe(0);
      elsewhere.close();
    },
  );

  if (spoken === "legacy") {
    test.each(ERAS)("it has forgotten its sessions: a %s client does not notice", async (era) => {
      scene.fake.behave(echo);
      expectUnaffected(await callOthers());
      scene.fake.forgetSessions();
      const [{ answer }, others] = await Promise.all([call(era, { again: true }), callOthers()]);
      expect(answer.result.content[0]?.text).toBe('{"again":true}');
      expectUnaffected(others);
    });

    test.each(ERAS)(
      "it forgets each session it opens: a %s client is told that nothing was done",
      async (era) => {
        const gone: Behaviour = (_message, response) => void response.writeHead(404).end();
        const said = { text: sentence("keeps ending our session", NOTHING_DONE), calls: 2 };
        expect(await suffer(era, gone)).toEqual(said);
      },
    );
  }
});
