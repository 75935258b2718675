import "#server-only";
import { isUuid } from "#lib/kernel/ids.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { log } from "#lib/platform/log/log.ts";
import { admitEvent } from "./internal/admit-event.ts";
import { enqueue } from "./internal/event-queue.ts";
import { isKnownStage, noteStage } from "./internal/grant-stages.ts";
import { currentDraft } from "./internal/request-draft.ts";
import { makeAttemptKey } from "./make-attempt-key.ts";
import { readPageFacts, type RequestFacts } from "./read-request-facts.ts";
import type { Fact, Outcome, ReasonCode } from "./schema.ts";
import type { Stage } from "./terms.ts";

export type RecordedEvent = {
  stage: Stage;
  outcome: Outcome;
  reason?: ReasonCode | undefined;
  /** The attempt it belongs to, by what is known of it; without any it is a sighting of nobody's. */
  interactionUid?: string | undefined;
  /** The attempt begins here: a row is made for it. */
  begins?: boolean | undefined;
  grantId?: string | undefined;
  /** SHA-256 of the code or token that was presented, to find the grant by; it is not stored. */
  presented?: { kind: "code" | "refresh" | "access"; hash: string } | undefined;
  clientId?: string | undefined;
  /** Already fit to be shown. */
  clientName?: string | undefined;
  redirectHost?: string | undefined;
  /** In its one spelling. */
  resource?: string | undefined;
  personId?: string | undefined;
  tenantId?: string | undefined;
  status?: number | undefined;
  ms?: number | undefined;
  /** Who sent the request; the current request's, unless told. */
  from?: RequestFacts | undefined;
  /** Further facts of the request. */
  facts?: readonly Fact[] | undefined;
};

const TEXT_LENGTH_MAX = 512;
/** How many batches an event waits for its attempt, which another instance may be about to write. */
const TRIES = 4;

/**
 * Notes what a door saw, for the connection recorder. Never throws, never waits: the event is written within half a
 * second, or dropped and counted when there are more than can be kept.
 */
export function recordEvent(event: RecordedEvent): void {
  try {
    admit(event);
  } catch (error) {
    log.warn({ err: error }, "a connection event was not taken");
  }
}

function admit(event: RecordedEvent): void {
  const from = event.from ?? currentDraft()?.from ?? readPageFacts(currentPeerAddress());
  if (from.isOwn) return;
  const { grantId, stage, outcome } = event;
  if (grantId !== undefined && isKnownStage(grantId, stage, outcome)) return;
  const isKnown = grantId !== undefined || event.personId !== undefined;
  if (!admitEvent(from, { isKnown, isLimited: event.reason === "rate_limited" })) return;
  if (grantId !== undefined) noteStage(grantId, stage, outcome);
  const attempt = event.interactionUid === undefined ? undefined : makeAttemptKey(event.interactionUid);
  enqueue({ ...event, ...trim(event), from, attempt, seenAt: performance.now(), triesLeft: TRIES });
}

/**
 * The few texts that come from outside, no longer than needed and nothing no store takes; ids only if they are some. Cut
 * first: half a character left at the end would have the database refuse everybody's events of that batch.
 */
function trim(event: RecordedEvent): Partial<RecordedEvent> {
  const short = (text: string | undefined) =>
    text === undefined
      ? undefined
      : text.slice(0, TEXT_LENGTH_MAX).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "");
  const uuid = (id: string | undefined) => (id !== undefined && isUuid(id) ? id : undefined);
  return {
    clientId: short(event.clientId),
    clientName: short(event.clientName),
    redirectHost: short(event.redirectHost),
    resource: short(event.resource),
    grantId: uuid(event.grantId),
    personId: uuid(event.personId),
    tenantId: uuid(event.tenantId),
  };
}
