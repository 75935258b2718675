"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { RECENT_MINUTES } from "#lib/identity/policy.ts";
import { requestAddressChange } from "#lib/identity/request-address-change.ts";
import { unlinkIdentity } from "#lib/identity/unlink-identity.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { asPerson, asRecent } from "../../(console)/admit.ts";
import { submitForm } from "../../(console)/submit-form.ts";
import type { FormState } from "../../_ui/form-state.ts";
import { refuseCompanyAddress } from "./refuse-company-address.ts";

const PATH = "/me/sign-in";
/** The verb judges the address: its refusals have sentences of their own. */
const AddressInput = z.strictObject({ email: z.string().max(254, { error: "Use at most 254 characters." }) });
const WayInput = z.strictObject({ id: z.string() });

/** Mails a code to the new address; the page it leads to asks for it. */
export async function askForAddress(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("me.address.reasons");
  return await submitForm(form, {
    as: asRecent(RECENT_MINUTES, asPerson),
    input: AddressInput,
    blame: { precondition_failed: "email" },
    run: async (actor: PersonActor, { email }) => {
      await refuseCompanyAddress(actor, email);
      return await requestAddressChange(actor, email);
    },
    done: (asked) =>
      asked.ok ? `${PATH}/address?step=code` : { errors: [{ fieldId: "email", message: t(asked.reason) }] },
  });
}

export async function removeWay(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as: asPerson,
    input: WayInput,
    run: async (actor: PersonActor, { id }) => await unlinkIdentity(actor, id),
    done: () => `${PATH}?done=removed`,
  });
}
