import "#server-only";
import { findTenants, type TenantReport } from "./internal/tenants/store.ts";
import { operatorVerb } from "./operator-verb.ts";
import { ListTenantsInput } from "./schema.ts";

export type { TenantReport } from "./internal/tenants/store.ts";

const PAGE = 50;

/** A page of all organisations by their short names: states and counts, nothing of what was said or called. */
export const listTenants = operatorVerb({
  action: "tenants.list",
  input: ListTenantsInput,
  target: ({ search }) => search ?? "",
  async run(_actor, { search, after }): Promise<{ tenants: TenantReport[]; next: string | null }> {
    const found = await findTenants({ search, after, limit: PAGE + 1 });
    const tenants = found.slice(0, PAGE);
    return { tenants, next: found.length > PAGE ? (tenants.at(-1)?.slug ?? null) : null };
  },
});
