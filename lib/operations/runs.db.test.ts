import { expect, test } from "vitest";
import { authSql } from "#lib/platform/db/sql.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findLastPreflight } from "./find-last-preflight.ts";
import type { PreflightReport } from "./schema.ts";
import { insertPreflight } from "./store.ts";

useDatabase();

const makeReport = (minute: number): PreflightReport => ({
  url: "http://localhost:3000",
  startedAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  ms: 1,
  passed: 1,
  failed: 0,
  needsOutside: 0,
  points: [{ number: 1, title: "One", state: "passed", checks: [] }],
});
const keep = (report: PreflightReport) => insertPreflight(new Date(report.startedAt), report);

test("the newest run is found, the newest twenty are kept, and one that cannot be read is none", async () => {
  expect(await findLastPreflight()).toBeNull();
  for (let minute = 0; minute < 22; minute += 1) await keep(makeReport(minute));
  expect(await findLastPreflight()).toEqual(makeReport(21));
  const { rows } = await authSql().query("SELECT count(*)::int AS count FROM auth.preflight_runs");
  expect(rows).toEqual([{ count: 20 }]);
  await insertPreflight(new Date("2027-01-01"), { points: "of another release" });
  expect(await findLastPreflight()).toBeNull();
});
