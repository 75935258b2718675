import { expect, test } from "vitest";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { openLimiter } from "#lib/platform/limits/open-limiter.ts";
import { withPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import { passTime, usePublisher } from "#lib/testing/publish-documents.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { toFreshSeconds } from "./fetch-document.ts";
import { resolveDocument } from "./resolve-document.ts";
import { deleteOldDocuments } from "./store.ts";

useDatabase();
const host = usePublisher();

function publish(path: string, change: object = {}): string {
  const client_id = host.at(path);
  return host.publish(path, {
    client_id,
    client_name: "App",
    redirect_uris: ["http://localhost/cb"],
    ...change,
  });
}

const resolve = (url: string) => resolveDocument("client", url);
const GOOD = { ok: true, payload: expect.objectContaining({ client_name: "App" }) };

/** As another process would: without this one's memory of what is under way. */
function resolveElsewhere(url: string): ReturnType<typeof resolve> {
  takeOnce("oauth.document-flights");
  return resolve(url);
}

test.each([
  [undefined, 300],
  ["no-store", 300],
  ["max-age=1", 300],
  ["public, max-age=3600", 3600],
  ["max-age=315360000", 86_400],
  ["s-maxage=9, max-age=600", 600],
  ["max-age=99999999999999999999", 86_400],
  ["max-age=-5", 300],
])("E16: %j is kept for %i seconds", (cacheControl, seconds) => {
  expect(toFreshSeconds(cacheControl)).toBe(seconds);
});

test("a document is one fetch for all who ask at once, in this process and in another", async () => {
  const url = publish("/flight.json");
  const release = host.hold();
  const here = Array.from({ length: 10 }, () => resolve(url));
  const elsewhere = resolveElsewhere(url);
  await expect.poll(() => host.asked("/flight.json").length, { timeout: 30_000 }).toBe(1);
  release();
  expect(await Promise.all([...here, elsewhere])).toEqual(Array(11).fill(GOOD));
  expect(host.asked("/flight.json")).toHaveLength(1);
});

test("while another process looks, what is known is given at once", async () => {
  const url = publish("/known.json");
  await resolve(url);
  await passTime(url);
  const release = host.hold();
  const slow = resolve(url);
  await expect.poll(() => host.asked("/known.json").length, { timeout: 30_000 }).toBe(2);
  expect(await resolveElsewhere(url)).toEqual(GOOD);
  release();
  expect(await slow).toEqual(GOOD);
  expect(host.asked("/known.json")).toHaveLength(2);
});

test("what worked before stands in for seven days for what cannot be read, asked for once a minute at most", async () => {
  const url = publish("/stale.json");
  await resolve(url);
  host.publish("/stale.json", "", { status: 403 });
  await passTime(url);
  for (const _again of [1, 2, 3]) expect(await resolve(url)).toEqual(GOOD);
  expect(host.asked("/stale.json")).toHaveLength(2);
  await passTime(url, "7 days");
  expect(await resolve(url)).toEqual({ ok: false, reason: "document_unreachable" });
});

test("strangers who use up a host's budget hold up none of its documents that worked", async () => {
  const url = publish("/app.json");
  await resolve(url);
  const limit = openLimiter("oauth.document.host", { points: 120, durationSeconds: 600 });
  await limit.penalty(sha256Hex(new URL(url).host), 120);
  const guess = publish("/guess.json");
  const askGuess = () => withPeerAddress("93.184.215.40", () => resolve(guess));
  expect(await askGuess()).toEqual({ ok: false, reason: "document_limited" });
  publish("/app.json", { client_name: "Renamed" });
  await passTime(url);
  expect(await resolve(url)).toMatchObject({ payload: { client_name: "Renamed" } });
  await limit.delete(sha256Hex(new URL(url).host));
});

test("what our policy refuses is not stood in for", async () => {
  const url = publish("/turned.json");
  await resolve(url);
  publish("/turned.json", { client_secret: "x" });
  await passTime(url);
  for (const _again of [1, 2]) expect(await resolve(url)).toEqual({ ok: false, reason: "document_refused" });
  expect(host.asked("/turned.json")).toHaveLength(2);
  host.publish("/turned.json", "", { status: 500 });
  await passTime(url, "1 minute");
  expect(await resolve(url)).toEqual({ ok: false, reason: "document_unreachable" });
});

test("E06: a failure is remembered for 45 seconds, then looked at again", async () => {
  const url = host.publish("/late.json", "", { status: 404 });
  for (const _again of [1, 2, 3]) expect((await resolve(url)).ok).toBe(false);
  expect(host.asked("/late.json")).toHaveLength(1);
  publish("/late.json");
  await passTime(url, "46 seconds");
  expect(await resolve(url)).toEqual(GOOD);
});

test("a failure is forgotten after a day, a document nobody came back for after a month", async () => {
  const [good, bad] = [publish("/kept.json"), host.publish("/bad.json", "", { status: 500 })];
  await Promise.all([resolve(good), resolve(bad)]);
  await deleteOldDocuments();
  await passTime(bad, "25 hours");
  await passTime(good, "29 days");
  expect(await deleteOldDocuments()).toBe(1);
  await passTime(good, "2 days");
  expect(await deleteOldDocuments()).toBe(1);
});
