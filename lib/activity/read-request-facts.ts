import "#server-only";
import { toNetwork } from "#lib/platform/limits/to-network.ts";
import { isOwnRequest } from "#lib/status/own-request.ts";
import type { Agent, Fact } from "./schema.ts";

/** What may be kept of who sent a request, and how. */
export type RequestFacts = {
  agent: Agent;
  product: string | null;
  network: string;
  facts: Fact[];
  /** This process looking at itself. */
  isOwn?: boolean;
};
type Headers = Readonly<Record<string, string | string[] | undefined>>;

const AGENTS: readonly (readonly [RegExp, Agent])[] = [
  [/^python-httpx\b/i, "python-httpx"],
  [/^claude-user\b/i, "claude-user"],
  [/^claude-code\b/i, "claude-code"],
  [/^bun\b/i, "bun"],
  [/^codex/i, "codex"],
  [/chatgpt|^openai-/i, "chatgpt"],
  [/^cursor\b/i, "cursor"],
  [/^(?:node|undici)\b/i, "node"],
  [/^mozilla\//i, "browser"],
];
const PRODUCT = /^[A-Za-z][A-Za-z0-9._-]{0,31}(?:\/[0-9][A-Za-z0-9.]{0,15})?(?=$|[\s;(])/;
const VERSIONS: ReadonlySet<string> = new Set([
  "2024-11-05",
  "2025-03-26",
  "2025-06-18",
  "2025-11-25",
  "2026-07-28",
]);
const METHODS: Readonly<Record<string, Fact | null>> = {
  POST: null,
  GET: "method-get",
  HEAD: "method-head",
  DELETE: "method-delete",
};

/** The facts of one request. `peer` is the caller's address as the socket or a trusted proxy gives it. */
export function readRequestFacts(method: string, headers: Headers, peer: string | null): RequestFacts {
  const userAgent = readOne(headers, "user-agent");
  const agent = classifyAgent(userAgent);
  const { network, isAnthropic } = toNetwork(peer);
  const found: (Fact | null)[] = [
    isAnthropic ? "anthropic" : null,
    readOne(headers, "authorization") === "" ? null : "bearer",
    classifyAccept(readOne(headers, "accept")),
    classifyVersion(readOne(headers, "mcp-protocol-version").trim()),
    Object.hasOwn(METHODS, method) ? (METHODS[method] ?? null) : "method-other",
  ];
  const product = agent === "browser" ? null : (PRODUCT.exec(userAgent)?.[0] ?? null);
  const facts = found.filter((fact) => fact !== null);
  return { agent, product, network, facts, ...(isOwnRequest(headers) ? { isOwn: true } : {}) };
}

/** Of a page's own verb, which is not told the headers: somebody's browser. */
export function readPageFacts(peer: string | null): RequestFacts {
  return { agent: "browser", product: null, network: toNetwork(peer).network, facts: [] };
}

function readOne(headers: Headers, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

function classifyAgent(userAgent: string): Agent {
  if (userAgent === "") return "none";
  return AGENTS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? "other";
}

function classifyAccept(accept: string): Fact {
  if (accept === "") return "accept-none";
  if (/text\/html/.test(accept)) return "accept-html";
  const hasJson = accept.includes("application/json");
  const hasStream = accept.includes("text/event-stream");
  if (hasJson && hasStream) return "accept-both";
  if (hasJson) return "accept-json";
  return hasStream ? "accept-stream" : "accept-any";
}

function classifyVersion(version: string): Fact | null {
  if (version === "") return null;
  return VERSIONS.has(version) ? (`protocol-${version}` as Fact) : "protocol-other";
}
