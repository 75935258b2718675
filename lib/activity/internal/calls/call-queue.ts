import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { CallRow } from "./call-row.ts";
import { cutArguments } from "./seal-arguments.ts";
import { mayKeepArguments, writeBatches, type WriteOutcome } from "./write-batches.ts";

export type QueuedCall = {
  tenantId: TenantId;
  row: CallRow;
  /** Its row is in the table already: it is never dropped. */
  isBegun: boolean;
  argumentsText: string | undefined;
};
export type Batch = { tenantId: TenantId; calls: QueuedCall[]; lost: number; isAgain: boolean };

type Queue = {
  waiting: Set<QueuedCall>;
  /** Batches of which nobody knows whether they were written: they are tried before anything else, as they are. */
  unsure: Batch[];
  lost: Map<TenantId, number>;
  /** Of all that is held, what is being written included. */
  rows: number;
  bytes: number;
  /** The bytes of each organisation. */
  shares: Map<TenantId, number>;
  timer: NodeJS.Timeout | undefined;
  flushing: Promise<void> | undefined;
};

export const FLUSH_MS = 150;
const RETRY_MS = 1_000;
const BATCH_MAX = 500;
/** Of different organisations, in one statement. */
const TOGETHER_MAX = 64;
const WRITERS = 4;
const DRAIN_MS_MAX = 5_000;
/** What a minute without a database may cost: an instance at 300 calls a second. */
export const HELD = { rows: 20_000, bytes: 32 * 1024 * 1024 };
const ROW_BYTES = 1_024;

const queue = () =>
  once<Queue>("activity.calls", () => ({
    waiting: new Set(),
    unsure: [],
    lost: new Map(),
    rows: 0,
    bytes: 0,
    shares: new Map(),
    timer: undefined,
    flushing: undefined,
  }));

/**
 * Takes a call to be written. Beyond the bound the organisation that holds most loses its oldest that may be, and it is
 * counted: nobody pushes out what others did.
 */
export function enqueueCall(given: QueuedCall): void {
  const current = queue();
  const { argumentsText: text, tenantId } = given;
  const isKept = text !== undefined && mayKeepArguments(tenantId);
  const call = { ...given, argumentsText: isKept ? cutArguments(text) : undefined };
  current.waiting.add(call);
  hold(current, [call], 1);
  while (current.rows > HELD.rows || current.bytes > HELD.bytes) if (!dropOldest(current)) break;
  if (current.waiting.size >= BATCH_MAX && current.flushing === undefined) void flushOnce();
  else schedule(current, FLUSH_MS);
}

/** Counts a call that gets no row. */
export function countUnwritten(tenantId: TenantId): void {
  const current = queue();
  countLost(current, tenantId, 1);
  schedule(current, FLUSH_MS);
}

