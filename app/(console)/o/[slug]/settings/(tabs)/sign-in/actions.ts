"use server";

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
  DeactivateSsoInput,
  DomainInput,
  SaveSsoInput,
  SetSecretEndInput,
  SetSignInWaysInput,
} from "#lib/tenants/schema.ts";
import { setSecretEnd } from "#lib/tenants/set-secret-end.ts";
import { setSignInWays } from "#lib/tenants/set-sign-in-ways.ts";
import { hasRecentSignIn } from "../../../../../../_http/require-recent-sign-in.ts";
import type { FormState } from "../../../../../../_ui/form-state.ts";
import { toHref } from "../../../../../../_ui/query.ts";
import { asMember, asRecent, FORM_MINUTES } from "../../../../../admit.ts";
import { settle } from "../../../../../settle.ts";
import { submitForm } from "../../../../../submit-form.ts";

/** How old a sign-in may be where the page shows its forms. */
const PAGE_MINUTES = 30;

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
    done: (_saved, { actor }) => toDone(actor, "ways"),
  });
  return await settleFresh(state);
}

export async function addDomain(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as,
    input: ClaimDomainInput,
    blame: { conflict: "domain", precondition_failed: "domain" },
    run: claimDomain,
    done: (_claimed, { actor }) => toDone(actor, "claimed"),
  });
}

export async function checkDomain(_before: FormState, form: FormData): Promise<FormState> {
  return await submitForm(form, {
    as,
    input: DomainInput,
    run: proveDomain,
    done: (proved, { actor }) =>
      proved.ok ? toDone(actor, "proved") : { problem: { kind: "failed", message: UNPROVED[proved.reason] } },
  });
}

export async function giveUpDomain(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as,
    input: DomainInput,
    run: removeDomain,
    done: ({ isSwitchedOff }, { actor }) => toDone(actor, isSwitchedOff ? "removed-off" : "removed"),
  });
  return await settleFresh(state);
}

export async function saveProvider(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as,
    input: SaveSsoInput,
    secrets: ["clientSecret"],
    blame: { invalid_input: "issuer" },
    run: saveSsoConnection,
    done: (_saved, { actor }) => toDone(actor, "saved"),
  });
  return await settleFresh(state);
}

export async function saveSecretEnd(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as,
    input: SetSecretEndInput,
    run: setSecretEnd,
    done: (_saved, { actor }) => toDone(actor, "end"),
  });
  return await settleFresh(state);
}

export async function turnOn(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as,
    input: ActivateSsoInput,
    run: activateSsoConnection,
    done: (_turned, { actor, input }) => toDone(actor, input.isRequired ? "required" : "on"),
  });
  return await settleFresh(state);
}

export async function turnOff(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as,
    input: DeactivateSsoInput,
    run: deactivateSsoConnection,
    done: (_turned, { actor }) => toDone(actor, "off"),
  });
  return await settleFresh(state);
}

/** Looks again only while the page would still show its forms: what was typed is more than what is saved now. */
async function settleFresh(state: FormState): Promise<FormState> {
  return (await hasRecentSignIn(PAGE_MINUTES)) ? settle(state) : state;
}

/** `at` is of this success alone: forms begin anew with it, and keep what was typed through everything else. */
function toDone({ tenantSlug }: MemberActor, done: string): string {
  return toHref(`/o/${tenantSlug}/settings/sign-in`, { done, at: String(Date.now()) });
}
