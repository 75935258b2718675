"use server";

import { restoreTenant } from "#lib/tenants/restore-tenant.ts";
import { RestoreTenantInput } from "#lib/tenants/schema.ts";
import { asPerson } from "../../../(console)/admit.ts";
import { submitForm } from "../../../(console)/submit-form.ts";
import type { FormState } from "../../../_ui/form-state.ts";

export async function undoDeletion(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asPerson,
    input: RestoreTenantInput,
    run: restoreTenant,
    done: ({ slug }) => `/o/${slug}/instances`,
  });
}
