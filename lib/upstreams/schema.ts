import { z } from "zod";
import { isUuid } from "../kernel/ids.ts";
import { ROLES } from "../kernel/permissions.ts";
import { BEARER_HEADER, CHECKS, KEY_MODES, OVERLAP_HOURS_MAX } from "./terms.ts";

/** Why a stored instance is not well. Chosen by us, never the instance's own words. */
export const UPSTREAM_PROBLEMS = ["unreachable", "refused_key", "failed", "timeout", "protocol"] as const;
export type UpstreamProblem = (typeof UPSTREAM_PROBLEMS)[number];

export const UPSTREAM_STATUSES = ["draft", "ready", "error"] as const;
export type UpstreamStatus = (typeof UPSTREAM_STATUSES)[number];

export const KEY_KINDS = ["user", "agent", "system", "connector", "unknown"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

export const TOOL_STATES = ["pending", "approved", "off", "gone"] as const;
export type ToolState = (typeof TOOL_STATES)[number];

const TOOL_NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * Whether an app takes a tool of that name. MCP 2026-07-28, server/tools, has these letters; 64 of them is the
 * directory's rule. One tool with any other name makes some apps refuse the whole list.
 */
export function isToolName(name: string): boolean {
  return TOOL_NAME.test(name);
}

export const CHECK_PROBLEMS = [
  ...UPSTREAM_PROBLEMS,
  "not_public",
  "tls",
  "redirected",
  "open_to_anyone",
  "system_key",
  "backend_failed",
  "no_tools",
  "too_many_tools",
  "call_failed",
] as const;
export type CheckProblem = (typeof CHECK_PROBLEMS)[number];

/**
 * What one check found. Codes, numbers and times of ours, the key owner's address, and nothing else an instance said.
 * `untold` is neither yes nor no: there is nothing to check, or nobody can tell yet.
 */
export const CheckRowSchema = z.object({
  check: z.enum(CHECKS),
  outcome: z.enum(["ok", "failed", "skipped", "untold"]),
  problem: z.enum(CHECK_PROBLEMS).optional(),
  /** How long it took; 0 when it was skipped. */
  ms: z.number(),
  /** The HTTP status and the JSON-RPC code it failed with. */
  status: z.number().optional(),
  code: z.number().optional(),
  revision: z.string().optional(),
  kind: z.enum(KEY_KINDS).optional(),
  actsAs: z.string().nullable().optional(),
  tools: z.number().optional(),
  /** How many of the listed tools are left out. */
  leftOut: z.number().optional(),
});
export type CheckRow = z.infer<typeof CheckRowSchema>;

/** Where setting up a draft stands; null once it is done. */
export const SETUP_STEPS = ["key", "test", "tools", "access"] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export const KEY_STATES = ["active", "waiting", "declined"] as const;
export type KeyState = (typeof KEY_STATES)[number];

export const HEALTH_EVENTS = [
  "down",
  "well",
  "key_refused",
  "key_well",
  "key_replaced",
  "key_settled",
  "paused",
  "resumed",
] as const;
export type HealthEventKind = (typeof HEALTH_EVENTS)[number];

/** What an instance may offer beside tools. */
export const FEATURES = ["prompts", "resources", "completions"] as const;
export type Feature = (typeof FEATURES)[number];

/** All that is kept of what an instance declares: what an admin decides about, and what comes with it. */
export const DECLARABLE = [...FEATURES, "resources.subscribe", "logging"] as const;
export type Declared = (typeof DECLARABLE)[number];

export function isFeature(declared: Declared): declared is Feature {
  return (FEATURES as readonly string[]).includes(declared);
}

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]{1,64}$/;
const FOREIGN_HEADERS = new Set([
  "host",
  "connection",
  "date",
  "expect",
  "forwarded",
  "from",
  "keep-alive",
  "last-event-id",
  "origin",
  "range",
  "referer",
  "te",
  "trailer",
  "transfer-encoding",
  "true-client-ip",
  "upgrade",
  "user-agent",
  "via",
  "x-http-method-override",
  "x-original-url",
  "x-real-ip",
  "x-rewrite-url",
]);
const FOREIGN_HEADER =
  /^(?:accept|access-control|cf|content|cookie|if|mcp|proxy|sec|set-cookie|x-forwarded|x-original|x-mcp)(?:$|-|\d)/;

/**
 * Whether a key may go in the header of that name, in lower case: a token (RFC 9110 section 5.6.2) that says nothing of
 * framing, routing, the origin of a request, state or the protocol.
 */
