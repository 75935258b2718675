"use server";

import { headers } from "next/headers";
import { ClientRequestReasonInput } from "#lib/grants/schema.ts";
import { askForClient } from "#lib/oauth/ask-for-client.ts";
import { asMember } from "../../../../(console)/admit.ts";
import { readField } from "../../../../(console)/read-field.ts";
import { submitForm } from "../../../../(console)/submit-form.ts";
import type { FormState } from "../../../../_ui/form-state.ts";

/** Only the reason is the form's; the request of this browser says which app is asked for. */
export async function askAdmin(_before: FormState, form: FormData): Promise<FormState> {
  const uid = readField(form, "uid");
  const cookieHeader = (await headers()).get("cookie");
  return await submitForm(form, {
    as: asMember,
    input: ClientRequestReasonInput,
    run: (actor, { reason }) => askForClient(actor, { uid, cookieHeader, reason }),
    done: (_asked, { actor }) =>
      `/connect/${encodeURIComponent(uid)}/ask-admin?${new URLSearchParams({ org: actor.tenantSlug })}`,
  });
}
