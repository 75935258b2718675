"use server";

import { getTranslations } from "next-intl/server";
import { refresh } from "next/cache";
import { approveAccess } from "#lib/tenants/approve-access.ts";
import { copyInvitationLink } from "#lib/tenants/copy-invitation-link.ts";
import { declineAccess } from "#lib/tenants/decline-access.ts";
import { type InviteResult, invitePeople } from "#lib/tenants/invite-people.ts";
import { resendInvitation } from "#lib/tenants/resend-invitation.ts";
import { revokeInvitation } from "#lib/tenants/revoke-invitation.ts";
import {
  ApproveAccessInput,
  DeclineAccessInput,
  InvitationInput,
  InvitePeopleInput,
} from "#lib/tenants/schema.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { toHref } from "../../../../_ui/query.ts";
import { asMember } from "../../../admit.ts";
import { readField } from "../../../read-field.ts";
import { submitForm } from "../../../submit-form.ts";

export type CopiedLink = { email: string; url: string };

export async function invite(
  _before: FormState<InviteResult[]>,
  form: FormData,
): Promise<FormState<InviteResult[]>> {
  const t = await getTranslations("members.invitePage");
  return await submitForm(form, {
    as: asMember,
    input: InvitePeopleInput,
    blame: { invalid_input: "addresses", forbidden: "role" },
    run: invitePeople,
    done: (result) => {
      const sent = result.filter(({ outcome }) => outcome === "invited" || outcome === "resent");
      return { result, done: { message: t("sent", { count: sent.length }) } };
    },
  });
}

export async function resend(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("members.invitations");
  return refreshed(
    await submitForm(form, {
      as: asMember,
      input: InvitationInput,
      run: resendInvitation,
      done: ({ email }) => ({ done: { message: t("resent", { email }) } }),
    }),
  );
}

export async function copyLink(
  _before: FormState<CopiedLink>,
  form: FormData,
): Promise<FormState<CopiedLink>> {
  return await submitForm(form, {
    as: asMember,
    input: InvitationInput,
    run: copyInvitationLink,
    done: (result) => ({ result }),
  });
}

export async function revoke(_before: FormState, form: FormData): Promise<FormState> {
  return refreshed(
    await submitForm(form, {
      as: asMember,
      input: InvitationInput,
      run: revokeInvitation,
      done: () => toTab(form, "invitations", "revoked"),
    }),
  );
}

export async function approve(_before: FormState, form: FormData): Promise<FormState> {
  return refreshed(
    await submitForm(form, {
      as: asMember,
      input: ApproveAccessInput,
      run: approveAccess,
      done: () => toTab(form, "requests", "approved"),
    }),
  );
}

export async function decline(_before: FormState, form: FormData): Promise<FormState> {
  return refreshed(
    await submitForm(form, {
      as: asMember,
      input: DeclineAccessInput,
      run: declineAccess,
      done: () => toTab(form, "requests", "declined"),
    }),
  );
}

/** What takes its own row away is said by the page it leads to: the form is gone by then. */
function toTab(form: FormData, tab: string, done: string): string {
  return toHref(`/o/${readField(form, "slug")}/members`, { tab, done });
}

/** The page around the form shows what is there now, also when somebody else was quicker. */
function refreshed<Result>(state: FormState<Result>): FormState<Result> {
  if (state.done || state.problem?.kind === "failed") refresh();
  return state;
}
