"use server";

import { getTranslations } from "next-intl/server";
import { refresh } from "next/cache";
import { noteAttemptReference } from "#lib/activity/note-attempt-reference.ts";
import { NoteReferenceInput } from "#lib/activity/schema.ts";
import type { FormState } from "../../../../_ui/form-state.ts";
import { asMember } from "../../../admit.ts";
import { submitForm } from "../../../submit-form.ts";

export async function noteReference(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("attempts.attempt");
  return await submitForm(form, {
    as: asMember,
    input: NoteReferenceInput,
    run: noteAttemptReference,
    done: (_value, { input }) => {
      refresh();
      return { done: { message: t(input.reference === null ? "removed" : "saved") } };
    },
  });
}
