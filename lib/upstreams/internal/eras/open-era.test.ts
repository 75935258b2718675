import { afterEach, expect, test, vi } from "vitest";
import { takeOnce } from "#lib/platform/registry/once.ts";
import type { OpenedSession } from "../../open-session.ts";
import type { UpstreamFailure } from "../session-failure.ts";
import type { UpstreamEra, UpstreamSession } from "../upstream-session.ts";
import { forgetEra, openEra } from "./open-era.ts";

const MINUTE = 60_000;
const OTHER_ERA: UpstreamFailure = { ok: false, reason: "protocol", status: 400, isOtherEra: true };
const REFUSED: UpstreamFailure = { ok: false, reason: "refused_key", status: 401 };

afterEach(() => {
  takeOnce("upstreams.eras");
  vi.useRealTimers();
});

/** An instance that fails in some eras; `tried` is what it was asked in. */
function makeInstance(failures: Partial<Record<UpstreamEra, UpstreamFailure>>) {
  vi.useFakeTimers({ toFake: ["Date"] });
  const tried: UpstreamEra[] = [];
  const open = (wanted: UpstreamEra) =>
    openEra("name", wanted, async (era): Promise<OpenedSession> => {
      tried.push(era);
      return failures[era] ?? { ok: true, session: { era } as UpstreamSession };
    });
  return { tried, failures, open, pass: (ms: number) => vi.setSystemTime(Date.now() + ms) };
}

test("an instance of both eras is spoken to in the wanted one", async () => {
  const { tried, open } = makeInstance({});
  await open("modern");
  await open("legacy");
  expect(tried).toEqual(["modern", "legacy"]);
});

test("that an era is not spoken is remembered for an hour, then asked again", async () => {
  const { tried, open, pass } = makeInstance({ modern: OTHER_ERA });
  for (let count = 0; count < 3; count++) expect((await open("modern")).ok).toBe(true);
  expect(tried).toEqual(["modern", "legacy", "legacy", "legacy"]);
  pass(61 * MINUTE);
  await open("modern");
  expect(tried.slice(4)).toEqual(["modern", "legacy"]);
});

test.each([
  ["a refusal", REFUSED],
  ["an error", { ok: false, reason: "failed", status: 503 } as const],
  ["silence", { ok: false, reason: "timeout" } as const],
])("%s is no evidence: the other era is tried, and this one again before long", async (_what, failure) => {
  const { tried, open, pass } = makeInstance({ modern: failure });
  expect((await open("modern")).ok).toBe(true);
  expect((await open("modern")).ok).toBe(true);
  expect(tried).toEqual(["modern", "legacy", "legacy"]);
  pass(6 * MINUTE);
  await open("modern");
  expect(tried.slice(3)).toEqual(["modern", "legacy"]);
});

test("nothing is remembered of an instance that answers in neither era, and its own word is the outcome", async () => {
  const { tried, open } = makeInstance({ modern: REFUSED, legacy: REFUSED });
  expect(await open("modern")).toEqual(REFUSED);
  expect(await open("modern")).toEqual(REFUSED);
  expect(tried).toEqual(["modern", "legacy", "modern", "legacy"]);
});

test("an instance that cannot be reached is not asked twice", async () => {
  const failure = { ok: false, reason: "unreachable" } as const;
  const { tried, open } = makeInstance({ modern: failure, legacy: failure });
  expect(await open("modern")).toEqual(failure);
  expect(tried).toEqual(["modern"]);
});

test("one that changed its era is found out by the failure", async () => {
  const { tried, failures, open } = makeInstance({ modern: OTHER_ERA });
  await open("modern");
  delete failures.modern;
  failures.legacy = OTHER_ERA;
  expect(await open("modern")).toMatchObject({ ok: true, session: { era: "modern" } });
  expect(await open("legacy")).toMatchObject({ ok: true, session: { era: "modern" } });
  forgetEra("name");
  await open("legacy");
  expect(tried).toEqual(["modern", "legacy", "legacy", "modern", "modern", "legacy", "modern"]);
});
