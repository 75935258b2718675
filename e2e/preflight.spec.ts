import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { signIn as signInAs } from "../lib/operations/internal/preflight/facts/walk-connect.ts";
import { Browser, type Cookie } from "../lib/operations/internal/preflight/outside/open-browser.ts";
import { openOutside } from "../lib/operations/internal/preflight/outside/open-outside.ts";
import { runPreflight } from "../lib/operations/run-preflight.ts";
import type { PreflightReport } from "../lib/operations/schema.ts";
import { CASES } from "./preflight/all-cases.ts";
import { answerWith, at, clock, listFew, setHeader } from "./preflight/break.ts";
import { type Breakage, type Door, openDoor } from "./preflight/open-door.ts";
import { ORIGIN, SERVER_ENV, unique } from "./server.ts";

// The pre-flight against the real product: as it is, and behind a door that breaks one thing at a time.

const run = promisify(execFile);
const npmRun = async (...words: string[]) =>
  await run("npm", ["run", "-s", ...words], { env: { ...process.env, ...SERVER_ENV }, maxBuffer: 8 << 20 });

const REVIEWER = "reviewer@trinity-connect.example";
let door: Door;
let code = "";
let codeId = "";
let cookies: readonly Cookie[] = [];

test.beforeAll(async () => {
  door = await openDoor(ORIGIN);
  door.shortens = listFew;
  const { stdout } = await npmRun("sandbox", "--", "issue-code", "--days", "1");
  code = /Review code\s+(\S+)/.exec(stdout)?.[1] ?? "";
  codeId = /-- revoke (\S+)/.exec(stdout)?.[1] ?? "";
  const browser = new Browser(openOutside(), door.origin);
  await signInAs(browser, await browser.open("/sign-in"), { email: REVIEWER, code });
  cookies = browser.cookies;
});
test.afterAll(async () => {
  await door.close();
  if (codeId !== "") await npmRun("sandbox", "--", "revoke", codeId);
});

type Differing = Partial<Parameters<typeof runPreflight>[0]> & {
  /** With a browser that is not signed in yet. */
  signsIn?: boolean;
};

async function look(
  breakage: Breakage | null,
  { signsIn = false, ...differing }: Differing = {},
): Promise<PreflightReport> {
  door.breakage = breakage;
  clock.ahead = 0;
  try {
    return await runPreflight({
      url: door.origin,
      reviewer: { email: REVIEWER, code },
      ...(signsIn ? {} : { cookies }),
      inside: { compareInventory: () => Promise.resolve({ unnamed: [], overdue: [] }) },
      runsEveryTool: false,
      now: () => performance.now() + clock.ahead,
      ...differing,
    });
  } finally {
    door.breakage = null;
  }
}

/** What failed, as `number check code`. */
function listFailures({ points }: PreflightReport): string[] {
  return points.flatMap(({ number, checks }) =>
    checks.flatMap(({ id, state, code: way }) => (state === "failed" ? [`${number} ${id} ${way}`] : [])),
  );
}

test("nothing fails on the sample set-up, and the command says so with its last line and its exit code", async () => {
  // With another exit code than 0 it is refused too; what it said then tells why.
  const { stdout, code: exitCode } = await npmRun("preflight").then(
    (done) => ({ ...done, code: 0 }),
    (error: { stdout: string; code: number }) => error,
  );
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  const report = JSON.parse(last) as PreflightReport;
  expect(listFailures(report)).toEqual([]);
  expect(exitCode).toBe(0);
  expect(report.points).toHaveLength(24);
  expect(report.passed + report.needsOutside).toBe(24);
  // What only the world outside, or a person, can say.
  const open = report.points.filter(({ state }) => state === "needsOutside").map(({ number }) => number);
  expect(open).toEqual([1, 8, 10, 13, 17, 18, 20, 24]);
  expect(stdout).toContain("Needs the outside:");
});

