import { beforeEach, describe, expect, test } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { actWhileChanged } from "#lib/testing/act-while-changed.ts";
import { ask, authorizeQuery, resume, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { claimInteraction } from "./claim-interaction.ts";
import { denyConsent } from "./deny-consent.ts";
import { extendRequest } from "./extend-request.ts";
import { findConsentRequest } from "./find-consent-request.ts";
import { findWaitingRequest } from "./find-waiting-request.ts";
import { finishInteraction } from "./finish-interaction.ts";

useDatabase();
useOauthServer();

type Browser = { uid: string; setCookies: string[]; cookie: string; resumeCookie: string; waiting: string };

/** An app's request, and what its browser keeps for it. */
async function open(): Promise<Browser> {
  const answer = await ask(`/oauth/authorize?${authorizeQuery().query}`);
  const uid = answer.headers.get("location")?.slice("/connect/".length) ?? "";
  return { uid, ...toBrowser(uid, answer.headers.getSetCookie()) };
}

function toBrowser(uid: string, setCookies: string[]): Omit<Browser, "uid"> {
  const on = (path: string) =>
    setCookies
      .filter((one) => one.split("; ").some((flag) => flag.replace("Path", "path") === `path=${path}`))
      .map((one) => one.split(";")[0])
      .join("; ");
  return {
    setCookies,
    cookie: on(`/connect/${uid}`),
    resumeCookie: on(`/oauth/authorize/${uid}`),
    waiting: on("/"),
  };
}

type Row = { payload: unknown; consumed: boolean; minutesLeft: number };

async function read(uid: string): Promise<Row> {
  const { rows } = await authSql().query(
    `SELECT payload, consumed_at IS NOT NULL AS consumed,
            round(extract(epoch FROM expires_at - now()) / 60)::int AS "minutesLeft"
     FROM auth.oauth_interactions WHERE id = $1`,
    [uid],
  );
  return rows[0] as Row;
}

/** Lets so many minutes pass for that request. */
async function pass(uid: string, minutes: number): Promise<void> {
  await authSql().query(
    `UPDATE auth.oauth_interactions
     SET expires_at = expires_at - make_interval(mins => $2), created_at = created_at - make_interval(mins => $2),
         payload = payload || jsonb_build_object('iat', (payload->>'iat')::int - $2 * 60,
                                                 'exp', (payload->>'exp')::int - $2 * 60)
     WHERE id = $1`,
    [uid, minutes],
  );
}

const codeOf = async (run: Promise<unknown>) =>
  await run.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? [error.code, error.publicMessage] : error),
  );
const OVER = ["not_found", "This request has expired. Press Connect in your app again."];

async function expectUntouched(uid: string, run: () => Promise<unknown>): Promise<void> {
  const before = await read(uid);
  expect(await codeOf(run())).toEqual(OVER);
  expect(await read(uid)).toEqual(before);
}

let browser: Browser;
beforeEach(async () => {
  browser = await open();
});

