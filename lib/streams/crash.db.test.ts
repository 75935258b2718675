import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { beforeEach, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { endChild } from "#lib/testing/hear-child.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { startDeliverer } from "#lib/testing/streams/start-deliverer.ts";
import { deliver, openStream, passWait, rowsOf, useCollector } from "#lib/testing/streams/use-collector.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { appendAuditRows, asDatabaseAdmin } from "#lib/testing/use-exports.ts";
import { getLogStream } from "./get-log-stream.ts";

useDatabase();
const collector = useCollector();

let owner: MemberActor;
beforeEach(async () => {
  await asDatabaseAdmin("DELETE FROM tenant.log_streams");
  owner = await mintMember(await mintTenant(), "owner");
});

const seqs = () => rowsOf(collector, "audit").map(({ row }) => Number((row as { seq: string }).seq));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

describe("a process that is killed", () => {
  test("between a delivery and its note, again and again, only repeats: under one id, and in order", async () => {
    await appendAuditRows(owner, 1_200);
    await openStream(owner, collector.url(), { start: "kept" });
    const total = 1_201;
    for (let round = 0; round < 4 && new Set(seqs()).size < total; round += 1) {
      const child = await startDeliverer();
      const died = Promise.withResolvers<void>();
      const end = async () => {
        await kill(child);
        died.resolve();
      };
      // In turns it has the answer, and it has none, when it dies.
      collector.answer = (response) => {
        if (round % 2 === 0) void end();
        else response.writeHead(204).end(() => void end());
      };
      await passWait();
      await died.promise;
    }
    collector.answer = (response) => response.writeHead(204).end();
    await passWait();
    for (let turn = 0; turn < 5; turn += 1) await deliver();
    expect(new Set(seqs())).toEqual(new Set(upTo(total)));
    // Who drops what it has by its id has every row once and in order.
    const seen = new Set<unknown>();
    const once_ = collector.received.filter(({ headers }) => {
      const isNew = !seen.has(headers["webhook-id"]);
      seen.add(headers["webhook-id"]);
      return isNew;
    });
    expect(once_.length).toBeLessThan(collector.received.length);
    expect(once_.flatMap(({ rows }) => rows.map(({ row }) => Number((row as { seq: string }).seq)))).toEqual(
      upTo(total),
    );
  });
});

describe("two processes", () => {
  test("never deliver one stream at the same moment, and each row comes once", async () => {
    const owners = [
      owner,
      await mintMember(await mintTenant(), "owner"),
      await mintMember(await mintTenant(), "owner"),
    ];
    const running = new Map<string, number>();
    let most = 0;
    collector.answer = (response, { path }) => {
      const now = (running.get(path) ?? 0) + 1;
      running.set(path, now);
      most = Math.max(most, now);
      setTimeout(() => {
        running.set(path, (running.get(path) ?? 1) - 1);
        response.writeHead(204).end();
      }, 40);
    };
    const children = [await startDeliverer(), await startDeliverer()];
    for (const [index, one] of owners.entries()) {
      await appendAuditRows(one, 20);
      await openStream(one, collector.url(`/${index}`), { start: "kept" });
    }
    for (let round = 0; round < 8; round += 1) {
      await Promise.all(owners.map((one) => appendAuditRows(one, 5)));
    }
    const isDone = async () =>
      (await Promise.all(owners.map((one) => getLogStream(one, {})))).every(
        (stream) => stream?.rows === 61 && stream.behind.rows === 0,
      );
    await expect.poll(isDone, { timeout: 50_000, interval: 100 }).toBe(true);
    await Promise.all(children.map((child) => endChild(child)));
    expect(most).toBe(1);
    for (const index of owners.keys()) {
      const own = collector.received.filter(({ path }) => path === `/${index}`);
      expect(own.flatMap(({ rows }) => rows.map(({ row }) => Number((row as { seq: string }).seq)))).toEqual(
        upTo(61),
      );
    }
  });
});
