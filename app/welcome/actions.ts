"use server";

import { parseNextPath } from "#lib/identity/schema.ts";
import { createTenant } from "#lib/tenants/create-tenant.ts";
import { CreateTenantInput } from "#lib/tenants/schema.ts";
import { asPerson } from "../(console)/admit.ts";
import { readField } from "../(console)/read-field.ts";
import { submitForm } from "../(console)/submit-form.ts";
import type { FormState } from "../_ui/form-state.ts";

export async function createOrganisation(_before: FormState, form: FormData): Promise<FormState> {
  const next = parseNextPath(readField(form, "next"));
  return await submitForm(form, {
    as: asPerson,
    input: CreateTenantInput,
    blame: { conflict: "slug" },
    run: createTenant,
    done: ({ tenantSlug }) => (next === "/" ? `/o/${tenantSlug}` : next),
  });
}
