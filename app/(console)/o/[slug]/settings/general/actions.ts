"use server";

import { redirect } from "next/navigation";
import { removeLogo } from "#lib/tenants/remove-logo.ts";
import { UpdateTenantInput } from "#lib/tenants/schema.ts";
import { updateTenant } from "#lib/tenants/update-tenant.ts";
import { toActionResult } from "../../../../../_http/to-action-result.ts";
import type { FormState } from "../../../../../_ui/form-state.ts";
import { asMember } from "../../../../admit.ts";
import { loadMember } from "../../../../load-member.ts";
import { readField } from "../../../../read-field.ts";
import { submitForm } from "../../../../submit-form.ts";
import { settle } from "../settle.ts";

/** The organisation is named by `organisation`, because `slug` is what it is to be called. */
export async function saveName(_before: FormState, form: FormData): Promise<FormState> {
  let isMoved = false;
  const state = await submitForm(form, {
    as: async (posted) => {
      const admitted = await asMember(named(posted));
      isMoved = admitted.ok && admitted.actor.tenantSlug !== posted.get("organisation");
      return admitted;
    },
    input: UpdateTenantInput,
    run: updateTenant,
    done: ({ slug }) => `/o/${slug}/settings/general?done=saved`,
  });
  // Shown again, a page of the former short name would move on and lose what was typed.
  return isMoved ? state : settle(state);
}

export async function takeLogoAway(form: FormData): Promise<void> {
  const actor = await loadMember(readField(form, "slug"), "/o");
  const result = await toActionResult(() => removeLogo(actor, { hash: readField(form, "hash") }));
  const outcome = result.ok ? "done=logo-removed" : `problem=${result.code}`;
  redirect(`/o/${actor.tenantSlug}/settings/general?${outcome}`);
}

function named(posted: FormData): FormData {
  const form = new FormData();
  form.set("slug", posted.get("organisation") ?? "");
  return form;
}
