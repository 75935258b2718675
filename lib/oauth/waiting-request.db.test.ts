import { expect, test } from "vitest";
import { ask, authorizeQuery, startRequest, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { claimInteraction } from "./claim-interaction.ts";
import { findConsentRequest } from "./find-consent-request.ts";
import { findRequestEnd } from "./find-request-end.ts";
import { findWaitingRequest } from "./find-waiting-request.ts";

useDatabase();
useOauthServer();

async function open(extra: Record<string, string> = {}) {
  const answer = await ask(`/oauth/authorize?${authorizeQuery(extra).query}`);
  const cookies = answer.headers.getSetCookie();
  const waiting = cookies.find((cookie) => cookie.startsWith("connect_waiting="));
  const uid = answer.headers.get("location")?.slice("/connect/".length) ?? "";
  return { uid, cookies, waiting: waiting?.split(";")[0] ?? "", flags: waiting?.split("; ").slice(1) };
}

test("F45: a browser that lost its request on the way is told which app still waits, by its name and host", async () => {
  const { uid, waiting, flags } = await open();
  expect(flags).toEqual(["Path=/", "Max-Age=1800", "HttpOnly", "SameSite=Lax"]);
  expect(await findWaitingRequest(`theme=dark; ${waiting}`)).toEqual({
    uid,
    name: "Claude Code",
    redirectHost: "localhost:54321",
  });
});

test("B05: what tells our pages of a request neither shows nor answers it", async () => {
  const { uid, waiting } = await open();
  expect(await findConsentRequest(uid, waiting)).toBeNull();
  expect(await claimInteraction(uid, waiting)).toBe(false);
});

test("B25: its end is told where that cookie names it, and nowhere else", async () => {
  const [{ uid, waiting }, newer] = [await open(), await open()];
  const end = await findRequestEnd(uid, waiting);
  expect(end).toMatchObject({ uid, isExtendable: true });
  expect(Math.round(((end?.endsAt.getTime() ?? 0) - Date.now()) / 60_000)).toBe(30);
  expect(await findRequestEnd(uid, newer.waiting)).toBeNull();
  expect(await findRequestEnd(uid, null)).toBeNull();
});

test("an answered request waits no more, and a request that was refused never did", async () => {
  const { uid, waiting, cookies } = await open();
  const own = cookies
    .filter((cookie) => cookie.includes("path=/connect/"))
    .map((cookie) => cookie.split(";")[0]);
  expect(await claimInteraction(uid, own.join("; "))).toBe(true);
  expect(await findWaitingRequest(waiting)).toBeNull();
  expect(await findRequestEnd(uid, waiting)).toBeNull();
  expect((await open({ prompt: "none" })).waiting).toBe("");
});

test("a cookie that was made up, altered or planted beside ours names nothing", async () => {
  const [{ waiting }, other] = [await open(), await startRequest()];
  const mac = waiting.split(".")[1] ?? "";
  for (const cookie of [
    null,
    "",
    "connect_waiting=",
    `connect_waiting=${other.uid}`,
    `connect_waiting=${other.uid}.${mac}`,
    `${waiting}x`,
    `${waiting}; connect_waiting=${other.uid}.x`,
  ]) {
    expect(await findWaitingRequest(cookie)).toBeNull();
  }
});
