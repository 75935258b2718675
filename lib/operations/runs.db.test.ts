import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test, vi } from "vitest";
import type { OperatorActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { newId, type PersonId } from "#lib/kernel/ids.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findLastPreflight } from "./find-last-preflight.ts";
import { getPreflight } from "./get-preflight.ts";
import { runOwnPreflight } from "./run-own-preflight.ts";
import type { PreflightReport } from "./schema.ts";
import { startPreflight } from "./start-preflight.ts";
import { insertPreflight } from "./store.ts";

/** What is asked waits until the test lets it go on; then nothing is there. */
let waiting: ServerResponse[] | null = [];
const server = createServer((_request, response) => {
  if (waiting) waiting.push(response);
  else response.writeHead(404).end();
});
await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
afterAll(() => server.close());

useDatabase({
  PUBLIC_URL: `http://localhost:${(server.address() as AddressInfo).port}`,
  OPERATORS: "olga@operators.example",
});

const operator: OperatorActor = {
  kind: "operator",
  personId: newId<PersonId>(),
  email: "olga@operators.example",
};
const codeOf = async (attempt: Promise<unknown>) =>
  await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );

test("a run goes on by itself, is seen, and is the only one; its report is kept", async () => {
  expect(await getPreflight(operator, {})).toEqual({ runs: [], current: null });
  expect(await findLastPreflight()).toBeNull();
  await startPreflight(operator, {});
  const { runs, current } = await getPreflight(operator, {});
  expect(runs).toEqual([]);
  expect(current).toEqual({ since: expect.any(Date), points: [] });
  expect(await codeOf(startPreflight(operator, {}))).toBe("conflict");
  expect(await codeOf(runOwnPreflight({ runsEveryTool: false }))).toBe("conflict");
  for (const response of waiting ?? []) response.writeHead(404).end();
  waiting = null;
  const ended = await vi.waitFor(
    async () => {
      const found = await getPreflight(operator, {});
      expect(found.current).toBeNull();
      return found;
    },
    { timeout: 20_000 },
  );
  expect(ended.runs).toHaveLength(1);
  expect(ended.runs[0]?.points).toHaveLength(24);
  expect(ended.runs[0]?.points.find(({ number }) => number === 12)?.state).toBe("failed");
  const { rows } = await authSql().query(
    "SELECT outcome FROM auth.operator_events WHERE action = 'preflight.run' ORDER BY id",
  );
  expect(rows).toEqual([{ outcome: "done" }, { outcome: "refused" }]);
  expect(await codeOf(runOwnPreflight({ runsEveryTool: false }))).toBe("done");
});

const makeReport = (minute: number): PreflightReport => ({
  url: "http://localhost:3000",
  startedAt: new Date(Date.UTC(2027, 0, 1, 0, minute)).toISOString(),
  ms: 1,
  passed: 1,
  failed: 0,
  needsOutside: 0,
  points: [{ number: 1, title: "One", state: "passed", checks: [] }],
});
const keep = (report: PreflightReport) => insertPreflight(new Date(report.startedAt), report);

test("the newest twenty are kept, and one that cannot be read is left out", async () => {
  for (let minute = 0; minute < 22; minute += 1) await keep(makeReport(minute));
  const { runs } = await getPreflight(operator, {});
  expect(runs).toEqual(Array.from({ length: 20 }, (_, index) => makeReport(21 - index)));
  await insertPreflight(new Date("2028-01-01"), { points: "of another release" });
  expect((await getPreflight(operator, {})).runs).toHaveLength(19);
});

test("what everybody may read of the newest is in our words alone: what it saw is not in it", async () => {
  const check = {
    id: "a",
    title: "A is there",
    state: "failed",
    ms: 1,
    code: "x",
    cause: "Not there.",
  } as const;
  const points = [{ number: 1, title: "One", state: "failed", checks: [check] }] as const;
  const seen = points.map((point) => ({ ...point, checks: [{ ...check, saw: "10.0.0.7" }] }));
  await insertPreflight(new Date("2028-02-01"), { ...makeReport(1), points: seen });
  await insertPreflight(new Date("2028-02-02"), { points: "of another release" });
  expect(await findLastPreflight()).toEqual({ ...makeReport(1), points });
});