export function isKeyHeader(name: string): boolean {
  return HEADER_NAME.test(name) && !FOREIGN_HEADERS.has(name) && !FOREIGN_HEADER.test(name);
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u;
const Id = z.string().refine(isUuid);

const Name = z
  .string()
  .transform((name) => name.normalize("NFKC").trim())
  .pipe(
    z
      .string()
      .min(1, { error: "Enter a name, for example Production." })
      .max(60, { error: "Use at most 60 characters." })
      .refine((name) => !HIDDEN.test(name), { error: "Use visible characters only." }),
  );

const Address = z
  .string()
  .trim()
  .min(1, { error: "Enter the address, for example https://trinity.example.com/mcp." })
  .max(2048, { error: "Use at most 2048 characters." })
  .refine((url) => !/[?#]/.test(url), { error: "Leave out the question mark and everything after it." });

/** Trinity's own keys begin with trinity_mcp_; other MCP servers have bearer tokens of their own kinds. */
const Key = z
  .string()
  .trim()
  .min(8, { error: "Enter the key; it has at least 8 characters." })
  .max(4096, { error: "Use at most 4096 characters." })
  .regex(/^[\x21-\x7e]*$/, { error: "A key has no spaces, line breaks or accented characters." });

const KeyHeader = z
  .string()
  .trim()
  .transform((name) => name.toLowerCase() || BEARER_HEADER)
  .pipe(
    z.string().refine(isKeyHeader, {
      error: "Use the name of a header for keys, for example X-API-Key, or leave this empty.",
    }),
  )
  .default(BEARER_HEADER);

const ApiAddress = z
  .union([Address, z.literal("")])
  .transform((url) => url.replace(/\/+$/, "") || undefined)
  .optional();

/** A key that skips Trinity's own rules is taken only when an owner says so. */
const confirmSystem = z.boolean().default(false);

const Version = z.coerce.number().int().min(1).max(2_147_483_647);
const place = { url: Address, keyHeader: KeyHeader, apiUrl: ApiAddress };

export const TestUpstreamInput = z.strictObject({ ...place, key: Key, confirmSystem });
export const ConnectUpstreamInput = TestUpstreamInput.extend({ name: Name });
export const DraftUpstreamInput = z.strictObject({ name: Name, ...place });
/** `version` is the one that was seen: an edit of something older is a conflict. */
export const EditUpstreamInput = DraftUpstreamInput.extend({ id: Id, version: Version });
const KeyModeSchema = z.enum(KEY_MODES, { error: "Choose whose key calls go with." });
/** Without a key only the mode changes. */
export const StoreKeyInput = z.strictObject({
  id: Id,
  version: Version,
  mode: KeyModeSchema,
  key: z.union([z.literal("").transform(() => undefined), Key]).optional(),
});
export const SetKeyModeInput = z.strictObject({ id: Id, version: Version, mode: KeyModeSchema });
export const SetRolesInput = z.strictObject({
  id: Id,
  version: Version,
  roles: z.array(z.enum(ROLES)).min(1, { error: "Choose at least one role." }).max(ROLES.length),
});
/** `seen` where it is taken back: whether it was paused by what is. */
export const PauseUpstreamInput = z.strictObject({
  id: Id,
  isPaused: z.boolean(),
  seen: z.boolean().optional(),
});

export const ReplaceKeyInput = z.strictObject({
  id: Id,
  key: Key,
  confirmSystem,
  overlapHours: z.coerce.number().int().min(0).max(OVERLAP_HOURS_MAX).default(0),
});
/** Only an owner may say that a key of kind system is meant. */
export const CheckUpstreamInput = z.strictObject({ id: Id, confirmSystem });
export const StoreOwnKeyInput = z.strictObject({ id: Id, key: Key });
/** `version` is that of the key as whoever decides saw it. */
export const DecideKeyInput = z.strictObject({
  id: Id,
  keyId: Id,
  version: z.coerce.number().int().min(1).max(2_147_483_647),
  isApproved: z.boolean(),
});
export const ListPersonalKeysInput = z.strictObject({ id: Id, after: Id.optional() });
/** `role` is that of keys whose owner is no member; null refuses them. */
export const SetKeyAccessInput = z.strictObject({
  id: Id,
  isAllowed: z.boolean(),
  role: z.enum(ROLES, { error: "Choose a role." }).nullable(),
  /** What `getKeyAccess` said: a change of something else is a conflict. */
  seen: z.string().max(60),
});
export const UpstreamIdInput = z.strictObject({ id: Id });
const HashSchema = z.string().regex(/^[0-9a-f]{64}$/);
/** `digest` is what `getUpstream` said: the approval is for the list that was seen. */
export const ApproveToolsInput = z.strictObject({ id: Id, digest: HashSchema });
/** `seen` has the hash of each definition that was looked at: the switch, or its undo, is of those. */
export const SwitchToolsInput = z.strictObject({
  id: Id,
  toolIds: z.array(Id).min(1).max(1000),
  isOn: z.boolean(),
  seen: z.record(Id, HashSchema).optional(),
});
export const SwitchFeaturesInput = z.strictObject({
  id: Id,
  features: z.array(z.enum(FEATURES)).min(1).max(FEATURES.length),
  isOn: z.boolean(),
});
export const ListQuarantinedToolsInput = z.strictObject({});
export const ToolIdInput = z.strictObject({ id: Id });
export const ListToolChangesInput = z.strictObject({
  /** The cursor of the page before. */
  after: z.strictObject({ place: Id, name: z.string().regex(TOOL_NAME) }).optional(),
});
/** `seen` has the hash of each definition that was looked at: the decision is about those. */
export const ReviewToolsInput = z.strictObject({
  ids: z
    .array(Id)
    .min(1, { error: "Choose at least one tool." })
    .max(1000)
    .transform((ids) => [...new Set(ids)]),
  seen: z.record(Id, HashSchema),
  decision: z.enum(["approved", "off"]),
});
/** A review as the verb answered it, to be taken back: tools that waited, and what had been approved of each. */
export const ReopenToolsInput = z.strictObject({
  decision: z.enum(["approved", "off"]),
  tools: z
    .array(z.strictObject({ id: Id, hash: HashSchema, approvedHash: HashSchema.nullable() }))
    .min(1)
    .max(1000)
    .refine((tools) => new Set(tools.map(({ id }) => id)).size === tools.length),
});
