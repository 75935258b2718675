import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { checkCertificate, isPublicHost } from "#lib/platform/net/check-host.ts";
import type { UpstreamFailure, UpstreamSession, UpstreamTransport } from "../open-session.ts";
import { type CheckProblem, type CheckRow, DECLARABLE, type Declared } from "../schema.ts";
import { type Check, CHECKS } from "../terms.ts";
import { callHarmlessly } from "./call-harmlessly.ts";
import { type Reached, reachInstance } from "./reach-instance.ts";
import { type KeyOwner, readKeyOwner } from "./read-key-owner.ts";
import { type QuarantinedTool, readTools, type ToolDefinition } from "./read-tools.ts";
import { toCheckProblem } from "./to-check-problem.ts";

type Target = {
  url: string;
  key: string;
  keyHeader: string;
  apiUrl?: string | undefined;
  pool: string;
  /** Whether a key of kind system may pass. */
  isSystemAllowed: boolean;
};
/** What is to be kept of an instance that passed: how it is spoken to, and what it offers. */
type Found = {
  tools: ToolDefinition[];
  quarantined: QuarantinedTool[];
  transport: UpstreamTransport;
  declared: Declared[];
  revision: string | null;
  /** How long the harmless call took. */
  latencyMs: number | null;
};
type Learned = { owner: KeyOwner; found: Found };
export type CheckReport = { rows: CheckRow[] } & (
  | ({ ok: true } & Learned)
  | { ok: false; problem: CheckProblem; status?: number; code?: number }
);
/** Told each row as soon as it is known. */
export type OnRow = (row: CheckRow) => void;

type Facts = Omit<Partial<CheckRow>, "check" | "outcome" | "ms">;
type Step = { outcome?: "untold" } & Facts;

const STRANGER_TIMEOUT_MS = 15_000;
/** The whole of it; what is not done by then did not answer in time. */
const TOTAL_MS = 75_000;

/**
 * Tries an instance, one check after the other; the first failure skips the rest. The key is sent only to a public place
 * with a valid certificate that refuses a call without one. No result holds the key or a word the instance said.
 */
export async function runChecks(target: Target, onRow: OnRow = () => undefined): Promise<CheckReport> {
  const run = new Run(target);
  const rows: CheckRow[] = [];
  let failed: CheckRow | null = null;
  try {
    for (const check of CHECKS) {
      const row: CheckRow = failed === null ? await run.time(check) : { check, outcome: "skipped", ms: 0 };
      if (row.outcome === "failed") failed = row;
      rows.push(row);
      onRow(row);
    }
  } finally {
    await run.end();
  }
  if (failed === null) return { ok: true, rows, ...run.learned };
  const { problem = "protocol", status, code } = failed;
  return {
    ok: false,
    rows,
    problem,
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
  };
}

class Run {
  readonly learned: Learned = {
    owner: { kind: "unknown", actsAs: null },
    found: { tools: [], quarantined: [], transport: "http", declared: [], revision: null, latencyMs: null },
  };
  readonly #target: Target;
  readonly #signal = AbortSignal.timeout(TOTAL_MS);
  #stranger: Reached | null = null;
  #refusal: UpstreamFailure | null = null;
  #session: UpstreamSession | undefined;

  constructor(target: Target) {
    this.#target = target;
  }

  async time(check: Check): Promise<CheckRow> {
    const startedAt = performance.now();
    const { outcome, ...facts } = this.#signal.aborted
      ? ({ problem: "timeout" } as Step)
      : await this.#take(check);
    const ms = Math.round(performance.now() - startedAt);
    return { check, outcome: outcome ?? (facts.problem === undefined ? "ok" : "failed"), ms, ...facts };
  }

