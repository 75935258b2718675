import "#server-only";
import { once } from "#lib/platform/registry/once.ts";
import type { OpenedSession } from "../../open-session.ts";
import type { UpstreamFailure } from "../session-failure.ts";
import type { UpstreamEra } from "../upstream-session.ts";
import { EraVerdicts } from "./era-verdicts.ts";

const verdicts = () => once("upstreams.eras", () => new EraVerdicts());

/**
 * Opens a session in the wanted era, else in the other one. `name` is the instance, its address and the key: which era it
 * does not speak is remembered for an hour. A refusal, an error or silence is no evidence, only a reason to try the other.
 */
export async function openEra(
  name: string,
  wanted: UpstreamEra,
  open: (era: UpstreamEra) => Promise<OpenedSession>,
): Promise<OpenedSession> {
  const [first, second] = verdicts().order(name, wanted);
  const opened = await open(first);
  if (opened.ok || !mayTryOther(opened, first)) return opened;
  const other = await open(second);
  if (other.ok) {
    verdicts().note(name, first, { isGuess: opened.isOtherEra !== true });
    return other;
  }
  return opened.isOtherEra === true && other.isOtherEra !== true ? other : opened;
}

/** The era such a session is tried in first. */
export function expectEra(name: string, wanted: UpstreamEra): UpstreamEra {
  return verdicts().order(name, wanted)[0];
}

/** What was known is void: the instance no longer speaks the era it did. */
export function forgetEra(name: string): void {
  verdicts().forget(name);
}

/** To a modern question outside any session, a Trinity of the older revisions answers a good key 401. */
function mayTryOther({ isOtherEra, reason }: UpstreamFailure, era: UpstreamEra): boolean {
  if (isOtherEra === true) return true;
  return era === "modern" && reason !== "unreachable" && reason !== "aborted";
}
