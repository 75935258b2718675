import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { getLogStream } from "#lib/streams/get-log-stream.ts";
import { rotateStreamSecret } from "#lib/streams/rotate-stream-secret.ts";
import { testLogStream } from "#lib/streams/test-log-stream.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { allowCollector, deliver, openStream, passWait } from "#lib/testing/streams/use-collector.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();

const folder = mkdtempSync(path.join(tmpdir(), "collector-"));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true });
});

/** The program of the article, running with that secret, and what it has written. */
async function runSample(
  port: number,
  secret: string,
): Promise<{ said: () => string; stop: () => Promise<void> }> {
  const article = readFileSync(path.join(import.meta.dirname, "log-stream/page.mdx"), "utf8");
  const [, program = ""] = /```js\n(.+?)```/s.exec(article) ?? [];
  const file = path.join(folder, "collector.mjs");
  writeFileSync(file, program);
  const child = spawn(process.execPath, [file], {
    env: { NODE_ENV: "production", WEBHOOK_SECRET: secret, PORT: String(port) },
  });
  children.push(child);
  let said = "";
  child.stdout.on("data", (piece) => (said += String(piece)));
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}/`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 30_000 },
    )
    .toBe(401);
  const stop = async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  };
  return { said: () => said, stop };
}

async function findPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((done) => void server.close(() => done()));
  return port;
}

test("the collector of the article takes what we sign, in either secret's day, and nothing else", async () => {
  const owner = await mintMember(await mintTenant(), "owner");
  const port = await findPort();
  allowCollector(port);
  const { id, secret } = await openStream(owner, `http://127.0.0.1:${port}/`);
  const old = await runSample(port, secret);
  expect(await testLogStream(owner, { id })).toEqual({ failure: null });
  const rotated = await rotateStreamSecret(owner, { id });
  await deliver();
  expect((await getLogStream(owner, {}))?.failure).toBeNull();
  const rows = old.said().trimEnd().split("\n");
  expect(rows.map((row) => (JSON.parse(row) as { kind: string }).kind)).toEqual([
    "test",
    "audit",
    "audit",
    "audit",
  ]);
  await old.stop();
  const renewed = await runSample(port, rotated.secret);
  expect(await testLogStream(owner, { id })).toEqual({ failure: null });
  await renewed.stop();
  const foreign = await runSample(port, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  await passWait();
  expect(await testLogStream(owner, { id })).toEqual({ failure: "denied" });
  expect(foreign.said()).toBe("");
});
