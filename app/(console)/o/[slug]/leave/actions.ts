"use server";

import { leaveTenant } from "#lib/tenants/leave-tenant.ts";
import { LeaveTenantInput } from "#lib/tenants/schema.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { asMember } from "../../../admit.ts";
import { submitForm } from "../../../submit-form.ts";

export async function leave(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asMember,
    input: LeaveTenantInput,
    run: leaveTenant,
    done: () => "/o",
  });
}
