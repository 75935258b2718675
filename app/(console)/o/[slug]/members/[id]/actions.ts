"use server";

import { getTranslations } from "next-intl/server";
import { refresh } from "next/cache";
import { changeRole } from "#lib/tenants/change-role.ts";
import { removeMember } from "#lib/tenants/remove-member.ts";
import { restoreMember } from "#lib/tenants/restore-member.ts";
import { ChangeRoleInput, SeenMemberInput } from "#lib/tenants/schema.ts";
import { suspendMember } from "#lib/tenants/suspend-member.ts";
import type { FormState } from "../../../../../_ui/form-state.ts";
import { asMember, asRecent } from "../../../../admit.ts";
import { readField } from "../../../../read-field.ts";
import { submitForm } from "../../../../submit-form.ts";

/** How old a sign-in may be that gives power or takes somebody's place away, in minutes. */
const RECENT_MINUTES = 60;

export async function saveRole(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("members.person.role");
  const ui = await getTranslations("ui.roles");
  const slug = readField(form, "slug");
  const state = await submitForm(form, {
    as: asRecent(RECENT_MINUTES, asMember),
    input: ChangeRoleInput,
    blame: { forbidden: "role", precondition_failed: "role" },
    run: changeRole,
    done: ({ name, before, role, version }, { input: { id } }) => ({
      done: {
        message: t("saved", { name, role: ui(role) }),
        undo: { slug, id, version: String(version), role: before },
      },
    }),
  });
  return refreshed(state);
}

export async function suspend(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: asRecent(RECENT_MINUTES, asMember),
    input: SeenMemberInput,
    run: suspendMember,
    done: () => toPerson(form, "suspended"),
  });
  return refreshed(state);
}

export async function restore(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submitForm(form, {
    as: asRecent(RECENT_MINUTES, asMember),
    input: SeenMemberInput,
    run: restoreMember,
    done: () => toPerson(form, "restored"),
  });
  return refreshed(state);
}

export async function remove(_before: FormState, form: FormData): Promise<FormState> {
  return refreshed(
    await submitForm(form, {
      as: asRecent(RECENT_MINUTES, asMember),
      input: SeenMemberInput,
      run: removeMember,
      done: () => `/o/${readField(form, "slug")}/members?done=removed`,
    }),
  );
}

/** Back to the person, where the other form stands now. */
function toPerson(form: FormData, done: string): string {
  return `/o/${readField(form, "slug")}/members/${readField(form, "id")}?done=${done}`;
}

/** After what was done, and after somebody else was quicker, the page shows the member as they are now. */
function refreshed(state: FormState): FormState {
  if (state.done || state.problem?.kind === "failed") refresh();
  return state;
}
