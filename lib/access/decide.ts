import "#server-only";
import type { GroupId } from "#lib/catalog/groups.ts";
import type { ArgumentLimit } from "#lib/catalog/narrow-schema.ts";
import type { HeaderParam } from "#lib/catalog/read-header-params.ts";
import { isRevocationFresh } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { findNotedHealth } from "#lib/upstreams/record-problem.ts";
import { isToolName } from "#lib/upstreams/schema.ts";
import { isReachable, keyFor } from "./internal/apply-presented-key.ts";
import { isWithinApp } from "./internal/is-within-app.ts";
import { type JudgedTool, judgeTool } from "./internal/judge-tool.ts";
import { openMemory } from "./internal/open-memory.ts";
import { isSwitchedOff } from "./is-switched-off.ts";
import type { RefusalLayer } from "./policy.ts";
import { type CalledTool, findCalledTool } from "./store.ts";

export type AllowedCall = Omit<
  CalledTool,
  "state" | "roles" | "rules" | "limits" | "inputSchema" | "hints" | "isPaused"
> & {
  group: GroupId;
  /** What its arguments may be; `limitArguments` enforces it. */
  argumentLimits: readonly ArgumentLimit[];
  /** Its arguments that headers repeat. */
  headerParams: readonly HeaderParam[];
};

/**
 * Yes, with what the call needs; or the one layer that said no. `unknown` also stands for every tool whose existence
 * the caller may not learn of. `app`: an admin limits what this app may do. `grant` names the groups the connection lacks,
 * `paused` the instance, where not all are.
 */
export type Decision =
  | { ok: true; call: AllowedCall }
  | { ok: false; layer: "unknown" }
  | { ok: false; layer: Exclude<RefusalLayer, "unknown" | "state" | "paused"> }
  | { ok: false; layer: "state"; state: "pending" | "off" }
  | { ok: false; layer: "app" }
  | { ok: false; layer: "grant"; groups: readonly GroupId[] }
  | { ok: false; layer: "paused"; upstreamName?: string };

type JudgedCall = JudgedTool & { yes: { ok: true; call: AllowedCall }; isPaused: boolean; readAt: number };

export type { MissingKey } from "./store.ts";

const PAUSED: Decision = { ok: false, layer: "paused" };
const UNKNOWN: Decision = { ok: false, layer: "unknown" };
const CALLS_MAX = 20_000;
/** Apart from the tools there are, so that a guesser pushes out only what other guessers asked for. */
const UNKNOWN_NAMES_MAX = 5_000;
/** A tool with long lists of allowed values counts for several. */
const WEIGHED_CHARACTERS = 1_000;

/**
 * The one place that says whether this caller may call this tool now: the token and the list the client saw decide
 * nothing. What the organisation decided is read at the call, or was within the last 5 s and has not changed since.
 */
export async function decide(actor: ClientActor, exposedName: string): Promise<Decision> {
  // What no tool is called is not asked for: the database would refuse some of it with an error.
  const [isOff, judged] = await Promise.all([
    isSwitchedOff(actor.tenantId),
    isToolName(exposedName) ? findJudgedCall(actor, exposedName) : null,
  ]);
  if (isOff) return PAUSED;
  if (judged === null || !isReachable(actor, judged.yes.call.upstreamId)) return UNKNOWN;
  const layer = actor.isSharedAddress ? judged.refusals.shared : judged.refusals.own;
  const isInLimit = isWithinApp(actor, judged.group);
  if (layer === null && isInLimit && actor.groups.includes(judged.group)) return allow(actor, judged);
  // To anybody who may not use it, a tool that is not in our public catalogue does not exist.
  if (judged.tool.origin !== "catalogued") return UNKNOWN;
  // Asking for more would not help: no consent goes beyond what an admin lets the app do.
  if (layer === null && !isInLimit) return { ok: false, layer: "app" };
  if (layer === null) return { ok: false, layer: "grant", groups: [judged.group] };
  if (layer === "state") return { ok: false, layer, state: judged.state === "off" ? "off" : "pending" };
  return { ok: false, layer };
}

function allow(actor: ClientActor, judged: JudgedCall): Decision {
  const { upstreamName } = judged.yes.call;
  if (judged.isPaused) return { ok: false, layer: "paused", upstreamName };
  return withKey(actor, withHealth(judged));
}

/** With what calls of this process found of the instance since the row was read. */
function withHealth({ yes, readAt }: JudgedCall): JudgedCall["yes"] {
  const noted = findNotedHealth(yes.call.upstreamId);
  if (noted === undefined || noted.at < readAt) return yes;
  const { problem, problemSince } = noted;
  return { ok: true, call: { ...yes.call, problem, problemSince } };
}

function withKey(actor: ClientActor, yes: JudgedCall["yes"]): Decision {
  return actor.presented === undefined
    ? yes
    : {
        ok: true,
        call: { ...yes.call, key: keyFor(actor, yes.call.key), keyRefusedAt: null, lacksKey: null },
      };
}

async function findJudgedCall(actor: ClientActor, exposedName: string): Promise<JudgedCall | null> {
  if (!isRevocationFresh()) return await lookUp(actor, exposedName);
  const { tenantId, personId, membershipId, role } = actor;
  const calls = openMemory<JudgedCall>("calls", CALLS_MAX);
  const key = `${tenantId} ${personId} ${role} ${exposedName}`;
  const known = calls.get(key);
  if (known !== undefined) return known;
  const unknowns = openMemory<true>("unknown-names", UNKNOWN_NAMES_MAX);
  const name = `${tenantId} ${exposedName}`;
  if (unknowns.get(name) === true) return null;
  const [lookup, unknownLookup] = [calls.begin(), unknowns.begin()];
  const judged = await lookUp(actor, exposedName);
  if (judged === null) unknowns.put(name, true, unknownLookup, { ids: [tenantId] });
  else calls.put(key, judged, lookup, { ids: [tenantId, membershipId], weight: weigh(judged) });
  return judged;
}

async function lookUp(actor: ClientActor, exposedName: string): Promise<JudgedCall | null> {
  const readAt = performance.now();
  const found = await findCalledTool(actor, exposedName);
  if (found === null) return null;
  const { state, roles, rules, limits, inputSchema, hints, isPaused, ...call } = found;
  const { toolName } = call;
  const judged = judgeTool({ toolName, hints, state, role: actor.role, roles, rules, limits, inputSchema });
  if (judged === null) return null;
  const { group, argumentLimits, headerParams } = judged;
  const yes = { ok: true, call: { ...call, group, argumentLimits, headerParams } } as const;
  return { ...judged, yes, isPaused, readAt };
}

function weigh({ argumentLimits }: JudgedCall): number {
  const characters = argumentLimits.flatMap(({ allowed }) => allowed).join("").length;
  return 1 + Math.floor(characters / WEIGHED_CHARACTERS);
}
