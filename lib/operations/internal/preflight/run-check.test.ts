import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type Check, defineCheck, failed, NotTried, passed } from "./check.ts";
import { runPoint } from "./run-check.ts";
import { Visit } from "./visit.ts";

const closings: (() => void)[] = [];
afterEach(() => closings.splice(0).forEach((close) => close()));

async function openVisit(listener: RequestListener = (_request, response) => response.end()): Promise<Visit> {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closings.push(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new Visit({ url, reviewer: null, inside: null, runsEveryTool: false });
}

function makeCheck(probe: Check["probe"]): Check {
  return defineCheck({
    id: "a.check",
    title: "A check",
    failures: { bad: { cause: "It is bad.", fix: "Mend it." } },
    probe: probe as never,
  });
}

async function run(visit: Visit, ...checks: Check[]) {
  return await runPoint(visit, { number: 1, title: "A point", checks });
}

test("a point is as good as its worst check", async () => {
  const visit = await openVisit();
  const good = makeCheck(async () => passed("good"));
  const bad = makeCheck(async () => failed("bad", "seen"));
  const open = makeCheck(async () => ({ state: "needsOutside", why: "Ask somebody." }));
  expect((await run(visit, good, good)).state).toBe("passed");
  expect((await run(visit, good, open)).state).toBe("needsOutside");
  expect((await run(visit, open, bad, good)).state).toBe("failed");
});

test("a failure carries its words", async () => {
  const { checks } = await run(
    await openVisit(),
    makeCheck(async () => failed("bad", "a\u202Eb\nc")),
  );
  expect(checks[0]).toMatchObject({ code: "bad", cause: "It is bad.", fix: "Mend it.", saw: "a b c" });
});

test("an address that breaks off is no answer, and a check that breaks is not the server's fault", async () => {
  const visit = await openVisit((request) => request.socket.destroy());
  const asking = makeCheck(async ({ outside, origin }) =>
    passed(String((await outside(`${origin}/x?secret=1`)).status)),
  );
  const broken = makeCheck(async () => {
    throw new TypeError("a slip");
  });
  const { checks } = await run(visit, asking, broken);
  expect(checks.map(({ code, saw }) => [code, saw])).toEqual([
    ["no_answer", "/x: ECONNRESET"],
    ["broken", undefined],
  ]);
});

test("of a fault before several checks only the first tells, the others were not tried", async () => {
  const visit = await openVisit((request) => request.socket.destroy());
  const asking = makeCheck(async (one) => {
    await one.fact("page", () => one.outside(one.origin));
    return passed("there");
  });
  const late = makeCheck(async () => {
    throw new NotTried("Mend the other one.");
  });
  const { checks } = await run(visit, asking, asking, late);
  expect(checks.map(({ state }) => state)).toEqual(["failed", "needsOutside", "needsOutside"]);
  expect(checks[2]?.why).toBe("Mend the other one.");
});

test("what was begun is undone at the end, whatever happened", async () => {
  const visit = await openVisit();
  const done: number[] = [];
  visit.atEnd(async () => void done.push(1));
  visit.atEnd(() => Promise.reject(new Error("gone")));
  visit.atEnd(async () => void done.push(3));
  await visit.end();
  expect(done).toEqual([3, 1]);
});
