import "#server-only";
import { previewTools } from "#lib/access/preview-tools.ts";
import { findDefinition } from "#lib/catalog/find-definition.ts";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { log } from "#lib/platform/log/log.ts";
import { findSandbox } from "#lib/tenants/find-sandbox.ts";
import { askInstance } from "#lib/upstreams/ask-instance.ts";
import { listUpstreams } from "#lib/upstreams/list-upstreams.ts";
import { findPeople } from "./internal/find-people.ts";
import { deleteProbes, insertProbe } from "./internal/probes/store.ts";
import { PROBE_DAYS, PROBE_TOOLS } from "./policy.ts";
import { INSTANCE_NAME, type ProbeStep, REVIEWER } from "./schema.ts";

type Look = { failed: ProbeStep | null; tools: number };

const DAY_MS = 24 * 60 * 60 * 1000;
const CALL_MS_MAX = 20_000;

/**
 * Looks at the sandbox as a reviewer would find it, without a connection: it runs, its instance answers, the reviewer's role
 * sees tools, and what three documented prompts ask for succeeds. What came of it is kept for ninety days
 * (`getSandboxHealth`). For a job; what fails is an outcome.
 */
export async function probeSandbox(now: Date = new Date()): Promise<void> {
  await deleteProbes(new Date(now.getTime() - PROBE_DAYS * DAY_MS));
  if (!getConfig().sandbox.isOn) return;
  const startedAt = performance.now();
  const { failed, tools } = await look();
  if (failed !== null) log.error({ step: failed }, "the reviewer's sandbox does not work");
  const ms = Math.round(performance.now() - startedAt);
  await insertProbe({ at: now, ok: failed === null, failed, ms, tools });
}

async function look(): Promise<Look> {
  const sandbox = await findSandbox();
  if (sandbox === null || sandbox.isSuspended) return { failed: "sandbox", tools: 0 };
  const owner = (await findPeople(sandbox.id)).byName("maya");
  const upstream = (await listUpstreams(owner, {})).find(({ name }) => name === INSTANCE_NAME);
  const place = upstream && { tenantId: sandbox.id, upstreamId: upstream.id as UpstreamId };
  if (!place || !(await answers(place, "tools/list", {}))) return { failed: "instance", tools: 0 };
  const preview = await previewTools(owner, { role: REVIEWER.role });
  const listed = new Set(preview.tools.filter(({ layer }) => layer === null).map((tool) => tool.exposedName));
  if (!PROBE_TOOLS.every((name) => listed.has(name))) return { failed: "tools", tools: listed.size };
  for (const name of PROBE_TOOLS) {
    const input = findDefinition(name)?.example?.input ?? {};
    if (!(await answers(place, "tools/call", { name, arguments: input }))) {
      return { failed: "prompts", tools: listed.size };
    }
  }
  return { failed: null, tools: listed.size };
}

type Place = { tenantId: TenantId; upstreamId: UpstreamId };

/** Whether the instance answers that request with a result that is no error. */
async function answers(place: Place, method: string, params: object): Promise<boolean> {
  const request = { method, params: JSON.stringify(params) };
  const reply = await askInstance(place, request, { timeoutMs: CALL_MS_MAX });
  return reply !== null && reply.ok && "result" in reply && reply.result["isError"] !== true;
}
