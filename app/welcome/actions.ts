"use server";

import { getTranslations } from "next-intl/server";
import { parseNextPath } from "#lib/identity/schema.ts";
import { createTenant } from "#lib/tenants/create-tenant.ts";
import { requestAccess } from "#lib/tenants/request-access.ts";
import { CreateTenantInput, InvitationLinkInput, RequestAccessInput } from "#lib/tenants/schema.ts";
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

/** Leads to the page of a pasted invitation; nothing is accepted on the way. */
export async function openInvitation(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asPerson,
    input: InvitationLinkInput,
    run: async () => undefined,
    done: (_nothing, { input: { link } }) => `/invite/${link}`,
  });
}

/** The same answer whether or not there is such an organisation. */
export async function askToJoin(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("join.welcome.join");
  return await submitForm(form, {
    as: asPerson,
    input: RequestAccessInput,
    run: requestAccess,
    done: () => ({ done: { message: t("asked") } }),
  });
}
