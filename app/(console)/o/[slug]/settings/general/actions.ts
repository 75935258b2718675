"use server";

import { UpdateTenantInput } from "#lib/tenants/schema.ts";
import { updateTenant } from "#lib/tenants/update-tenant.ts";
import type { FormState } from "../../../../../_ui/form-state.ts";
import { asMember } from "../../../../admit.ts";
import { submitForm } from "../../../../submit-form.ts";
import { settle } from "../settle.ts";

/** The organisation is named by `organisation`, because `slug` is what it is to be called. */
export async function saveName(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: (posted) => asMember(named(posted)),
    input: UpdateTenantInput,
    run: updateTenant,
    done: ({ slug }) => `/o/${slug}/settings/general?done=saved`,
  });
  return settle(state);
}

function named(posted: FormData): FormData {
  const form = new FormData();
  form.set("slug", posted.get("organisation") ?? "");
  return form;
}
