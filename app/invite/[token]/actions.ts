"use server";

import { getTranslations } from "next-intl/server";
import { parseNextPath } from "#lib/identity/schema.ts";
import { acceptInvitation } from "#lib/tenants/accept-invitation.ts";
import { requestByInvitation } from "#lib/tenants/request-by-invitation.ts";
import { InvitationInput, InvitationTokenInput } from "#lib/tenants/schema.ts";
import { asPerson } from "../../(console)/admit.ts";
import { readField } from "../../(console)/read-field.ts";
import { submitForm } from "../../(console)/submit-form.ts";
import { findWayOn } from "../../_http/find-way-on.ts";
import type { FormState } from "../../_ui/form-state.ts";

/** Accepts by the link somebody opened. */
export async function acceptByLink(_before: FormState, form: FormData): Promise<FormState> {
  return await accept(form, InvitationTokenInput);
}

/** Accepts one of the invitations that wait for the person's own address. */
export async function acceptOwn(_before: FormState, form: FormData): Promise<FormState> {
  return await accept(form, InvitationInput);
}

async function accept(
  form: FormData,
  input: typeof InvitationTokenInput | typeof InvitationInput,
): Promise<FormState> {
  const t = await getTranslations("join");
  const next = parseNextPath(readField(form, "next"));
  const wayOn = next === "/" ? await findWayOn("") : next;
  return await submitForm(form, {
    as: asPerson,
    input,
    run: acceptInvitation,
    done: (answer) =>
      answer.ok
        ? wayOn || `/o/${answer.slug}`
        : { problem: { kind: "failed", message: t(`refused.${answer.reason}`) } },
  });
}

/** Asks the organisation's admins to let in the account somebody is signed in with. */
export async function askAgain(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("join.invite");
  return await submitForm(form, {
    as: asPerson,
    input: InvitationTokenInput,
    run: requestByInvitation,
    done: () => ({ done: { message: t("asked") } }),
  });
}
