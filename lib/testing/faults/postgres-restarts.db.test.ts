import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import type { EmbeddedPostgres } from "#lib/server/embedded-postgres/start-embedded-postgres.ts";
import { startThrowawayPostgres } from "#lib/server/embedded-postgres/start-throwaway-postgres.ts";
import { configureFor } from "../configure-for.ts";
import {
  type MintedConnection,
  type MintedTenant,
  mintGrantWithToken,
  mintMember,
  mintTenant,
  mintUpstream,
} from "../mint.ts";
import { type Behaviour, echo, type FakeUpstream, openFakeUpstream } from "../open-fake-upstream.ts";
import { allowOutbound } from "../open-gateway.ts";
import { readEvents } from "../open-listening.ts";
import { FAKE_KEY } from "../use-gateway.ts";
import { whenCalled } from "./misbehave.ts";
import { MANY_CALLS, type ServerProcess, startProcess } from "./start-process.ts";

// A Postgres of this file's own, which keeps what it has committed: here it goes away.

const ERAS = ["legacy", "modern"] as const;
const POLL_MS = 10;

let postgres: EmbeddedPostgres;
let fake: FakeUpstream;
let tenant: MintedTenant;
let connection: MintedConnection;
let processes: ServerProcess[];
beforeAll(async () => {
  postgres = await startThrowawayPostgres({ isDurable: true });
  await applyMigrations(postgres.urls.owner);
  configureFor(postgres, { PUBLIC_URL: "http://localhost:3000" });
  fake = await openFakeUpstream();
  allowOutbound(fake.url);
  tenant = await mintTenant();
  await mintUpstream(tenant, { url: fake.url, key: FAKE_KEY, tools: ["list_agents"] });
  const member = await mintMember(tenant, "member");
  connection = await mintGrantWithToken(member, { groups: ["agents.read"] });
  processes = await Promise.all([startProcess({ env: MANY_CALLS }), startProcess({ env: MANY_CALLS })]);
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.stop()));
  await fake.close();
  await closePools();
  await postgres.stop();
});

const call = (at: ServerProcess, era: (typeof ERAS)[number], args: object) =>
  at[era](
    "tools/call",
    { name: "list_agents", arguments: args, _meta: { progressToken: 1 } },
    { token: connection.token, id: 0 },
  );
const everywhere = () =>
  processes.flatMap((at, place) => ERAS.map((era) => ({ at, era, args: { era, place } })));
const answerTo = (args: object) => ({ id: 0, result: { content: [{ text: JSON.stringify(args) }] } });

/** Calls again and again, each in turn, until told to stop: what was answered, and how often it worked. */
function keepCalling() {
  const seen = { statuses: new Set<number>(), retryAfter: new Set<string | null>(), worked: 0 };
  let isOver = false;
  const workers = everywhere().map(async ({ at, era }) => {
    while (!isOver) {
      const response = await call(at, era, { busy: true });
      const text = await response.text();
      seen.statuses.add(response.status);
      if (response.status === 503) seen.retryAfter.add(response.headers.get("retry-after"));
      else if (text.includes('{\\"busy\\":true}')) seen.worked += 1;
      else throw new Error(text);
    }
  });
  return {
    seen,
    stop: async () => {
      isOver = true;
      await Promise.all(workers);
    },
  };
}

test.each([
  ["stopped and started", "SIGINT"],
  ["killed and started", "SIGKILL"],
] as const)(
  "K03: Postgres is %s: running calls get their answers, new ones theirs or a 503, and nobody is signed out",
  async (_how, signal) => {
    const held: (() => void)[] = [];
    const allHeld = Promise.withResolvers<void>();
    const hold: Behaviour = (message, response) => {
      const { id, params } = message;
      if ((params["arguments"] as { busy?: boolean }).busy === true) return echo(message, response);
      const { progressToken } = params["_meta"] as { progressToken: unknown };
      const write = (sent: object) =>
        response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", ...sent })}\n\n`);
      response.writeHead(200, { "content-type": "text/event-stream" });
      write({ method: "notifications/progress", params: { progressToken, progress: 1 } });
      const text = JSON.stringify(params["arguments"]);
      const release = () => {
        write({ id, result: { content: [{ type: "text", text }] } });
        response.end();
      };
      if (held.push(release) === everywhere().length) allHeld.resolve();
    };
    fake.behave(whenCalled(hold));
    const running = await Promise.all(
      everywhere().map(async ({ at, era, args }) => ({
        args,
        stream: readEvents(await call(at, era, args)),
      })),
    );
    for (const { stream } of running) expect(await stream.next()).toMatchObject({ params: { progress: 1 } });
    await allHeld.promise;

    const busy = keepCalling();
    await expect.poll(() => busy.seen.worked, { timeout: 30_000 }).toBeGreaterThan(10);
    const { pid } = postgres;
    process.kill(pid, signal);
    while (postgres.pid === pid) await pause(POLL_MS);
    for (const release of held) release();
    for (const { args, stream } of running) {
      expect(await stream.next()).toMatchObject(answerTo(args));
      expect(await stream.next()).toBeNull();
    }
    const { worked } = busy.seen;
    await expect.poll(() => busy.seen.worked, { timeout: 30_000 }).toBeGreaterThan(worked + 20);
    await busy.stop();
    expect([...busy.seen.statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect([...busy.seen.retryAfter].filter((seconds) => seconds !== "2")).toEqual([]);
    for (const { at, era, args } of everywhere()) {
      fake.behave(echo);
      await expect.poll(async () => (await call(at, era, args)).status, { timeout: 30_000 }).toBe(200);
    }
  },
);

test("D12: a connection that is ended after all that is refused by both", async () => {
  const { tenantId } = tenant;
  const where = { tenantId, id: connection.grantId };
  await expect
    .poll(
      async () => {
        await inTenant(tenantId, (tx) => tx.grant.updateMany({ where, data: { endedAt: new Date() } }));
        return await Promise.all(everywhere().map(async ({ at, era }) => (await call(at, era, {})).status));
      },
      { timeout: 30_000 },
    )
    .toEqual([401, 401, 401, 401]);
});

test("K03: a process is asked to end while Postgres is away: its calls end with their answers, and it leaves", async () => {
  const held = Promise.withResolvers<() => void>();
  fake.behave(whenCalled((message, response) => held.resolve(() => echo(message, response))));
  const at = await startProcess();
  const member = await mintMember(tenant, "member");
  const { token } = await mintGrantWithToken(member, { groups: ["agents.read"] });
  const answer = at.legacy(
    "tools/call",
    { name: "list_agents", arguments: { last: true } },
    { token, id: 0 },
  );
  const release = await held.promise;
  await closePools();
  await postgres.stop();
  const ended = at.terminate();
  release();
  expect(await (await answer).json()).toMatchObject(answerTo({ last: true }));
  expect(await ended).toBe(0);
});
