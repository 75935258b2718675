"use server";

import { getTranslations } from "next-intl/server";
import { CallRecordingInput } from "#lib/activity/schema.ts";
import { setCallRecording } from "#lib/activity/set-call-recording.ts";
import type { FormState } from "../../../../../_ui/form-state.ts";
import { asMember } from "../../../../admit.ts";
import { submitForm } from "../../../../submit-form.ts";
import { settle } from "../settle.ts";

export async function saveRecording(_before: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings.data");
  const state = await submitForm(form, {
    as: asMember,
    input: CallRecordingInput,
    run: setCallRecording,
    done: () => ({ done: { message: t("saved") } }),
  });
  return settle(state);
}