test("behind a door that breaks nothing, nothing fails", async () => {
  expect(listFailures(await look(null))).toEqual([]);
});

for (const { point, check, code: way, broken, breakage, also = [] } of CASES) {
  test(`${point} fails when ${broken}`, async () => {
    const { points } = await look(breakage);
    const failed = points.filter(({ state }) => state === "failed");
    expect(failed.map(({ number }) => number)).toEqual([point, ...also].toSorted((a, b) => a - b));
    const checks = failed.find(({ number }) => number === point)?.checks ?? [];
    const found = checks.filter(({ state }) => state === "failed");
    expect(found.map(({ id, code: one }) => [id, one])).toEqual([[check, way]]);
    expect(found[0]?.cause).toMatch(/\w{3}.*\.$/);
    expect(found[0]?.fix).toMatch(/\w{3}.*\.$/);
  });
}

test.describe("the reviewer's account", () => {
  const signingIn = { signsIn: true };

  test("signs in, connects, and leaves nothing open", async () => {
    const report = await look(null, signingIn);
    expect(listFailures(report)).toEqual([]);
    expect(report.points.find(({ number }) => number === 15)?.state).toBe("passed");
  });

  test("15 fails when its code is wrong, and nothing else can be tried", async () => {
    const report = await look(null, {
      ...signingIn,
      reviewer: { email: REVIEWER, code: "00000-00000-00000-00000-00000" },
    });
    expect(listFailures(report)).toEqual(["15 account.signs-in code_refused"]);
    expect(report.points.find(({ number }) => number === 2)?.state).toBe("needsOutside");
  });

  test("15 fails when its address is refused", async () => {
    const report = await look(at("/sign-in/request", answerWith(429)), signingIn);
    expect(listFailures(report)).toEqual(["15 account.signs-in address_refused"]);
  });

  test("15 fails when no code comes", async () => {
    const reviewer = { email: `${unique()}@acme.example`, code: null };
    const report = await look(at("/local/mailbox", answerWith(404)), { ...signingIn, reviewer });
    expect(listFailures(report)).toEqual(["15 account.signs-in no_code"]);
  });

  test("10 fails when the request to connect is lost while signing in", async () => {
    const lose = at("/sign-in/check", (answer, asked) => setHeader("location", "/")(answer, asked));
    const report = await look(lose, signingIn);
    expect(listFailures(report)).toEqual(["10 oauth.flow request_lost"]);
  });

  test("10 fails when the account belongs to no organisation", async () => {
    const reviewer = { email: `${unique()}@acme.example`, code: null };
    const report = await look(null, { ...signingIn, reviewer });
    expect(listFailures(report)).toEqual(["10 oauth.flow no_consent"]);
  });

  test("without one nothing about tools passes", async () => {
    const { points } = await look(null, { ...signingIn, reviewer: null });
    const states = points.filter(({ number }) => number >= 2 && number <= 9).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(["needsOutside"]));
  });
});

test("12 fails when the database holds what the policy does not name", async () => {
  const inside = {
    compareInventory: () => Promise.resolve({ unnamed: ["auth.users.shoe_size"], overdue: [] }),
  };
  expect(listFailures(await look(null, { inside }))).toEqual(["12 privacy.true unnamed"]);
});

test("what nobody can look at from here is never a pass", async () => {
  const report = await look(null, { inside: null });
  const stateOf = (id: string) =>
    report.points.flatMap(({ checks }) => checks).find((check) => check.id === id)?.state;
  const declared =
    "organisation.seat ownership.declared terms.directory usage.declared tried.inspector tried.connector";
  for (const id of [...declared.split(" "), "egress.reaches", "oauth.certificate", "privacy.true"]) {
    expect(stateOf(id), id).toBe("needsOutside");
  }
});

test("a fault before several points is told once", async () => {
  expect(listFailures(await look(at("/oauth/token", answerWith(502))))).toEqual([
    "10 oauth.flow code_refused",
  ]);
});
