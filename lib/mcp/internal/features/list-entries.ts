import "#server-only";
import { decideFeatures, type FeatureInstance, offering } from "#lib/access/decide-feature.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { log } from "#lib/platform/log/log.ts";
import type { CallContext } from "../call-context.ts";
import { answerNothing, type McpResponse } from "../http.ts";
import { explainListFailure } from "../messages.ts";
import type { RpcRequest } from "../parse-message.ts";
import { answerError, CODE } from "../protocol.ts";
import { refuseCursor } from "../refuse-cursor.ts";
import { holdCall } from "../relay/hold-call.ts";
import type { Entry } from "./accept-entry.ts";
import { renameEntry } from "./accept-entry.ts";
import { exposeName, findOwnName } from "./expose-name.ts";
import { type Failure, LISTS, type ListMethod, type Page, readList, readPage } from "./read-list.ts";
import { openCursor, sealCursor } from "./seal-cursor.ts";
import { answerList } from "./write-list.ts";

/**
 * `prompts/list`, `resources/list` and `resources/templates/list`: what the organisation's instances list now, in the
 * order of the instances. Whoever may use none of it gets an empty list. With one instance its pages are passed on as they
 * come; of several, those that answer make one list.
 */
export async function listEntries(
  context: CallContext,
  message: RpcRequest,
  method: ListMethod,
): Promise<McpResponse> {
  const { actor, era } = context;
  const { cursor } = message.params;
  if (cursor !== undefined && typeof cursor !== "string") return refuseCursor(message);
  const { instances, layer } = await decideFeatures(actor);
  const offered = layer === null ? offering(instances, LISTS[method].feature) : [];
  const [only] = offered;
  if (only === undefined || offered.length > 1) {
    if (cursor !== undefined && cursor !== "") return refuseCursor(message);
    if (only === undefined) return answerList({ era, message, members: toMembers(method, []), ttlMs: 0 });
  }
  const revoked = Promise.withResolvers<McpResponse>();
  const { signal, end } = holdCall(context, message.id, () => revoked.resolve(context.refuse()));
  try {
    const asked = { context, message, method, instances, signal };
    const answer = offered.length === 1 ? passPage(asked, only, cursor || undefined) : merge(asked, offered);
    return await Promise.race([revoked.promise, answer]);
  } finally {
    end();
  }
}

type AskedList = {
  context: CallContext;
  message: RpcRequest;
  method: ListMethod;
  /** Every instance, for whose names these are. */
  instances: readonly FeatureInstance[];
  signal: AbortSignal;
};

async function passPage(
  { context: { actor, era }, message, method, instances, signal }: AskedList,
  instance: FeatureInstance,
  sealed: string | undefined,
): Promise<McpResponse> {
  const place = { actor, upstreamId: instance.upstreamId, method };
  const cursor = sealed === undefined ? undefined : openCursor(sealed, place);
  if (cursor === null) return refuseCursor(message);
  const page = await readPage({ ...actor, instance, era, signal }, method, cursor);
  if (!page.ok) {
    // The only thing of the client's in such a request is the cursor.
    const isCursor = cursor !== undefined && page.reason === "error" && page.code === CODE.invalidParams;
    return isCursor ? refuseCursor(message) : fail(message, instance, page);
  }
  const next = page.next === undefined ? null : sealCursor(page.next, place);
  const members = new Map(page.members);
  members.delete("nextCursor");
  const list = exposeEntries(page.entries, { instance, instances, method });
  const isAsItCame = page.isWhole && instance.slug === "" && list.length === page.entries.length;
  if (!isAsItCame) members.set(LISTS[method].member, `[${list.join(",")}]`);
  if (next !== null) members.set("nextCursor", JSON.stringify(next));
  return answerList({ era, message, members, ttlMs: page.ttlMs });
}

/** An instance that does not answer hides no other; only when none answers is that the answer. */
async function merge(
  { context: { actor, era }, message, method, instances, signal }: AskedList,
  offered: readonly FeatureInstance[],
): Promise<McpResponse> {
  const lists = await Promise.all(
    offered.map(async (instance) => ({
      instance,
      list: await readList({ ...actor, instance, era, signal }, method),
    })),
  );
  if (signal.aborted) return answerNothing(202);
  const read = lists.flatMap(({ instance, list }) => (list.ok ? [{ instance, ...list }] : []));
  const [failed] = lists.flatMap(({ instance, list }) => (list.ok ? [] : [{ instance, failure: list }]));
  if (failed) {
    const { upstreamId } = failed.instance;
    log.warn({ upstreamId, method, reason: failed.failure.reason }, "a list lacks an instance's part");
    if (read.length === 0) return fail(message, failed.instance, failed.failure);
  }
  const names = new Set<string>();
  const texts = read.flatMap(({ instance, entries }) =>
    exposeEntries(entries, { instance, instances, method, names }),
  );
  // A list that lacks a part is not to be remembered.
  const ttlMs = failed ? 0 : Math.min(...read.map((list) => list.ttlMs));
  return answerList({ era, message, members: toMembers(method, texts), ttlMs });
}

type Exposure = {
  instance: FeatureInstance;
  instances: readonly FeatureInstance[];
  method: ListMethod;
  /** The names that are taken. */
  names?: Set<string>;
};

/** The entries under their names here. Left out is what would not be asked of this instance under that name. */
function exposeEntries(
  entries: readonly Entry[],
  { instance, instances, method, names = new Set() }: Exposure,
): string[] {
  const { named, kind } = LISTS[method];
  return entries.flatMap((entry) => {
    const name = exposeName(instance, kind, entry.name);
    const owner = kind === "uri" ? instances.findLast((one) => findOwnName(one, kind, name)) : instance;
    if (owner !== instance || names.has(name)) return [];
    names.add(name);
    return [name === entry.name ? entry.text : renameEntry(entry, named, name)];
  });
}

function toMembers(method: ListMethod, texts: readonly string[]): Page["members"] {
  return new Map([[LISTS[method].member, `[${texts.join(",")}]`]]);
}

function fail(
  { id }: RpcRequest,
  { upstreamName, problemSince, lacksKey }: FeatureInstance,
  { reason }: Failure,
) {
  if (reason === "aborted") return answerNothing(202);
  const since = problemSince ?? new Date();
  const failed = { instance: upstreamName, reason, since, lacks: lacksKey ?? "shared" } as const;
  const text = explainListFailure(failed, getConfig().publicUrl);
  return answerError(200, id, { code: CODE.internal, message: text });
}
