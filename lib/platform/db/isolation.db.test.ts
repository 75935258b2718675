import { expect, test } from "vitest";
import { useDatabase } from "#lib/testing/use-database.ts";
import { newId, type TenantId } from "../../kernel/ids.ts";
import { inTenant } from "./in-tenant.ts";

useDatabase();

test("I05: a tenant's row is invisible to another tenant", async () => {
  const [a, b] = [newId<TenantId>(), newId<TenantId>()];
  await inTenant(a, (tx) =>
    tx.tenant.create({ data: { id: a, slug: "a", address: "aaaa", name: "A" }, select: { id: true } }),
  );
  expect(await inTenant(b, (tx) => tx.tenant.findMany({ select: { id: true } }))).toEqual([]);
  expect(await inTenant(a, (tx) => tx.tenant.findMany({ select: { id: true } }))).toEqual([{ id: a }]);
});
