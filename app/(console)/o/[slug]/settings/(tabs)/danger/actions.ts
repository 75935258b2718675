"use server";

import { getTranslations } from "next-intl/server";
import { deleteTenant } from "#lib/operations/delete-tenant.ts";
import { disconnectEverybody } from "#lib/tenants/disconnect-everybody.ts";
import { handOverTenant } from "#lib/tenants/hand-over-tenant.ts";
import { pauseTools } from "#lib/tenants/pause-tools.ts";
import { resumeTools } from "#lib/tenants/resume-tools.ts";
import { ConfirmedInput, HandOverInput, ResumeInput } from "#lib/tenants/schema.ts";
import type { FormState } from "../../../../../../_ui/form-state.ts";
import { asMember, asRecent } from "../../../../../admit.ts";
import { settle } from "../../../../../settle.ts";
import { submitForm } from "../../../../../submit-form.ts";

const RECENT_MINUTES = 10;
const as = asRecent(RECENT_MINUTES, asMember);

export async function pause(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings.danger.pause");
  const state = await submitForm(form, {
    as,
    input: ConfirmedInput,
    run: pauseTools,
    done: () => ({ done: { message: t("done") } }),
  });
  return settle(state);
}

/** Letting work go on needs no fresh sign-in. */
export async function resume(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings.danger");
  const state = await submitForm(form, {
    as: asMember,
    input: ResumeInput,
    run: resumeTools,
    done: () => ({ done: { message: t("resumed") } }),
  });
  return settle(state);
}

export async function disconnectAll(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings.danger.disconnect");
  const state = await submitForm(form, {
    as,
    input: ConfirmedInput,
    run: disconnectEverybody,
    done: ({ ended }) => ({ done: { message: t("done", { ended }) } }),
  });
  return settle(state);
}

export async function handOver(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings.danger.handOver");
  const state = await submitForm(form, {
    as,
    input: HandOverInput,
    blame: { not_found: "email" },
    run: handOverTenant,
    done: () => ({ done: { message: t("done") } }),
  });
  return settle(state);
}

export async function remove(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as,
    input: ConfirmedInput,
    run: deleteTenant,
    done: (_deleted, { actor }) => `/enter/${actor.tenantSlug}`,
  });
}