describe("a request that waits", () => {
  test("waits for thirty minutes from the press, and can then be answered after its first thirty", async () => {
    const { uid, cookie } = browser;
    await pass(uid, 29);
    const later = { uid, ...toBrowser(uid, await extendRequest(uid, cookie)) };
    expect((await read(uid)).minutesLeft).toBe(30);
    await pass(uid, 20);
    const request = await findConsentRequest(uid, later.cookie);
    expect(request).toMatchObject({ uid, isExtendable: true });
    const minutesLeft = Math.round(((request?.endsAt.getTime() ?? 0) - Date.now()) / 60_000);
    expect(minutesLeft).toBe(10);
    expect(await codeOf(extendRequest(uid, later.cookie))).toBe("done");
    const location = await denyConsent(uid, later.cookie);
    expect((await resume(location, later.resumeCookie)).searchParams.get("error")).toBe("access_denied");
  });

  test("its browser gets the provider's cookies once more, as they were but for their end", async () => {
    const { uid, cookie, waiting } = browser;
    const withoutEnd = (cookies: string[]) =>
      cookies.map((one) => one.replace(/expires=[^;]+/, "expires=later")).toSorted();
    const again = await extendRequest(uid, `${cookie}; ${waiting}`);
    expect(withoutEnd(again)).toEqual(withoutEnd(browser.setCookies));
    for (const one of again.filter((cookies) => cookies.includes("expires="))) {
      const ends = Date.parse(/expires=([^;]+)/.exec(one)?.[1] ?? "");
      expect(Math.round((ends - Date.now()) / 60_000)).toBe(30);
    }
  });

  test("pages are told of it again, unless the browser has opened a newer one", async () => {
    const newer = await open();
    const told = async (waiting: string) => {
      const { waiting: again } = toBrowser(
        browser.uid,
        await extendRequest(browser.uid, `${browser.cookie}; ${waiting}`),
      );
      return (await findWaitingRequest(again || waiting))?.uid;
    };
    expect(await told("")).toBe(browser.uid);
    await pass(browser.uid, 1);
    expect(await told(newer.waiting)).toBe(newer.uid);
  });

  test("two presses at the same moment give it thirty minutes, not sixty", async () => {
    const { uid, cookie } = browser;
    await pass(uid, 29);
    const presses = await Promise.all([1, 2].map(() => codeOf(extendRequest(uid, cookie))));
    expect(presses).toContain("done");
    expect((await read(uid)).minutesLeft).toBe(30);
  });

  test("can be extended ten times before its end, and no eleventh time", async () => {
    const { uid, cookie } = browser;
    for (let times = 0; times < 10; times += 1) {
      expect(await findConsentRequest(uid, cookie)).toMatchObject({ isExtendable: true });
      await pass(uid, 29);
      expect([times, await codeOf(extendRequest(uid, cookie))]).toEqual([times, "done"]);
    }
    expect(await findConsentRequest(uid, cookie)).toMatchObject({ isExtendable: false });
    await expectUntouched(uid, () => extendRequest(uid, cookie));
    expect(await claimInteraction(uid, cookie)).toBe(true);
  });
});

describe("B25: nothing else waits any longer, and the answer is always the same", () => {
  test("a request that nobody knows, or without its cookies", async () => {
    const { uid, cookie } = browser;
    expect(await codeOf(extendRequest("x".repeat(43), cookie))).toEqual(OVER);
    for (const none of [null, "", browser.waiting, browser.resumeCookie]) {
      await expectUntouched(uid, () => extendRequest(uid, none));
    }
  });

  test("another browser's, or one whose cookie is not signed", async () => {
    const other = await open();
    await expectUntouched(browser.uid, () => extendRequest(browser.uid, other.cookie));
    const [plain = ""] = browser.cookie.split("; ");
    await expectUntouched(browser.uid, () => extendRequest(browser.uid, plain));
    const planted = other.cookie.replace(other.uid, browser.uid);
    await expectUntouched(browser.uid, () => extendRequest(browser.uid, planted));
  });

  test("one that is over", async () => {
    await pass(browser.uid, 31);
    await expectUntouched(browser.uid, () => extendRequest(browser.uid, browser.cookie));
  });

  test("one that was claimed, denied or allowed", async () => {
    const { uid, cookie } = browser;
    expect(await claimInteraction(uid, cookie)).toBe(true);
    await expectUntouched(uid, () => extendRequest(uid, cookie));
    await finishInteraction(uid, cookie, { error: "access_denied" });
    await expectUntouched(uid, () => extendRequest(uid, cookie));
    const unclaimed = await open();
    await finishInteraction(unclaimed.uid, unclaimed.cookie, { error: "access_denied" });
    await expectUntouched(unclaimed.uid, () => extendRequest(unclaimed.uid, unclaimed.cookie));
  });

  test("one that is answered while the press waits for its row", async () => {
    const { uid, cookie } = browser;
    const answer = {
      text: "UPDATE auth.oauth_interactions SET consumed_at = now() WHERE id = $1",
      values: [uid],
    };
    const extend = async () => await codeOf(extendRequest(uid, cookie));
    expect(await actWhileChanged(answer, "jsonb_set(payload", extend)).toEqual(OVER);
    expect(await read(uid)).toMatchObject({ consumed: true, minutesLeft: 30 });
  });

  test("an answer and an extension at the same moment: answered once, and over", async () => {
    for (let round = 0; round < 4; round += 1) {
      const { uid, cookie } = await open();
      const [first, , second] = await Promise.all([
        codeOf(denyConsent(uid, cookie)),
        codeOf(extendRequest(uid, cookie)),
        codeOf(denyConsent(uid, cookie)),
      ]);
      expect([first, second].filter((outcome) => outcome === "done")).toHaveLength(1);
      expect(await read(uid)).toMatchObject({
        consumed: true,
        payload: { result: { error: "access_denied" } },
      });
      expect(await findConsentRequest(uid, cookie)).toBeNull();
      await expectUntouched(uid, () => extendRequest(uid, cookie));
    }
  });
});
