"use server";

import { getTranslations } from "next-intl/server";
import { removeLogo } from "#lib/tenants/remove-logo.ts";
import { RemoveLogoInput, UpdateTenantInput } from "#lib/tenants/schema.ts";
import { updateTenant } from "#lib/tenants/update-tenant.ts";
import type { FormState } from "../../../../../../_ui/form-state.ts";
import { asMember } from "../../../../../admit.ts";
import { settle } from "../../../../../settle.ts";
import { submitForm } from "../../../../../submit-form.ts";
import { takeBack, toUndo } from "../../../../../take-back.ts";

/**
 * The organisation is named by `organisation`, because `slug` is what it is to be called. With another short name its pages
 * have another address, and the page there says what was done.
 */
export async function saveName(_before: FormState, form: FormData): Promise<FormState> {
  if (form.has("undo")) {
    const as = async (posted: FormData) => await asMember(named(posted));
    return await takeBack(form, { as, input: UpdateTenantInput, run: updateTenant });
  }
  const t = await getTranslations("settings.general");
  let isMoved = false;
  const state = await submitForm(form, {
    as: async (posted) => {
      const admitted = await asMember(named(posted));
      isMoved = admitted.ok && admitted.actor.tenantSlug !== posted.get("organisation");
      return admitted;
    },
    input: UpdateTenantInput,
    run: updateTenant,
    done: ({ slug, undo }, { actor }) =>
      slug === actor.tenantSlug
        ? { done: { message: t("saved"), undo: toUndo(form, undo, "organisation") } }
        : `/o/${slug}/settings/general?done=saved`,
  });
  // Shown again, a page of the former short name would move on and lose what was typed.
  return isMoved ? state : settle(state);
}

export async function takeLogoAway(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: asMember,
    input: RemoveLogoInput,
    run: removeLogo,
    done: (_removed, { actor }) => `/o/${actor.tenantSlug}/settings/general?done=logo-removed`,
  });
  return settle(state);
}

function named(posted: FormData): FormData {
  const form = new FormData();
  form.set("slug", posted.get("organisation") ?? "");
  return form;
}
