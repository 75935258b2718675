import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { newId, type TenantId } from "#lib/kernel/ids.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { actWhileChanged } from "#lib/testing/act-while-changed.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { addReviewerCode } from "./add-reviewer-code.ts";
import { bindPerson } from "./bind-person.ts";
import { endSession } from "./end-session.ts";
import { ensurePerson } from "./ensure-person.ts";
import { extendSession } from "./extend-session.ts";
import { findSession } from "./find-session.ts";
import { insertSession } from "./internal/sessions/store.ts";
import { rotateSession } from "./rotate-session.ts";

useDatabase({ SANDBOX: "on" });

const END = new Date("2026-12-20T12:00:00Z");
const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;
/** So many seconds after the session's first end. */
const at = (seconds: number) => new Date(END.getTime() + seconds * 1000);
let counter = 0;
let cookie = "";

/** A browser that signed in thirty days before the end, or so many seconds later; its cookie. */
async function open(lateSeconds = 0): Promise<string> {
  const person = await ensurePerson(`stays-${(counter += 1)}@acme.example`, "Stays");
  const token = randomBytes(32).toString("base64url");
  const sessionToken = sha256Hex(token);
  const { personId: userId } = person;
  await insertSession({ userId, sessionToken, expires: END, browser: "Firefox", method: "code" });
  await authSql().query("UPDATE auth.login_sessions SET created_at = $2 WHERE session_token_hash = $1", [
    sessionToken,
    at(lateSeconds - 30 * DAY_SECONDS),
  ]);
  return `connect.session=${token}`;
}

const hashOf = (of: string) => sha256Hex(of.split("=")[1] ?? "");

async function readEnd(of = cookie): Promise<Date | undefined> {
  const { rows } = await authSql().query<{ expires: Date }>(
    "SELECT expires FROM auth.login_sessions WHERE session_token_hash = $1",
    [hashOf(of)],
  );
  return rows[0]?.expires;
}

async function expectUntouched(run: () => Promise<unknown>, answer: unknown): Promise<void> {
  const before = await readEnd();
  expect(await run()).toEqual(answer);
  expect(await readEnd()).toEqual(before);
}

/** Presses a minute before each end, so often; how long after the first end the session ends then. */
async function press(times: number): Promise<number[]> {
  const ends: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const end = (await readEnd()) ?? END;
    await extendSession(cookie, new Date(end.getTime() - 60_000));
    ends.push((((await readEnd()) ?? END).getTime() - END.getTime()) / 1000);
  }
  return ends;
}

const isExtendable = async () => (await findSession(cookie, at(-60)))?.isExtendable;

beforeEach(async () => {
  cookie = await open();
});

describe("a session about to end", () => {
  test("gets an hour, with a cookie of the same value that ends with it", async () => {
    const before = await findSession(cookie, at(-120));
    expect(before).toMatchObject({ endsAt: END, isExtendable: true });
    expect(await extendSession(cookie, at(-120))).toEqual({
      session: { ...before, endsAt: at(HOUR_SECONDS) },
      setCookie: `${cookie}; Path=/; Max-Age=${HOUR_SECONDS + 120}; HttpOnly; SameSite=Lax`,
    });
    expect(await findSession(cookie, at(HOUR_SECONDS - 1))).not.toBeNull();
    expect(await findSession(cookie, at(HOUR_SECONDS))).toBeNull();
  });

  test("gets it in its last five minutes; asked sooner, or again, it is told as it is", async () => {
    const early = await extendSession(cookie, at(-301));
    expect(early).toMatchObject({ session: { endsAt: END } });
    expect(early?.setCookie).toContain("; Max-Age=301;");
    expect(await readEnd()).toEqual(END);
    expect((await extendSession(cookie, at(-300)))?.session.endsAt).toEqual(at(HOUR_SECONDS));
    const again = await extendSession(cookie, at(-290));
    expect(again).toMatchObject({ session: { endsAt: at(HOUR_SECONDS) } });
    expect(again?.setCookie).toContain(`; Max-Age=${HOUR_SECONDS + 290};`);
  });
});

describe("B26: a session is extended within bounds", () => {
  test("ten times, and no eleventh time", async () => {
    const hours = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(await press(9)).toEqual(hours.slice(0, 9).map((hour) => hour * HOUR_SECONDS));
    expect(await isExtendable()).toBe(true);
    expect(await press(1)).toEqual([10 * HOUR_SECONDS]);
    expect(await isExtendable()).toBe(false);
    expect(await press(1)).toEqual([10 * HOUR_SECONDS]);
  });

  test.each([
    ["a little later", 20, 10 * HOUR_SECONDS],
    ["a little earlier", -20, 10 * HOUR_SECONDS - 20],
  ])("where the database's clock is %s, there is no press for the difference", async (_, late, last) => {
    cookie = await open(late);
    expect((await press(10)).at(-1)).toBe(last);
    expect(await isExtendable()).toBe(false);
    expect(await press(1)).toEqual([last]);
  });

  test("presses at the same moment give one hour, and all are told so", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => extendSession(cookie, at(-60))));
    expect(await readEnd()).toEqual(at(HOUR_SECONDS));
    expect(answers.map((answer) => answer?.session.endsAt)).toEqual(answers.map(() => at(HOUR_SECONDS)));
  });

  test("not once it is over, or signed out", async () => {
    await expectUntouched(() => extendSession(cookie, END), null);
    await endSession(cookie);
    await expectUntouched(() => extendSession(cookie, at(-60)), null);
    expect(await readEnd()).toBeUndefined();
  });

  test("not by a cookie that is nobody's, and another's only moves their own", async () => {
    for (const none of [null, "", "connect.session=nobody", `${cookie}; ${cookie}`, `x${cookie}`]) {
      await expectUntouched(() => extendSession(none, at(-60)), null);
    }
    const other = await open();
    expect((await extendSession(other, at(-60)))?.session.endsAt).toEqual(at(HOUR_SECONDS));
    expect(await readEnd()).toEqual(END);
  });

  test("the reviewer's while a review code is good, and not after", async () => {
    const session = await findSession(cookie, at(-60));
    if (!session) throw new Error("nobody is signed in");
    await bindPerson(session.actor.personId, newId<TenantId>());
    await expectUntouched(() => extendSession(cookie, at(-60)), null);
    await addReviewerCode({ days: 1, issuedBy: "operator" }, at(-DAY_SECONDS + 60));
    expect((await extendSession(cookie, at(-60)))?.session.endsAt).toEqual(at(HOUR_SECONDS));
    await expectUntouched(() => extendSession(cookie, at(HOUR_SECONDS - 60)), null);
  });

  test("not by the value it had before", async () => {
    const rotated = (await rotateSession(cookie, at(-60)))?.split(";")[0] ?? "";
    expect(await extendSession(cookie, at(-60))).toBeNull();
    expect(await readEnd(rotated)).toEqual(END);
  });

  test("not when it is signed out while the press waits for its row", async () => {
    const leave = {
      text: "DELETE FROM auth.login_sessions WHERE session_token_hash = $1",
      values: [hashOf(cookie)],
    };
    expect(await actWhileChanged(leave, "login_sessions", () => extendSession(cookie, at(-60)))).toBeNull();
    expect(await readEnd()).toBeUndefined();
  });
});
