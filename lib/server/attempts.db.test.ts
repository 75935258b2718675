import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { flushEvents } from "#lib/activity/flush-events.ts";
import { makeAttemptKey } from "#lib/activity/make-attempt-key.ts";
import { recordEvent } from "#lib/activity/record-event.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();
const COMMAND = path.join(import.meta.dirname, "attempts.ts");

async function run(...words: string[]): Promise<{ code: number; stdout: string }> {
  const { publicUrl, secrets, databaseUrl = "", databaseAuthUrl = "" } = getConfig();
  const env = {
    NODE_ENV: "test" as const,
    PATH: "/usr/bin:/bin",
    PUBLIC_URL: publicUrl,
    SECRETS: secrets.join(","),
    DATABASE_URL: databaseUrl,
    DATABASE_AUTH_URL: databaseAuthUrl,
    DATABASE_OWNER_URL: databaseAuthUrl,
  };
  const run = promisify(execFile)(process.execPath, [COMMAND, ...words], { env });
  return await run.then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      stdout: error.stdout + error.stderr,
    }),
  );
}

test("npm run attempts lists what connecting came to, and shows one attempt's timeline", async () => {
  const tenant = await mintTenant();
  const { personId } = await mintMember(tenant, "member");
  const uid = crypto.randomUUID();
  const app = { clientId: "https://claude.ai/oauth/mcp-oauth-client-metadata", clientName: "Claude" };
  recordEvent({ stage: "S5", outcome: "passed", begins: true, interactionUid: uid, ...app });
  recordEvent({ stage: "S6", outcome: "passed", interactionUid: uid, personId, tenantId: tenant.tenantId });
  recordEvent({
    stage: "S7",
    outcome: "failed",
    reason: "request_expired",
    interactionUid: uid,
    status: 400,
  });
  // Once the attempt is written, so that what comes after it is none of its own, however fast.
  await flushEvents();
  recordEvent({ stage: "S1", outcome: "passed", status: 401 });
  await flushEvents();
  const { number } = makeAttemptKey(uid);

  const all = await run();
  expect(all.code, all.stdout).toBe(0);
  const line = all.stdout.split("\n").find((text) => text.includes(number)) ?? "";
  for (const word of ["Claude", tenant.name.slice(0, 20), "S6 Signed in and answered", "request_expired"]) {
    expect(line).toContain(word);
  }
  expect(all.stdout).toContain("part of no attempt");

  const one = await run(number.toLowerCase().replace("-", ""));
  expect(one.code, one.stdout).toBe(0);
  expect(one.stdout).toMatch(/S5 .*ok[\s\S]*S6 .*ok[\s\S]*S7 .*FAILED .*400[\s\S]*request_expired \(F45\)/);
  expect(one.stdout).toContain("Next      Press Connect in the app again.");

  const none = await run("0000-0000");
  expect(none).toMatchObject({ code: 1, stdout: expect.stringContaining("no connection attempt") });
});
