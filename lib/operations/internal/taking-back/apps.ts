import "#server-only";
import { z } from "zod";
import type { AuditAction } from "#lib/audit/schema.ts";
import { DecidedSchema } from "#lib/grants/schema.ts";
import { setAppPolicy } from "#lib/grants/set-app-policy.ts";
import { setClientPolicy } from "#lib/grants/set-client-policy.ts";
import { APP_POLICIES } from "#lib/grants/terms.ts";
import { unblockClient } from "#lib/grants/unblock-client.ts";
import { type AuditedChange, reversal } from "./reversal.ts";

const ONE_APP: readonly AuditAction[] = [
  "client-request.decide",
  "client.allow",
  "client.block",
  "client.decide",
  "client.unblock",
];
const NOTHING_DECIDED = { decision: "rule", effectMax: "destructive", hosts: [] };
const LISTED = { decision: "allowed", effectMax: "destructive", hosts: [] };

const idOf = ({ thing }: AuditedChange) => (thing?.kind === "app" ? thing.linkId : null);

/** Who may connect apps nothing was decided about. */
export const APP_POLICY = reversal({
  verb: setAppPolicy,
  rivals: ["app-settings.set"],
  before: z.object({ policy: z.enum(APP_POLICIES) }),
  after: z.object({ policy: z.enum(APP_POLICIES) }),
  toInput: ({ before, after }) => ({ policy: before.policy, seen: after.policy }),
});

/** One app's rule, the most it may do and where it may return to. */
export const APP_DECISION = reversal({
  verb: setClientPolicy,
  rivals: ONE_APP,
  before: DecidedSchema,
  after: DecidedSchema,
  toInput: ({ before, after, change }) => {
    const id = idOf(change);
    return id === null ? null : { id, ...before, seen: after };
  },
});

/** An app put on the list that nothing was decided about before; of others the row does not say what limits they had. */
export const APP_ALLOWED = reversal({
  verb: setClientPolicy,
  rivals: ONE_APP,
  before: z.object({ state: z.null() }),
  after: z.object({ state: z.literal("allowed") }),
  toInput: ({ change }) => {
    const id = idOf(change);
    return id === null ? null : { id, ...NOTHING_DECIDED, seen: LISTED };
  },
});

/** A block that ended no connection and declined no request: what ended with one stays ended. */
export const APP_BLOCKED = reversal({
  verb: unblockClient,
  rivals: ONE_APP,
  before: z.object({ state: z.enum(["allowed", "asked"]).nullable() }),
  after: z.object({ state: z.literal("blocked"), ended: z.literal(0), declined: z.literal(0).optional() }),
  toInput: ({ change }) => {
    const id = idOf(change);
    return id === null ? null : { id, seen: "blocked" };
  },
});
