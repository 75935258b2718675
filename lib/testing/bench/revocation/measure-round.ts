import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { Victim } from "./causes.ts";
import { type Ask, type Asked, isTaken, openStream } from "./ping.ts";

const STALE_MS = 1_000;
const GIVE_UP_MS = 5_000;
const BETWEEN_MS = 1;
const REMEMBERED_CALLS = 3;

export type Round = {
  /** From the sending of COMMIT to the last instance's first refusal. */
  refusedMs: number;
  /** The same to the last open stream's end; null where streams stay. */
  closedMs: number | null;
  /** How long the statements and the commit took. */
  statementsMs: number;
  commitMs: number;
  /** Calls sent more than a second after the commit that were allowed, or allowed after a refusal. */
  staleAllows: number;
  /** How long the allowed calls took meanwhile: what the machine does to any answer. */
  answersMs: number[];
};

type Plan = {
  urls: readonly string[];
  client: pg.Client;
  victim: Victim;
  end: () => Promise<unknown>;
  /** What is asked; anything but whether the token is taken leaves streams open, so there is none then. */
  ask?: Ask;
};

/** One revocation, with every instance asked all the time on a connection of its own and a stream open on each. */
export async function measureRound({ urls, client, victim, end, ask = isTaken }: Plan): Promise<Round> {
  const { token } = victim.connection;
  const agents = urls.map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
  const places = urls.map((url, index) => ({ url, agent: agents[index] ?? new Agent() }));
  const asked = places.map((place) => ({ ...place, token, ask }));
  for (const one of asked) {
    for (let calls = 0; calls < REMEMBERED_CALLS; calls++) {
      if (!(await ask(one))) throw new Error("What is allowed was refused.");
    }
  }
  const streams = ask === isTaken ? await Promise.all(urls.map((url) => openStream(url, token))) : [];
  await client.query("BEGIN");
  const startedAt = performance.now();
  await end();
  const statementsMs = performance.now() - startedAt;
  const commit = { sentAt: Number.POSITIVE_INFINITY };
  const asking = asked.map((one) => askUntilRefused({ ...one, commit }));
  await pause(5);
  commit.sentAt = performance.now();
  await client.query("COMMIT");
  const commitMs = performance.now() - commit.sentAt;
  const refusals = await Promise.all(asking);
  const closed = await Promise.all(streams.map(({ closedAt }) => closedAt));
  for (const agent of agents) agent.destroy();
  return {
    refusedMs: Math.max(...refusals.map(({ at }) => at)) - commit.sentAt,
    closedMs: closed.length === 0 ? null : Math.max(...closed) - commit.sentAt,
    statementsMs,
    commitMs,
    staleAllows: refusals.reduce((sum, { staleAllows }) => sum + staleAllows, 0),
    answersMs: refusals.flatMap(({ answersMs }) => answersMs),
  };
}

type Asking = Asked & { ask: Ask };

async function askUntilRefused({ commit, ...asking }: Asking & { commit: { sentAt: number } }) {
  let staleAllows = 0;
  const answersMs: number[] = [];
  for (;;) {
    const sentAt = performance.now();
    const isAllowed = await asking.ask(asking);
    const at = performance.now();
    if (!isAllowed) return { at, answersMs, staleAllows: staleAllows + (await countRevived(asking)) };
    answersMs.push(at - sentAt);
    if (sentAt - commit.sentAt > STALE_MS) staleAllows += 1;
    if (sentAt - commit.sentAt > GIVE_UP_MS) return { at, answersMs, staleAllows };
    await pause(BETWEEN_MS);
  }
}

/** Calls after the first refusal: none may be allowed again. */
async function countRevived(asking: Asking): Promise<number> {
  let allowed = 0;
  for (let calls = 0; calls < REMEMBERED_CALLS; calls++) {
    if (await asking.ask(asking)) allowed += 1;
  }
  return allowed;
}
