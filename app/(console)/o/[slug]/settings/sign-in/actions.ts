"use server";

import { redirect } from "next/navigation";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { activateSsoConnection } from "#lib/tenants/activate-sso-connection.ts";
import { claimDomain } from "#lib/tenants/claim-domain.ts";
import { deactivateSsoConnection } from "#lib/tenants/deactivate-sso-connection.ts";
import { type ProvedDomain, proveDomain } from "#lib/tenants/prove-domain.ts";
import { removeDomain } from "#lib/tenants/remove-domain.ts";
import { saveSsoConnection } from "#lib/tenants/save-sso-connection.ts";
import {
  ActivateSsoInput,
  ClaimDomainInput,
  DomainInput,
  SaveSsoInput,
  SetSecretEndInput,
  SetSignInWaysInput,
} from "#lib/tenants/schema.ts";
import { setSecretEnd } from "#lib/tenants/set-secret-end.ts";
import { setSignInWays } from "#lib/tenants/set-sign-in-ways.ts";
import { requireRecentSignIn } from "../../../../../_http/require-recent-sign-in.ts";
import { toActionResult } from "../../../../../_http/to-action-result.ts";
import type { FormState } from "../../../../../_ui/form-state.ts";
import { asMember, asRecent } from "../../../../admit.ts";
import { loadMember } from "../../../../load-member.ts";
import { readField } from "../../../../read-field.ts";
import { submitForm } from "../../../../submit-form.ts";
import { settle } from "../settle.ts";

/** How old a sign-in may be that changes how people sign in; longer than the page's own demand, as for keys. */
const FORM_MINUTES = 60;

const as = asRecent(FORM_MINUTES, asMember);

const UNPROVED: Record<Extract<ProvedDomain, { ok: false }>["reason"], string> = {
  missing:
    "The record is not there yet. Compare its name and text with what is shown; a new one can take an hour to be seen. Then check again.",
  unreachable: "The name servers of this domain did not answer. Try again in a minute.",
};

export async function saveWays(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as,
    input: SetSignInWaysInput,
    run: setSignInWays,
    done: (_saved, { actor }) => `${toPage(actor)}?done=ways`,
  });
  return settle(state);
}

export async function addDomain(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as,
    input: ClaimDomainInput,
    blame: { conflict: "domain", precondition_failed: "domain" },
    run: claimDomain,
    done: (_claimed, { actor }) => `${toPage(actor)}?done=claimed`,
  });
}

export async function checkDomain(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as,
    input: DomainInput,
    run: proveDomain,
    done: (proved, { actor }) =>
      proved.ok
        ? `${toPage(actor)}?done=proved`
        : { problem: { kind: "failed", message: UNPROVED[proved.reason] } },
  });
}

export async function giveUpDomain(form: FormData): Promise<void> {
  const { actor, page } = await admit(form);
  const result = await toActionResult(() => removeDomain(actor, { id: readField(form, "id") }));
  if (!result.ok) redirect(`${page}?problem=${result.code}`);
  redirect(`${page}?done=${result.value.isSwitchedOff ? "removed-off" : "removed"}`);
}

export async function saveProvider(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as,
    input: SaveSsoInput,
    secrets: ["clientSecret"],
    blame: { invalid_input: "issuer" },
    run: saveSsoConnection,
    done: (_saved, { actor }) => `${toPage(actor)}?done=saved`,
  });
}

export async function saveSecretEnd(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as,
    input: SetSecretEndInput,
    run: setSecretEnd,
    done: (_saved, { actor }) => `${toPage(actor)}?done=end`,
  });
}

export async function turnOn(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as,
    input: ActivateSsoInput,
    run: activateSsoConnection,
    done: (_turned, { actor, input }) => `${toPage(actor)}?done=${input.isRequired ? "required" : "on"}`,
  });
}

export async function turnOff(form: FormData): Promise<void> {
  const { actor, page } = await admit(form);
  const result = await toActionResult(() => deactivateSsoConnection(actor, {}));
  redirect(`${page}?${result.ok ? "done=off" : `problem=${result.code}`}`);
}

async function admit(form: FormData): Promise<{ actor: MemberActor; page: string }> {
  const actor = await loadMember(readField(form, "slug"), "/o");
  const page = toPage(actor);
  await requireRecentSignIn(FORM_MINUTES, page);
  return { actor, page };
}

function toPage({ tenantSlug }: MemberActor): string {
  return `/o/${tenantSlug}/settings/sign-in`;
}
