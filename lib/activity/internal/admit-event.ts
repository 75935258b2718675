import "#server-only";
import { once } from "#lib/platform/registry/once.ts";
import type { RequestFacts } from "../read-request-facts.ts";

type Window = {
  endsAt: number;
  byNetwork: Record<Lane, Map<string, number>>;
  /** Networks whose first refusal for too many requests was kept. */
  limited: Set<string>;
  totals: Record<Lane, number>;
  dropped: number;
};
/** Anthropic's addresses have a lane of their own, so that a flood from elsewhere cannot blind us to Claude. */
type Lane = "anthropic" | "others" | "known";

type Kind = { isKnown: boolean; isLimited: boolean };

const WINDOW_MS = 60_000;
export const NETWORK_MAX = 60;
/** An office full of people that connect; one account that opens its page over and over is less than everybody. */
const KNOWN_NETWORK_MAX = 600;
const NETWORKS_MAX = 5_000;
export const TOTAL_MAX: Record<Lane, number> = { anthropic: 600, others: 600, known: 6_000 };

/**
 * Whether one more event may be kept this minute: so many a network, so many in all. What is refused is counted.
 * `isKnown`: it belongs to a grant or a person, so it cost somebody a sign-in. `isLimited`: it was refused for being one
 * too many; a network's first of these is kept whatever came before it, since it is what somebody will ask about.
 */
export function admitEvent({ network, facts }: RequestFacts, { isKnown, isLimited }: Kind): boolean {
  const window = currentWindow();
  const lane = isKnown ? "known" : facts.includes("anthropic") ? "anthropic" : "others";
  const byNetwork = window.byNetwork[lane];
  const used = byNetwork.get(network) ?? 0;
  // Where the socket does not say who calls, everybody has the same network: only the total counts. So it is with Claude.
  const isCounted = !facts.includes("anthropic") && network !== "local";
  const networkMax = isKnown ? KNOWN_NETWORK_MAX : NETWORK_MAX;
  const isFirstLimited = isLimited && window.limited.size < NETWORKS_MAX && !window.limited.has(network);
  if (isFirstLimited) window.limited.add(network);
  const isNew = isCounted && used === 0 && byNetwork.size >= NETWORKS_MAX;
  if (
    window.totals[lane] >= TOTAL_MAX[lane] ||
    (!isFirstLimited && (isNew || (isCounted && used >= networkMax)))
  ) {
    window.dropped += 1;
    return false;
  }
  window.totals[lane] += 1;
  if (isCounted) byNetwork.set(network, used + 1);
  return true;
}

/** How many events were dropped since the start of this minute's window. */
export function countRefused(): number {
  return currentWindow().dropped;
}

function currentWindow(): Window {
  const windows = once("activity.admission", () => ({ current: openWindow() }));
  if (performance.now() >= windows.current.endsAt) windows.current = openWindow();
  return windows.current;
}

function openWindow(): Window {
  return {
    endsAt: performance.now() + WINDOW_MS,
    byNetwork: { anthropic: new Map(), others: new Map(), known: new Map() },
    limited: new Set(),
    totals: { anthropic: 0, others: 0, known: 0 },
    dropped: 0,
  };
}
