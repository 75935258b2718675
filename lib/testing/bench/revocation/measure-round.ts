import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { Victim } from "./causes.ts";
import { openStream, ping } from "./ping.ts";

const STALE_MS = 1_000;
const GIVE_UP_MS = 5_000;
const BETWEEN_MS = 1;
const REMEMBERED_CALLS = 3;

export type Round = {
  /** From the sending of COMMIT to the last instance's first refusal, and to the last open stream's end. */
  refusedMs: number;
  closedMs: number;
  /** How long the statements and the commit took. */
  statementsMs: number;
  commitMs: number;
  /** Calls sent more than a second after the commit that were allowed, or allowed after a refusal. */
  staleAllows: number;
  /** How long the allowed calls took meanwhile: what the machine does to any answer. */
  answersMs: number[];
};

type Plan = { urls: readonly string[]; client: pg.Client; victim: Victim; end: () => Promise<unknown> };

/** One revocation, with every instance asked all the time on a connection of its own and a stream open on each. */
export async function measureRound({ urls, client, victim, end }: Plan): Promise<Round> {
  const { token } = victim.connection;
  const agents = urls.map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
  const places = urls.map((url, index) => ({ url, agent: agents[index] ?? new Agent() }));
  for (const { url, agent } of places) {
    for (let calls = 0; calls < REMEMBERED_CALLS; calls++) await expectAllowed(url, token, agent);
  }
  const streams = await Promise.all(urls.map((url) => openStream(url, token)));
  await client.query("BEGIN");
  const startedAt = performance.now();
  await end();
  const statementsMs = performance.now() - startedAt;
  const commit = { sentAt: Number.POSITIVE_INFINITY };
  const asking = places.map(({ url, agent }) => askUntilRefused({ url, token, agent, commit }));
  await pause(5);
  commit.sentAt = performance.now();
  await client.query("COMMIT");
  const commitMs = performance.now() - commit.sentAt;
  const refusals = await Promise.all(asking);
  const closed = await Promise.all(streams.map(({ closedAt }) => closedAt));
  for (const agent of agents) agent.destroy();
  return {
    refusedMs: Math.max(...refusals.map(({ at }) => at)) - commit.sentAt,
    closedMs: Math.max(...closed) - commit.sentAt,
    statementsMs,
    commitMs,
    staleAllows: refusals.reduce((sum, { staleAllows }) => sum + staleAllows, 0),
    answersMs: refusals.flatMap(({ answersMs }) => answersMs),
  };
}

async function expectAllowed(url: string, token: string, agent: Agent): Promise<void> {
  const status = await ping(url, token, agent);
  if (status !== 200) throw new Error(`A live connection was answered ${status}.`);
}

type Asked = { url: string; token: string; agent: Agent; commit: { sentAt: number } };

async function askUntilRefused({ url, token, agent, commit }: Asked) {
  let staleAllows = 0;
  const answersMs: number[] = [];
  for (;;) {
    const sentAt = performance.now();
    const status = await ping(url, token, agent);
    const at = performance.now();
    if (status === 401) {
      return { at, answersMs, staleAllows: staleAllows + (await countRevived(url, token, agent)) };
    }
    if (status !== 200) throw new Error(`A call was answered ${status}.`);
    answersMs.push(at - sentAt);
    if (sentAt - commit.sentAt > STALE_MS) staleAllows += 1;
    if (sentAt - commit.sentAt > GIVE_UP_MS) return { at, answersMs, staleAllows };
    await pause(BETWEEN_MS);
  }
}

/** Calls after the first refusal: none may be allowed again. */
async function countRevived(url: string, token: string, agent: Agent): Promise<number> {
  let allowed = 0;
  for (let calls = 0; calls < REMEMBERED_CALLS; calls++) {
    if ((await ping(url, token, agent)) !== 401) allowed += 1;
  }
  return allowed;
}
