import { setTimeout as pause } from "node:timers/promises";
import { callServer } from "./call-server.ts";
import { CLIENT_ID } from "./open-connection.ts";
import type { Cluster } from "./start-cluster.ts";

/** What is known of a run so far. */
export type Tally = {
  /** Every different successor each presented token was ever answered with. */
  successors: Map<string, Set<string>>;
  refused: number;
  retries: number;
  dropped: number;
};
type Callers = {
  cluster: Cluster;
  tally: Tally;
  /** How many callers present the same token at the same moment. */
  callers: number;
  /** The share of answers their callers never see. */
  dropShare: number;
};

const RETRY_MS = 100;

/**
 * Refreshes one token from several callers at once, spread over both instances. Each retries a lost answer or a 503
 * with the token it holds, as apps do. Returns the successor, or null when any caller was refused.
 */
export async function refreshTogether(token: string, { callers, ...how }: Callers): Promise<string | null> {
  const answers = await Promise.all(
    Array.from({ length: callers }, (_, caller) => refreshUntilAnswered(token, caller, how)),
  );
  return answers.includes(null) ? null : (answers[0] ?? null);
}

async function refreshUntilAnswered(
  token: string,
  caller: number,
  { cluster, tally, dropShare }: Omit<Callers, "callers">,
): Promise<string | null> {
  for (let attempt = caller; ; attempt++) {
    const drop = Math.random() < dropShare ? (Math.random() < 0.5 ? "request" : "answer") : undefined;
    const answer = await callServer({
      url: `${cluster.instances[attempt % 2 === 0 ? 0 : 1].url}/oauth/token`,
      host: new URL(cluster.publicUrl).host,
      form: { grant_type: "refresh_token", refresh_token: token, client_id: CLIENT_ID },
      ...(drop ? { drop } : {}),
    });
    if (answer?.status === 200) return noteSuccessor(tally, token, String(answer.json["refresh_token"]));
    if (answer !== null && answer.status !== 503) {
      tally.refused++;
      process.stderr.write(`refused: ${answer.status} ${JSON.stringify(answer.json)}\n`);
      return null;
    }
    if (drop) tally.dropped++;
    tally.retries++;
    if (!drop) await pause(RETRY_MS);
  }
}

function noteSuccessor({ successors }: Tally, token: string, successor: string): string {
  const known = successors.get(token) ?? new Set<string>();
  successors.set(token, known.add(successor));
  return successor;
}
