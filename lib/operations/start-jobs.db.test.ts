import { expect, test } from "vitest";
import { useDatabase } from "#lib/testing/use-database.ts";
import { runJob } from "./start-jobs.ts";
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
