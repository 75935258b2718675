"use server";

import { redirect } from "next/navigation";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { activateSsoConnection } from "#lib/tenants/activate-sso-connection.ts";
import { claimDomain } from "#lib/tenants/claim-domain.ts";
import { deactivateSsoConnection } from "#lib/tenants/deactivate-sso-connection.ts";
import { type ProvedDomain, proveDomain } from "#lib/tenants/prove-domain.ts";
import { removeDomain } from "#lib/tenants/remove-domain.ts";
import { saveSsoConnection } from "#lib/tenants/save-sso-connection.ts";
import { ClaimDomainInput, SaveSsoInput } from "#lib/tenants/schema.ts";
import { requireRecentSignIn } from "../../../../_http/require-recent-sign-in.ts";
import { toActionResult } from "../../../../_http/to-action-result.ts";
import { loadMember } from "../../../load-member.ts";
import { readField } from "../../../read-field.ts";
import { toFieldErrors } from "../../../to-field-errors.ts";
import type { FormState } from "./form-state.ts";

/** How old a sign-in may be that changes how people sign in; longer than the page's own demand, as for keys. */
const FORM_MINUTES = 60;

const UNPROVED: Record<Extract<ProvedDomain, { ok: false }>["reason"], string> = {
  missing:
    "The record is not there yet. Compare its name and text with what is shown; a new one can take an hour to be seen. Then check again.",
  unreachable: "The name servers of this domain did not answer. Try again in a minute.",
};

export async function addDomain(_before: FormState, form: FormData): Promise<FormState> {
  const { actor, page } = await admit(form);
  const typed = { domain: readField(form, "domain").slice(0, 300) };
  const parsed = ClaimDomainInput.safeParse(typed);
  if (!parsed.success) return { typed, errors: toFieldErrors(parsed.error) };
  const result = await toActionResult(() => claimDomain(actor, typed));
  if (!result.ok) return { typed, errors: [{ fieldId: "domain", message: result.message }] };
  return redirect(`${page}?done=claimed`);
}

export async function checkDomain(_before: FormState, form: FormData): Promise<FormState> {
  const { actor, page } = await admit(form);
  const id = readField(form, "id");
  const refuse = (message: string) => ({ typed: {}, errors: [{ fieldId: `record-${id}`, message }] });
  const result = await toActionResult(() => proveDomain(actor, { id }));
  if (!result.ok) return refuse(result.message);
  if (!result.value.ok) return refuse(UNPROVED[result.value.reason]);
  return redirect(`${page}?done=proved`);
}

export async function giveUpDomain(form: FormData): Promise<void> {
  const { actor, page } = await admit(form);
  const result = await toActionResult(() => removeDomain(actor, { id: readField(form, "id") }));
  if (!result.ok) redirect(`${page}?problem=${result.code}`);
  redirect(`${page}?done=${result.value.isSwitchedOff ? "removed-off" : "removed"}`);
}

export async function saveProvider(_before: FormState, form: FormData): Promise<FormState> {
  const { actor, page } = await admit(form);
  const typed = { issuer: readField(form, "issuer"), clientId: readField(form, "clientId") };
  const input = { ...typed, clientSecret: readField(form, "clientSecret") };
  const parsed = SaveSsoInput.safeParse(input);
  if (!parsed.success) return { typed, errors: toFieldErrors(parsed.error) };
  const result = await toActionResult(() => saveSsoConnection(actor, input));
  if (!result.ok) return { typed, errors: [{ fieldId: "issuer", message: result.message }] };
  return redirect(`${page}?done=saved`);
}

export async function turnOn(_before: FormState, form: FormData): Promise<FormState> {
  const { actor, page } = await admit(form);
  const isRequired = form.get("isRequired") !== null;
  const result = await toActionResult(() => activateSsoConnection(actor, { isRequired }));
  if (!result.ok) return { typed: {}, errors: [{ fieldId: "switch", message: result.message }] };
  return redirect(`${page}?done=${isRequired ? "required" : "on"}`);
}

export async function turnOff(form: FormData): Promise<void> {
  const { actor, page } = await admit(form);
  const result = await toActionResult(() => deactivateSsoConnection(actor, {}));
  redirect(`${page}?${result.ok ? "done=off" : `problem=${result.code}`}`);
}

async function admit(form: FormData): Promise<{ actor: MemberActor; page: string }> {
  const actor = await loadMember(readField(form, "slug"), "/o");
  const page = `/o/${actor.tenantSlug}/sign-in`;
  await requireRecentSignIn(FORM_MINUTES, page);
  return { actor, page };
}
