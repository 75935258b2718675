"use server";

import { redirect } from "next/navigation";
import { parseNextPath } from "#lib/identity/schema.ts";
import { createTenant } from "#lib/tenants/create-tenant.ts";
import { CreateTenantInput } from "#lib/tenants/schema.ts";
import { readField } from "../(console)/read-field.ts";
import { toFieldErrors } from "../(console)/to-field-errors.ts";
import { requirePerson } from "../_http/current-person.ts";
import { toActionResult } from "../_http/to-action-result.ts";
import type { WelcomeState } from "./welcome-state.ts";

export async function createOrganisation(_before: WelcomeState, form: FormData): Promise<WelcomeState> {
  const person = await requirePerson("/welcome");
  const typed = { name: readField(form, "name"), slug: readField(form, "slug") };
  const parsed = CreateTenantInput.safeParse(typed);
  if (!parsed.success) return { typed, errors: toFieldErrors(parsed.error) };
  const result = await toActionResult(() => createTenant(person, typed));
  if (!result.ok) return { typed, errors: [{ fieldId: "slug", message: result.message }] };
  const next = parseNextPath(readField(form, "next"));
  return redirect(next === "/" ? `/o/${result.value.tenantSlug}` : next);
}