  async end(): Promise<void> {
    await this.#session?.close();
    if (this.#stranger?.ok) await this.#stranger.session.close();
  }

  async #take(check: Check): Promise<Step> {
    switch (check) {
      case "resolves":
        return (await isPublicHost(this.#target.url)) ? {} : { problem: "not_public" };
      case "certificate":
        return await this.#checkCertificate();
      case "answers":
        return await this.#checkAnswers();
      case "refuses_strangers":
        return await this.#checkStranger();
      case "speaks_mcp":
        return await this.#reach();
      case "accepts_key":
        return await this.#checkKey();
      case "lists_tools":
        return await this.#checkTools();
      case "answers_call":
        return await this.#checkCall();
    }
  }

  async #checkCertificate(): Promise<Step> {
    const reason = await checkCertificate(this.#target.url);
    if (reason === undefined) return { outcome: "untold" };
    if (reason === null) return {};
    return { problem: reason === "tls" || reason === "timeout" ? reason : "unreachable" };
  }

  async #checkAnswers(): Promise<Step> {
    const { url, keyHeader, pool } = this.#target;
    this.#stranger = await reachInstance({ url, keyHeader, pool, key: null }, this.#signal);
    if (this.#stranger.ok || this.#stranger.status !== undefined) return {};
    // What is not HTTP, or not MCP, did answer; what it is comes out in the next check.
    return this.#stranger.reason === "protocol" && this.#stranger.net !== "redirected"
      ? {}
      : toStep(this.#stranger);
  }

  /**
   * An instance that answers everybody would let anyone act as its administrator. One of 2026-07-28 may say to anybody
   * what it is, if it says nothing more.
   */
  async #checkStranger(): Promise<Step> {
    const reached = this.#stranger;
    if (reached === null) return { problem: "protocol" };
    if (!reached.ok) return reached.reason === "refused_key" ? {} : toStep(reached);
    const { session } = reached;
    return session.era === "modern" && (await refusesList(session)) ? {} : { problem: "open_to_anyone" };
  }

  async #reach(): Promise<Step> {
    const { url, key, keyHeader, pool } = this.#target;
    const reached = await reachInstance({ url, key, keyHeader, pool }, this.#signal);
    if (!reached.ok) {
      if (reached.reason !== "refused_key") return toStep(reached);
      this.#refusal = reached;
      return { outcome: "untold" };
    }
    const { session, transport } = reached;
    this.#session = session;
    const { found } = this.learned;
    found.transport = transport;
    found.declared = readDeclared(session.capabilities);
    found.revision = session.protocolVersion;
    return { revision: session.protocolVersion };
  }

  async #checkKey(): Promise<Step> {
    const { apiUrl, key, pool, isSystemAllowed } = this.#target;
    if (this.#refusal !== null) return toStep(this.#refusal);
    if (apiUrl === undefined) return { kind: "unknown" };
    const owner = await readKeyOwner(apiUrl, key, pool);
    if (!owner.ok) return { problem: owner.problem };
    const { kind, actsAs } = owner;
    this.learned.owner = { kind, actsAs };
    if (kind === "system" && !isSystemAllowed) return { problem: "system_key", kind };
    return { kind, actsAs };
  }

  async #checkTools(): Promise<Step> {
    if (this.#session === undefined) return { problem: "protocol" };
    const read = await readTools(this.#session);
    if (!read.ok) return { problem: read.problem, ...(read.status ? { status: read.status } : {}) };
    const { tools, quarantined } = read;
    Object.assign(this.learned.found, { tools, quarantined });
    return { tools: tools.length, ...(quarantined.length > 0 ? { leftOut: quarantined.length } : {}) };
  }

  async #checkCall(): Promise<Step> {
    if (this.#session === undefined) return { problem: "protocol" };
    const startedAt = performance.now();
    const called = await callHarmlessly(this.#session, this.learned.found.tools, this.#signal);
    if (called === null) return { outcome: "untold" };
    if (called.failure !== undefined) return toStep(called.failure);
    if (!called.ok) return { problem: "call_failed" };
    this.learned.found.latencyMs = Math.round(performance.now() - startedAt);
    return {};
  }
}

function toStep(failure: UpstreamFailure): Step {
  const { status, code } = failure;
  return {
    problem: toCheckProblem(failure),
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
  };
}

async function refusesList(session: UpstreamSession): Promise<boolean> {
  const reply = await session.request(
    { method: "tools/list", params: "{}" },
    { timeoutMs: STRANGER_TIMEOUT_MS },
  );
  return !reply.ok && reply.reason === "refused_key";
}

function readDeclared(capabilities: JsonObject): Declared[] {
  return DECLARABLE.filter((declarable) => {
    const [name = "", part] = declarable.split(".");
    const capability = capabilities[name];
    return isObject(capability) && (part === undefined || capability[part] === true);
  });
}
