import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";

/** What people of an organisation chose that can be taken back, without versions and times. */
export async function readChosen({ tenantId }: MemberActor): Promise<string> {
  return await inTenant(tenantId, async (tx) => {
    const where = { tenantId };
    const tenant = await tx.tenant.findFirst({ where: { id: tenantId }, select: { name: true, slug: true } });
    const settings = await tx.tenantSettings.findFirst({ where });
    const ledger = await tx.toolCallLedger.findFirst({ where });
    const rows = await tx.toolPolicy.findMany({ where, orderBy: [{ role: "asc" }, { name: "asc" }] });
    const apps = await tx.clientPolicy.findMany({ where });
    const tools = await tx.upstreamTool.findMany({ where, orderBy: { name: "asc" } });
    const upstreams = await tx.upstream.findMany({ where });
    return JSON.stringify({
      tenant,
      days: [
        settings?.connectionDaysMax ?? 180,
        settings?.idleDaysMax ?? 30,
        settings?.accessTokenMinutes ?? 60,
      ],
      consent: settings?.consentDefault ?? "suggested",
      ledger: [ledger?.recordArguments ?? false, ledger?.keepDays ?? 90],
      rules: rows.map(({ role, name, allowed }) => [role, name, allowed]),
      limits: (await tx.argumentLimit.findMany({ where })).map(({ tool, allowed }) => [tool, allowed]),
      policy: (await tx.appSettings.findFirst({ where }))?.policy ?? "open",
      apps: apps.map(({ clientId, state, effectMax, hosts }) => [clientId, state, effectMax, hosts]),
      tools: tools.map(({ name, state, hash }) => [name, state, hash]),
      paused: upstreams.map(({ pausedAt }) => pausedAt !== null),
    });
  });
}
