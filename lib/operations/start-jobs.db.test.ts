import { expect, test } from "vitest";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { runJob, startJobs } from "./start-jobs.ts";
import { inTurnOfJob } from "./store.ts";

useDatabase();

test("of two instances at one job one does it, and afterwards the other may", async () => {
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const first = inTurnOfJob("sweep", async () => {
    started.resolve();
    await release.promise;
  });
  await started.promise;
  expect(await inTurnOfJob("sweep", async () => {})).toBe(false);
  expect(await inTurnOfJob("another", async () => {})).toBe(true);
  release.resolve();
  expect(await first).toBe(true);
  expect(await inTurnOfJob("sweep", async () => {})).toBe(true);
});

test("a job that fails throws at nobody and gives its turn back", async () => {
  await runJob({ name: "broken", everySeconds: 60, run: () => Promise.reject(new Error("no")) });
  expect(await inTurnOfJob("broken", async () => {})).toBe(true);
});

test("many jobs that begin at once leave the others' connections alone, and all of them are done", async () => {
  const ended: string[] = [];
  let [running, most] = [0, 0];
  const jobs = Array.from({ length: 30 }, (_, index) => ({
    name: `crowd-${index}`,
    everySeconds: 3_600,
    run: async () => {
      most = Math.max(most, (running += 1));
      // As a job does that works on the same store its turn is kept in.
      for (let times = 0; times < 3; times += 1) await inAuth((tx) => tx.jobRun.count());
      running -= 1;
      ended.push(`crowd-${index}`);
    },
  }));
  const stop = startJobs(jobs, { firstAfterMs: 0 });
  await expect.poll(() => ended.length, { timeout: 60_000 }).toBe(jobs.length);
  await stop();
  expect(most).toBeLessThanOrEqual(5);
  expect(
    await inAuth((tx) => tx.jobRun.count({ where: { name: { startsWith: "crowd-" }, failedAt: null } })),
  ).toBe(30);
}, 90_000);

test("what waits for its turn does not begin once the jobs are stopped", async () => {
  const release = Promise.withResolvers<void>();
  const begun: string[] = [];
  const jobs = Array.from({ length: 12 }, (_, index) => ({
    name: `late-${index}`,
    everySeconds: 3_600,
    run: async () => {
      begun.push(`late-${index}`);
      await release.promise;
    },
  }));
  const stop = startJobs(jobs, { firstAfterMs: 0 });
  await expect.poll(() => begun.length, { timeout: 30_000 }).toBe(5);
  const stopped = stop();
  release.resolve();
  await stopped;
  expect(begun).toHaveLength(5);
}, 60_000);
