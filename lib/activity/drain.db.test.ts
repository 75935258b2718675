import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { expect, test } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { useCalls } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();
const { world, readCalls, verify } = useCalls();
const SCRIPT = path.resolve(import.meta.dirname, "../testing/race/record-until-stopped.ts");

test("two processes that are told to stop while they record lose no call, and leave one chain", async () => {
  const { databaseUrl, databaseAuthUrl, publicUrl } = getConfig();
  const env = {
    SECRETS: randomBytes(32).toString("base64url"),
    NODE_ENV: "test" as const,
    DATABASE_URL: String(databaseUrl),
    DATABASE_AUTH_URL: String(databaseAuthUrl),
    DATABASE_OWNER_URL: String(databaseUrl),
    PUBLIC_URL: publicUrl,
    LOG_LEVEL: "silent",
  };
  const counts = await Promise.all(
    [1, 2].map(async () => {
      const child = spawn(process.execPath, [SCRIPT, JSON.stringify(world.actor)], { env });
      const lines: string[] = [];
      const errors: string[] = [];
      child.stderr.on("data", (chunk: Buffer) => errors.push(chunk.toString()));
      child.stdout.on("data", (chunk: Buffer) => {
        lines.push(...chunk.toString().trim().split("\n"));
        if (lines.length === 1) child.kill("SIGTERM");
      });
      const [code] = (await once(child, "close")) as [number];
      expect([code, errors.join("")]).toEqual([0, ""]);
      return Number(lines[1]);
    }),
  );
  const [first = 0, second = 0] = counts;
  expect(Math.min(first, second)).toBeGreaterThanOrEqual(1_000);
  expect(await readCalls()).toHaveLength(first + second);
  expect(await verify()).toMatchObject({ ok: true, calls: first + second, lost: 0 });
});
