import { expect, test } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { createTenant } from "#lib/tenants/create-tenant.ts";
import { followName } from "#lib/tenants/follow-name.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { ensurePerson } from "./ensure-person.ts";
import { saveProfile } from "./save-profile.ts";

useDatabase();

const readRow = async (id: PersonId) =>
  (await authSql().query("SELECT name, time_zone FROM auth.users WHERE id = $1", [id])).rows;

test("a person's name and zone are kept as sent, trimmed and in one form", async () => {
  const person = await ensurePerson("grace@profile.example", "Grace");
  const saved = await saveProfile(person, { name: "  Grace Hopper ", timeZone: "Europe/Berlin" });
  expect(saved).toEqual({ ...person, name: "Grace Hopper" });
  expect(await readRow(person.personId)).toEqual([{ name: "Grace Hopper", time_zone: "Europe/Berlin" }]);
});

test.each([
  { name: " ", timeZone: "UTC" },
  { name: "x".repeat(81), timeZone: "UTC" },
  { name: "Gr\u202Eace", timeZone: "UTC" },
  { name: "Grace", timeZone: "Mars/Olympus" },
  { name: "Grace" },
  { name: "Grace", timeZone: "UTC", personId: "00000000-0000-4000-8000-000000000000" },
])("%j is refused and changes nothing", async (input) => {
  const person = await ensurePerson("ada@profile.example", "Ada");
  await expect(saveProfile(person, input)).rejects.toSatisfy((error) =>
    isDomainError(error, "invalid_input"),
  );
  expect(await readRow(person.personId)).toEqual([{ name: "Ada", time_zone: null }]);
});

test("organisations follow a new name once, and each writes it down", async () => {
  const person = await ensurePerson("alan@profile.example", "Alan");
  const { tenantId } = await createTenant(person, { name: "Elsewhere", slug: "profile-elsewhere" });
  const saved = await saveProfile(person, { name: "Alan T.", timeZone: "UTC" });
  await followName(saved);
  await followName(saved);
  const [members, events] = await inTenant(tenantId, async (tx) => [
    await tx.membership.findMany({ where: { tenantId }, select: { name: true } }),
    await tx.auditEvent.findMany({
      where: { tenantId, action: "member.change-name" },
      select: { before: true, after: true, outcome: true },
    }),
  ]);
  expect(members).toEqual([{ name: "Alan T." }]);
  expect(events).toEqual([{ before: { name: "Alan" }, after: { name: "Alan T." }, outcome: "done" }]);
});