/** Writes what is held; gives up when the database stays away. Answers how many calls could not be written. */
export async function flushQueue(): Promise<number> {
  const current = queue();
  const until = performance.now() + DRAIN_MS_MAX;
  const isDone = () => current.rows === 0 && current.lost.size === 0 && current.flushing === undefined;
  while (!isDone() && performance.now() < until) {
    const before = current.rows + current.lost.size;
    await flushOnce();
    if (current.rows + current.lost.size >= before) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return current.rows;
}

function schedule(current: Queue, ms: number): void {
  current.timer ??= setTimeout(() => void flushOnce(), ms).unref();
}

async function flushOnce(): Promise<void> {
  const current = queue();
  clearTimeout(current.timer);
  current.timer = undefined;
  current.flushing ??= flushHeld(current).then((isWell) => {
    current.flushing = undefined;
    if (current.rows > 0 || current.lost.size > 0) schedule(current, isWell ? FLUSH_MS : RETRY_MS);
  });
  await current.flushing;
}

/** False when the database did not take everything. */
async function flushHeld(current: Queue): Promise<boolean> {
  const again = current.unsure.splice(0);
  if (!(await writeAll(current, again))) return false;
  return await writeAll(current, takeBatches(current));
}

function takeBatches(current: Queue): Batch[] {
  const byTenant = new Map<TenantId, Batch[]>();
  for (const tenantId of current.lost.keys()) byTenant.set(tenantId, [newBatch(tenantId)]);
  for (const call of current.waiting) {
    const { tenantId } = call;
    const batches = byTenant.get(tenantId) ?? [newBatch(tenantId)];
    byTenant.set(tenantId, batches);
    const last = batches.at(-1);
    if (last !== undefined && last.calls.length < BATCH_MAX) last.calls.push(call);
    else batches.push({ ...newBatch(tenantId), calls: [call] });
  }
  current.waiting.clear();
  for (const [tenantId, lost] of current.lost) {
    const [first] = byTenant.get(tenantId) ?? [];
    if (first !== undefined) first.lost = lost;
  }
  current.lost.clear();
  return [...byTenant.values()].flat();
}

function newBatch(tenantId: TenantId): Batch {
  return { tenantId, calls: [], lost: 0, isAgain: false };
}

/** A few at a time; once one was not taken, the rest are kept for later. */
async function writeAll(current: Queue, batches: readonly Batch[]): Promise<boolean> {
  const left = groupBatches(batches).values();
  const kept: Batch[] = [];
  let isWell = true;
  const write = async () => {
    for (const group of left) {
      const outcomes: WriteOutcome[] = isWell ? await writeBatches(group) : group.map(() => "unwritten");
      group.forEach((batch, index) => {
        const outcome = outcomes[index] ?? "unwritten";
        if (outcome === "unsure" || outcome === "unwritten") isWell = false;
        settle(current, batch, outcome, kept);
      });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  if (kept.length > 0) putBack(current, kept);
  return isWell;
}

function settle(current: Queue, batch: Batch, outcome: WriteOutcome, kept: Batch[]): void {
  if (outcome === "unsure" || (outcome === "unwritten" && batch.isAgain)) {
    current.unsure.push({ ...batch, isAgain: true });
  } else if (outcome === "unwritten") {
    kept.push(batch);
  } else {
    hold(current, batch.calls, -1);
    if (outcome === "refused") countRefused(current, batch);
  }
}

/** What goes in one statement: not too many organisations, and not too many calls. */
function groupBatches(batches: readonly Batch[]): Batch[][] {
  const groups: Batch[][] = [];
  let calls = 0;
  for (const batch of batches) {
    const last = groups.at(-1);
    calls += batch.calls.length;
    if (last !== undefined && last.length < TOGETHER_MAX && calls <= BATCH_MAX) last.push(batch);
    else {
      groups.push([batch]);
      calls = batch.calls.length;
    }
  }
  return groups;
}

function putBack(current: Queue, kept: readonly Batch[]): void {
  const newer = [...current.waiting];
  current.waiting.clear();
  for (const { calls } of kept) for (const call of calls) current.waiting.add(call);
  for (const call of newer) current.waiting.add(call);
  for (const { tenantId, lost } of kept) countLost(current, tenantId, lost);
}

function dropOldest(current: Queue): boolean {
  const largest = findLargest(current.shares);
  let oldest: QueuedCall | undefined;
  for (const call of current.waiting) {
    if (call.isBegun) continue;
    oldest ??= call;
    if (call.tenantId !== largest) continue;
    oldest = call;
    break;
  }
  if (oldest === undefined) return false;
  current.waiting.delete(oldest);
  hold(current, [oldest], -1);
  countLost(current, oldest.tenantId, 1);
  return true;
}

function findLargest(shares: ReadonlyMap<TenantId, number>): TenantId | undefined {
  let largest: [TenantId, number] | undefined;
  for (const share of shares) if (largest === undefined || share[1] > largest[1]) largest = share;
  return largest?.[0];
}

/** An organisation that is gone takes not even the number. */
function countRefused(current: Queue, { tenantId, calls, lost }: Batch): void {
  if (calls.length > 0) countLost(current, tenantId, calls.length + lost);
}

function countLost({ lost }: Queue, tenantId: TenantId, count: number): void {
  if (count > 0) lost.set(tenantId, (lost.get(tenantId) ?? 0) + count);
}

function hold(current: Queue, calls: readonly QueuedCall[], sign: 1 | -1): void {
  const { shares } = current;
  current.rows += sign * calls.length;
  for (const { tenantId, argumentsText } of calls) {
    const bytes = sign * (ROW_BYTES + (argumentsText?.length ?? 0) * 2);
    const share = (shares.get(tenantId) ?? 0) + bytes;
    current.bytes += bytes;
    if (share > 0) shares.set(tenantId, share);
    else shares.delete(tenantId);
  }
}
