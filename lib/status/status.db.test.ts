import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { flushEvents } from "#lib/activity/flush-events.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { authSql, closePools } from "#lib/platform/db/sql.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import { answerText } from "#lib/server/answer-text.ts";
import { createDispatcher } from "#lib/server/dispatch.ts";
import { doors } from "#lib/server/doors.ts";
import { oauthBase, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { checkStatus } from "./check-status.ts";
import { probeAll } from "./internal/probes.ts";
import { jobTurns } from "./note-job-turn.ts";
import { purgeStatus } from "./purge-status.ts";
import { readStatus } from "./read-status.ts";
import type { Component, Status } from "./schema.ts";

useDatabase();

const FORM = "<form></form>";
/** What the pages answer; with status 0 nothing. */
let page = { status: 200, body: FORM };

useOauthServer((port) => {
  const { publicUrl, isLocal, trustedProxies } = getConfig();
  const dispatch = createDispatcher({
    doors: {
      ...doors,
      next: (_request, response) => void (page.status > 0 && answerText(response, page.status, page.body)),
    },
    origin: { publicUrl, isLocal, port, trustedProxies },
    draining: new AbortController().signal,
    probe: async () => undefined,
  });
  return (request, response) => void dispatch(request, response);
});
beforeAll(() => setConfig({ ...getConfig(), port: Number(new URL(oauthBase()).port) }));

let minute = 0;
/** Each look a minute after the one before, ending about now. */
async function look(minutes = 1): Promise<void> {
  minute += minutes;
  await checkStatus(new Date(startedAt + minute * 60_000));
}
let startedAt = 0;

async function read(): Promise<Status> {
  takeOnce("status.read");
  return await readStatus();
}

const stateOf = ({ components }: Status, component: Component) =>
  components.find((one) => one.component === component);

beforeEach(async () => {
  for (const name of ["status.looks", "status.read", "status.jobs"]) takeOnce(name);
  await authSql().query("DELETE FROM auth.status_days");
  await authSql().query("DELETE FROM auth.status_outages");
  [minute, startedAt, page] = [0, Date.now() - 60 * 60_000, { status: 200, body: FORM }];
});

describe("looking at itself over its own port", () => {
  test("finds everything working, counts a minute once, and leaves no trace in the recorder", async () => {
    const now = new Date();
    await checkStatus(now);
    await checkStatus(now);
    const status = await read();
    expect(status.components.map(({ component, now }) => [component, now])).toEqual([
      ["sign-in", "up"],
      ["connect", "up"],
      ["mcp", "up"],
      ["database", "up"],
      ["jobs", "up"],
    ]);
    expect(status.components.map(({ checks, failures }) => [checks, failures])).toEqual(
      Array(5).fill([1, 0]),
    );
    expect(status).toMatchObject({ isWhole: true, outages: [] });
    await flushEvents();
    const { rows } = await authSql().query("SELECT 1 FROM auth.attempt_events");
    expect(rows).toEqual([]);
  });

  test("somebody else's header of that name is no look of ours", async () => {
    await fetch(`${oauthBase()}/api/mcp`, { method: "POST", headers: { "x-connect-look": "guessed" } });
    await flushEvents();
    const { rows } = await authSql().query("DELETE FROM auth.attempt_events RETURNING 1");
    expect(rows.length).toBe(1);
  });

  test.each([
    ["an error page", { status: 500, body: FORM }],
    ["a page without its form", { status: 200, body: "hello" }],
  ])("%s is a wrong answer", async (_what, answer) => {
    page = answer;
    expect((await probeAll()).find(({ component }) => component === "sign-in")).toMatchObject({
      reason: "wrong",
    });
  });

  test("no answer in time is late, no listener unreachable, jobs without a turn stopped", async () => {
    page = { status: 0, body: "" };
    expect((await probeAll(300))[0]).toMatchObject({ component: "sign-in", reason: "late" });
    const config = getConfig();
    jobTurns().lastAt = Date.now() - 10 * 60_000;
    setConfig({ ...config, port: 9 });
    const found = await probeAll();
    setConfig(config);
    expect(Object.fromEntries(found.map(({ component, reason }) => [component, reason]))).toEqual({
      "sign-in": "unreachable",
      connect: "unreachable",
      mcp: "unreachable",
      database: null,
      jobs: "stopped",
    });
  });
});

describe("outages", () => {
  test("begin with a failed look, last until one succeeds, and are told from the second on", async () => {
    await look();
    page = { status: 500, body: "" };
    await look();
    page = { status: 200, body: FORM };
    await look();
    expect((await read()).outages).toEqual([]);
    page = { status: 500, body: "" };
    await look();
    await look();
    const during = await read();
    expect(during.outages).toMatchObject([{ component: "sign-in", reason: "wrong", endedAt: null }]);
    expect(stateOf(during, "sign-in")).toMatchObject({ checks: 5, failures: 3 });
    expect(stateOf(during, "mcp")).toMatchObject({ checks: 5, failures: 0 });
    page = { status: 200, body: FORM };
    await look();
    const [outage] = (await read()).outages;
    expect(Number(outage?.endedAt) - Number(outage?.startedAt)).toBe(2 * 60_000);
  });

  test("a time in which nobody looked is one of the server, unless it was a restart", async () => {
    await look();
    await look(4);
    expect((await read()).outages).toEqual([]);
    await look(20);
    const { outages, components } = await read();
    expect(outages).toMatchObject([{ component: "server", reason: "stopped" }]);
    expect(Number(outages[0]?.endedAt) - Number(outages[0]?.startedAt)).toBe(19 * 60_000);
    expect(components[0]?.checks).toBe(3);
  });

  test("while the database is away its outage waits in memory, and is told afterwards", async () => {
    await look();
    const config = getConfig();
    await closePools();
    setConfig({ ...config, databaseAuthUrl: "postgresql://nobody:x@127.0.0.1:9/none" });
    await look();
    await look();
    const away = await read();
    expect(away.isWhole).toBe(false);
    await closePools();
    setConfig(config);
    await look();
    const back = await read();
    expect(back.isWhole).toBe(true);
    expect(stateOf(back, "database")).toMatchObject({ checks: 4, failures: 2 });
    expect(back.outages).toMatchObject([{ component: "database", reason: "unreachable" }]);
    expect(back.outages[0]?.endedAt).not.toBeNull();
  });
});

test("an instance that comes late with a minute adds nothing to it", async () => {
  await look(2);
  takeOnce("status.looks");
  minute = 0;
  await look(1);
  expect(stateOf(await read(), "mcp")).toMatchObject({ checks: 1 });
});

test("what is older than 90 days is forgotten, what still lasts is not", async () => {
  const days = (count: number) => new Date(Date.now() - count * 86_400_000);
  const day = (at: Date) =>
    authSql().query(
      "INSERT INTO auth.status_days VALUES ('mcp', $1::timestamptz::date, 1, 0, $1::timestamptz, $1::timestamptz)",
      [at],
    );
  const outage = (endedAt: Date | null) =>
    authSql().query(
      "INSERT INTO auth.status_outages (component, reason, started_at, ended_at, failures) VALUES ('mcp', 'late', $1, $2, 5)",
      [days(100), endedAt],
    );
  await Promise.all([day(days(92)), day(days(88)), outage(days(91)), outage(days(89)), outage(null)]);
  await purgeStatus();
  const kept = await authSql().query("SELECT 1 FROM auth.status_days");
  expect([kept.rows.length, (await read()).outages.length]).toEqual([1, 2]);
});
