import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { answerFeatures } from "../answer-features.ts";
import type { Behaviour } from "../open-fake-upstream.ts";
import { useDatabase } from "../use-database.ts";
import { driveFeatures, type FeatureWorld, FILES, GREET, NOTES, useFeatures } from "../use-features.ts";
import { FLOODS, NONSENSE, REFUSALS, RESETS, SILENCES } from "./misbehave.ts";

useDatabase();
const scene = useFeatures();
const { makeWorld, addSecond, ...ask } = driveFeatures(scene);

const ERAS = ["legacy", "modern"] as const;
const OFFERED = { prompts: [GREET], resources: [NOTES], resourceTemplates: [FILES] };
const ITEMS: [string, object][] = [
  ["prompts/get", { name: "greet", arguments: { who: "Ann" } }],
  ["resources/read", { uri: NOTES.uri }],
  [
    "completion/complete",
    { ref: { type: "ref/prompt", name: "greet" }, argument: { name: "who", value: "A" } },
  ],
];
const LISTS = [
  ["prompts/list", "prompts"],
  ["resources/list", "resources"],
  ["resources/templates/list", "resourceTemplates"],
] as const;
/** One of each kind; all of them are played for tools. */
const FAULTS: [string, Behaviour | undefined, RegExp][] = [
  ["says nothing", SILENCES["says nothing"], /did not answer in time/],
  [
    "sends an event that does not end",
    FLOODS["an event that does not end"],
    /larger than we pass on|cannot read/,
  ],
  ["cuts the connection", RESETS["in the middle of its JSON"], /cannot be reached|cannot read/],
  ["refuses the key", REFUSALS["401"], /refuses the key/],
  ["fails", REFUSALS["500"], /answers with errors/],
  ["answers with a page", NONSENSE["a page"], /gives answers we cannot read/],
];

let world: FeatureWorld;
beforeAll(async () => {
  world = await makeWorld();
  await addSecond(world);
});
const callMsMax = 300_000;
const allow = (ms: number) => setConfig({ ...getConfig(), mcp: { ...getConfig().mcp, callMsMax: ms } });
afterEach(() => allow(callMsMax));

/** The first instance does that from now on; the second goes on as always. */
async function fail(fault: Behaviour | undefined): Promise<void> {
  if (fault === undefined) throw new Error("no such fault");
  if (fault === SILENCES["says nothing"]) allow(500);
  const answer = answerFeatures(OFFERED);
  // What is listed is known before what is on it is asked for.
  scene.first.behave((message, response) =>
    (message.method ?? "").endsWith("/list") ? answer(message, response) : fault(message, response),
  );
}

describe.each(FAULTS)("H16, H17: an instance that %s", (_what, fault, words) => {
  test.each(ERAS)("is named, with since when, in the JSON-RPC error a %s client gets", async (era) => {
    for (const [method, params] of ITEMS) {
      await fail(fault);
      const { status, error, text, challenge } = await ask[era](method, params, world.token);
      expect([status, challenge, error?.code]).toEqual([200, null, -32_603]);
      expect(error?.message).toMatch(/^The Trinity instance "Production" .*, since [-0-9]+ [0-9:]+ UTC\./);
      expect(error?.message).toMatch(words);
      expect(text).not.toContain("stack trace");
    }
    // Not spared yet when the next test comes.
    scene.first.behave(answerFeatures(OFFERED));
    expect((await ask[era](...(ITEMS[0] as [string, object]), world.token)).error).toBeUndefined();
  });
});

// How long a list waits for an instance that says nothing is not the operator's to set, and longer than a test should be.
describe.each(FAULTS.slice(1))("H16, H17: an instance that %s", (_what, fault) => {
  test.each(ERAS)("hides no other's lists from a %s client", async (era) => {
    scene.first.behave((message, response) => fault?.(message, response));
    for (const [method, member] of LISTS) {
      const { result } = await ask[era](method, {}, world.token);
      expect(result?.[member]).toHaveLength(1);
    }
    scene.first.behave(answerFeatures(OFFERED));
    const { result } = await ask[era]("prompts/list", {}, world.token);
    expect(result?.["prompts"]).toHaveLength(2);
  });
});
