import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Effect } from "#lib/kernel/effects.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/ids.ts";
import { can } from "#lib/kernel/permissions.ts";
import type { ConnectionStatus, EndedReason } from "./schema.ts";
import type { AppPolicy } from "./terms.ts";

export const DAY_MS = 24 * 60 * 60 * 1000;
/** After how many days without a call a connection is called idle. */
export const IDLE_DAYS = 30;
const IDLE_MS = IDLE_DAYS * DAY_MS;

/** How long a connection lasts at most, however often it is refreshed. */
export const GRANT_LIFETIME_MS = 180 * DAY_MS;

/** How long a connection's row stays after it ended, and a yes no app came for. */
export const ENDED_DAYS = 365;
export const UNCONNECTED_DAYS = 30;
/** How long a request for an app stays after it was decided or, where nobody did, made. */
export const REQUEST_DAYS = 90;

/** How long what ended is told to instances: far longer than any goes without looking, or any transaction takes. */
export const REVOCATION_HOURS = 24;

/** Everybody sees their own connections, admins and auditors all of the organisation's. */
export function canSee(actor: MemberActor, grant: { personId: PersonId }): boolean {
  return grant.personId === actor.personId || can(actor.role, "connection:read-all");
}

export function canEnd(actor: MemberActor, grant: { personId: PersonId }): boolean {
  return grant.personId === actor.personId || can(actor.role, "connection:end-any");
}

/** Why a connection ended, when this actor ends it. */
export function toEndedReason(actor: MemberActor, grant: { personId: PersonId }): "person" | "admin" {
  return grant.personId === actor.personId ? "person" : "admin";
}

type Times = {
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date;
  endedAt: Date | null;
  endedReason: EndedReason | null;
};

/** The store's conditions say the same in SQL. */
export function toStatus(times: Times, now: Date): ConnectionStatus {
  const { createdAt, lastUsedAt, expiresAt, endedAt, endedReason } = times;
  if (endedAt) return endedReason === "expired" ? "expired" : "disconnected";
  if (expiresAt <= now) return "expired";
  return now.getTime() - (lastUsedAt ?? createdAt).getTime() > IDLE_MS ? "idle" : "active";
}

/** How an app stands by a decision of its own. */
export type ClientPolicyState = "allowed" | "asked" | "blocked";

/** What an organisation decided about one app. */
export type ClientDecision = {
  state: ClientPolicyState;
  /** Whether `allowed` puts it on the list; else the rule for all apps decides. */
  isListed: boolean;
  effectMax: Effect;
  /** Where it may return to; empty: wherever it is registered for. */
  hosts: readonly string[];
};

/**
 * Whether somebody may connect an app: yes, with the most it may get; after an admin said yes (`ask`); or not: it is
 * blocked, not on the list, or returns to a place that is not allowed for it.
 */
export type ClientVerdict =
  | { kind: "allowed"; effectMax: Effect }
  | { kind: "ask" }
  | { kind: "blocked" }
  | { kind: "unlisted" }
  | { kind: "host" };

type Judged = {
  policy: AppPolicy;
  decision: ClientDecision | null;
  /** Its publisher is one we have looked at, and it returns to that publisher or to the person's own computer. */
  isReviewed: boolean;
  redirectHost: string;
};

/** A decision about the very app comes before the rule for all; a block before all else. */
export function judgeClient({ policy, decision, isReviewed, redirectHost }: Judged): ClientVerdict {
  const { state = null, isListed = false, effectMax = "destructive", hosts = [] } = decision ?? {};
  if (state === "blocked") return { kind: "blocked" };
  if (hosts.length > 0 && !hosts.includes(toPlace(redirectHost))) return { kind: "host" };
  if (state === "asked") return { kind: "ask" };
  if (state === "allowed" && isListed) return { kind: "allowed", effectMax };
  if (policy === "list") return { kind: "unlisted" };
  return policy === "open" || isReviewed ? { kind: "allowed", effectMax } : { kind: "ask" };
}

/** Where an app returns to, as a decision names it: this computer is one place, whatever it calls it and at any port. */
export function toPlace(redirectHost: string): string {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(redirectHost) ? "localhost" : redirectHost;
}

const CLIENT_REFUSALS: Record<Exclude<ClientVerdict["kind"], "allowed">, string> = {
  ask: "An admin of your organisation has to allow this app first. Open the request again to ask for it.",
  blocked: "Your organisation has blocked this app. Ask one of its admins to allow it.",
  unlisted: "Your organisation lets in only the apps on its list. Ask one of its admins to add this one.",
  host: "Your organisation does not let this app return to this address. Ask one of its admins.",
};

/** The most the app may get; throws `precondition_failed`, with whom to ask, when it may not be connected. */
export function requireAllowed(verdict: ClientVerdict): Effect {
  if (verdict.kind === "allowed") return verdict.effectMax;
  throw new DomainError("precondition_failed", CLIENT_REFUSALS[verdict.kind]);
}
