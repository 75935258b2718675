"use server";

import { redirect } from "next/navigation";
import { RECENT_MINUTES } from "#lib/identity/policy.ts";
import { type RequestedChange, requestAddressChange } from "#lib/identity/request-address-change.ts";
import { unlinkIdentity } from "#lib/identity/unlink-identity.ts";
import { readField } from "../../(console)/read-field.ts";
import { requirePerson } from "../../_http/current-person.ts";
import { requireRecentSignIn } from "../../_http/require-recent-sign-in.ts";
import { toActionResult } from "../../_http/to-action-result.ts";
import type { AddressState } from "./address-state.ts";
import { refuseCompanyAddress } from "./refuse-company-address.ts";

const PATH = "/me/sign-in";
const REASONS: Record<Extract<RequestedChange, { ok: false }>["reason"], string> = {
  invalid_address: "Enter one e-mail address, like name@example.com.",
  same_address: "This is your address already.",
  mail_refused: "Mail to this address is not accepted. Check the spelling, or use another address.",
  too_early: "A code was sent a moment ago. Wait half a minute, then ask again.",
};

/** Mails a code to the new address; the page it leads to asks for it. */
export async function askForAddress(_before: AddressState, form: FormData): Promise<AddressState> {
  const { actor } = await requireRecentSignIn(RECENT_MINUTES, `${PATH}/address`);
  const typed = readField(form, "email").slice(0, 254);
  const result = await toActionResult(async () => {
    await refuseCompanyAddress(actor, typed);
    return await requestAddressChange(actor, typed);
  });
  if (!result.ok) return { typed, error: result.message };
  if (!result.value.ok) return { typed, error: REASONS[result.value.reason] };
  return redirect(`${PATH}/address?step=code`);
}

export async function removeWay(form: FormData): Promise<void> {
  const person = await requirePerson(PATH);
  const result = await toActionResult(() => unlinkIdentity(person, readField(form, "id")));
  redirect(`${PATH}?${result.ok ? "done=removed" : `problem=${result.code}`}`);
}
