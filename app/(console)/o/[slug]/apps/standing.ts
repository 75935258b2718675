import { type ClientDecision, judgeClient } from "#lib/grants/policy.ts";
import type { ClientIdentity } from "#lib/grants/schema.ts";
import type { AppPolicy } from "#lib/grants/terms.ts";
import { classifyClient } from "#lib/oauth/policy.ts";

export type Standing = "listed" | "open" | "ask" | "unlisted" | "blocked";

type Judged = {
  policy: AppPolicy;
  decision: ClientDecision | null;
  client: { clientId: string; identity: ClientIdentity; redirectHost: string };
};

/** How an app stands now, for somebody who would connect it as it was connected last. */
export function toStanding({ policy, decision, client }: Judged): Standing {
  if (decision?.state === "allowed" && decision.isListed) return "listed";
  const { kind } = judgeClient({
    policy,
    decision: decision && { ...decision, hosts: [] },
    isReviewed: isReviewed(client),
    redirectHost: client.redirectHost,
  });
  return kind === "allowed" || kind === "host" ? "open" : kind;
}

/** The publisher of the app's description, if we have looked at it; its host, if it has one. */
export function describeClient({ clientId, identity, redirectHost }: Judged["client"]): {
  publisher?: string;
  host?: string;
} {
  const redirect = identity === "local" ? "http://localhost/" : `https://${redirectHost}/`;
  const { publisher, host } = classifyClient(clientId, redirect);
  return { ...(publisher ? { publisher } : {}), ...(host ? { host } : {}) };
}

function isReviewed(client: Judged["client"]): boolean {
  const { identity } = client;
  return identity === "verified" || (identity === "local" && describeClient(client).publisher !== undefined);
}
